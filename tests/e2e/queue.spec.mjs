// Several users, one after another: nobody is lost and nobody is done twice, over surprises, tabs and the end of the browser.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, popup } from './launch.mjs';
import { Player } from './player.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('./panel.mjs').Reading} Reading */

const [adele, alex, lee] = ['adele.vance@contoso.com', 'alex.wilber@contoso.com', 'lee.gu@contoso.com'];
const stranger = 'no.such.user@contoso.com';
const connector = 'scanner.relay@contoso.com';

/** @param {string} start @returns {(reading: Reading) => boolean} */
const at = (start) => (reading) => (reading.queue?.position ?? '').startsWith(start);

/** @param {Reading} reading */
const hasGate = (reading) => reading.controls.some(({ name }) => name === 'gate-reset');

/** @param {import('./player.mjs').End} end */
const lines = (end) => end.reading?.queue?.lines.map(({ subject, standing }) => `${subject} ${standing}`);

test('a list of four: each has a gate of their own, it stops at the surprises, and says how all stand', async ({ open, portal }) => {
  const { player } = await open();
  const end = await player.play(`${adele}; Alex Wilber <${alex}>\n${stranger}\n${connector}\n`);
  expect(end.outcome, end.reason).toBe('through');
  expect(lines(end)).toEqual([`${adele} proven`, `${alex} proven`, `${stranger} not_listed`, `${connector} connector`]);
  expect(portal.ledger().unblocked).toEqual([adele, alex]);
  expect(portal.ledger().untrusted_clicks).toBe(0);
  expect(player.moves.filter(({ did }) => did.includes('password')), 'everybody is asked about').toHaveLength(4);
});

test('browser: closed over night with users left: a new one goes on with the user at whom the old one stopped @fault', async ({ portal }) => {
  const profile = await mkdtemp(join(tmpdir(), 'guided-unblock-queue-'));
  try {
    portal.reset({ page: 'now' });
    const first = await launch(portal, { profile });
    const player = new Player(first.page);
    await first.page.goto(portal.pages.now ?? '');
    const stopped = await player.play(`${adele}\n${alex}\n${lee}`, (reading) => at('User 2 of 3')(reading) && reading.target !== null);
    await first.close();
    expect(stopped.outcome, stopped.reason).toBe('stopped');
    const second = await launch(portal, { profile });
    try {
      await second.page.goto(portal.pages.now ?? '');
      const again = new Player(second.page);
      again.started = true;
      const there = await again.play('', (reading) => reading.queue !== null);
      expect(there.reading?.queue?.position).toBe('User 2 of 3');
      expect(there.reading && hasGate(there.reading), 'what was said of this user is still said').toBe(false);
      const end = await again.play('');
      expect(end.outcome, end.reason).toBe('through');
      expect(lines(end)).toEqual([`${adele} proven`, `${alex} proven`, `${lee} proven`]);
      expect(portal.ledger().unblocked).toEqual([adele, alex, lee]);
    } finally {
      await second.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('tab: two with the same users: one works on them, the other says so, and takes over when the first is gone @fault', async ({ open, portal }) => {
  const { browser, player } = await open();
  const list = `${adele}\n${alex}\n${lee}`;
  const stopped = await player.play(list, (reading) => at('User 2 of 3')(reading) && hasGate(reading));
  expect(stopped.outcome, stopped.reason).toBe('stopped');
  const page = await browser.context.newPage();
  await page.goto(portal.pages.now ?? '');
  const other = new Player(page);
  await other.panel.press('expand');
  await expect.poll(async () => (await other.panel.read()).reason).toBe('queue.elsewhere');
  // The same list, pasted again: still one case each, and still the first tab's.
  await other.panel.type('intake', list);
  await other.panel.press('start');
  await expect.poll(async () => (await other.panel.read()).reason).toBe('queue.elsewhere');
  expect((await other.panel.read()).queue).toBeNull();
  await player.page.close();
  await other.panel.press('button-try_again');
  other.started = true;
  const there = await other.play('', (reading) => reading.queue !== null && reading.queue.position !== '');
  expect(there.reading?.queue?.position).toBe('User 2 of 3');
  const end = await other.play('');
  expect(end.outcome, end.reason).toBe('through');
  expect(lines(end)).toEqual([`${adele} proven`, `${alex} proven`, `${lee} proven`]);
  expect(portal.ledger().unblocked).toEqual([adele, alex, lee]);
});

test('a user of the list is skipped with a reason, and a list that was pasted by mistake is ended', async ({ open, portal }) => {
  const { player } = await open();
  const { panel } = player;
  await player.play(`${adele}\n${alex}\n${lee}`, hasGate);
  await panel.press('fold-queue');
  await panel.press('skip-user');
  expect((await panel.read()).queue?.position, 'without a reason nobody is skipped').toBe('User 1 of 3');
  await panel.type('skip-reason', 'Has left the company');
  await panel.press('skip-user');
  await panel.until(at('User 2 of 3'));
  await panel.press('button-end_queue');
  const over = await panel.until((reading) => reading.queue?.over === true);
  expect(over.queue?.lines.map(({ standing }) => standing)).toEqual(['skipped', 'skipped', 'skipped']);
  expect(portal.ledger().attempts).toEqual([]);
});

test('from the toolbar: a list opens the page at its first user', async ({ open }) => {
  const { browser } = await open();
  const small = await popup(browser.context);
  await small.locator('[data-gu=intake]').fill(`${adele}\n${alex}`);
  const arrives = browser.context.waitForEvent('page');
  await small.locator('[data-gu=start]').click();
  const player = new Player(await arrives);
  const first = await player.panel.until((reading) => hasGate(reading) && reading.queue !== null);
  expect(first.queue?.position).toBe('User 1 of 2');
});
