// A page that calls a control what nobody knows: the admin shows it once, in the panel, and the guide goes on with it.

import { readFile, writeFile } from 'node:fs/promises';

import { patience } from './launch.mjs';
import { Ring } from './ring.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('./player.mjs').Player} Player */

const rob = 'rob@contoso.com', diego = 'diego.siciliani@contoso.com';

/** Each with what it is called on the page, and the reason why the guide is lost without it. */
const pages = /** @type {const} */ ([
  { page: 'now', term: 'unblock', kind: 'unblock', called: 'Restore sending', lost: 'lost.no_unblock' },
  { page: 'seed', term: 'yes', kind: 'yes', called: 'Go ahead', lost: 'lost.no_next' },
  { page: 'now', term: 'submit', kind: 'submit', called: 'Carry out', lost: 'lost.unknown_dialog' },
]);

/** The layout report, as the panel shows it, copies it and saves it. @param {Player} player */
async function reported(player) {
  await player.panel.press('teach-report');
  const text = await (await player.panel.control('report')).inputValue({ timeout: patience });
  await player.panel.press('teach-copy');
  await expect(await player.panel.control('teach-copy')).toHaveText('Copied', { timeout: patience });
  const arrives = player.page.waitForEvent('download', { timeout: patience });
  await player.panel.press('teach-save');
  const download = await arrives;
  expect(download.suggestedFilename()).toBe('guided-unblock-layout.json');
  expect(await readFile(await download.path(), 'utf8')).toBe(text);
  await player.panel.press('teach-report');
  return text;
}

/** Shows the control to the guide. @param {Player} player @param {string} kind @param {string} name */
async function show(player, kind, name) {
  await player.panel.press('teach-show');
  const radio = await player.panel.control(`teach-kind-${kind}`);
  if (await radio.count()) await radio.click();
  const choice = (await player.panel.control('teach-show')).locator('xpath=following-sibling::*//button').filter({ hasText: name });
  await expect(choice).toHaveCount(1, { timeout: patience });
  return choice;
}

for (const { page: portalPage, term, kind, called, lost } of pages) {
  test(`${portalPage}: “${called}” is shown once and known from then on`, async ({ open, portal }, testInfo) => {
    test.slow();
    const { page, player } = await open({ page: portalPage, set: { renamed: { [term]: called } } });
    const ended = await player.play(rob);
    expect(ended.outcome, ended.reason).toBe('lost');
    expect(ended.reason).toBe(lost);
    expect(portal.ledger().unblocked).toEqual([]);

    await player.panel.press('teach-unfold');
    const sight = async () => (await player.panel.control('teach-unfold')).locator(`xpath=..//li[@data-kind="${kind}"]`);
    await expect(await sight()).toContainText('not yet', { timeout: patience });
    const before = await reported(player);
    expect(before).toContain(`"${called}"`);
    for (const word of ['contoso', 'rob@', 'Rob ', 'Young']) expect(before).not.toContain(word);

    const choice = await show(player, kind, called);
    const clicks = portal.ledger().untrusted_clicks;
    await choice.hover();
    // The ring shows which control it would be, and the panel names no target.
    const ring = await Ring.of(page);
    await expect.poll(async () => (await ring.box()) !== null, { timeout: patience }).toBe(true);
    expect((await player.panel.read()).target).toBeNull();
    await choice.click();

    const end = await player.play(rob);
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([rob]);
    expect(portal.ledger().untrusted_clicks).toBe(clicks);

    await player.panel.press('button-next_user');
    player.started = false;
    const known = player.moves.length;
    const kinds = /** @type {string[]} */ ([]);
    const next = await player.play(diego, (reading) => {
      if (reading.target?.name === called) kinds.push(called);
      return false;
    });
    expect(next.outcome, next.reason).toBe('proven');
    expect(kinds).toContain(called);
    expect(player.moves.slice(known).map(({ did }) => did).join()).not.toContain('lost');
    expect(portal.ledger().unblocked).toEqual([rob, diego]);
    expect(portal.ledger().untrusted_clicks).toBe(0);

    // What was shown is in the report now, and can be forgotten. The panel of another document is folded again.
    await player.panel.press('teach-unfold');
    await expect(await player.panel.control('teach-forget')).toBeVisible({ timeout: patience });
    const after = await reported(player);
    expect(JSON.parse(after).hints).toMatchObject([{ kind, name: called.toLowerCase() }]);
    await writeFile(testInfo.outputPath(`${portalPage}-renamed-${term.replace('_', '-')}.json`), JSON.stringify({ ...JSON.parse(before), hints: JSON.parse(after).hints }));
    await player.panel.press('teach-forget');
    await expect(await player.panel.control('teach-forget')).toHaveCount(0, { timeout: patience });
  });
}

test('a page that names nobody gets no ring on a button that was only shown', async ({ open, portal }) => {
  test.slow();
  const { player } = await open({ page: 'seed', set: { names: 'none', renamed: { yes: 'Go ahead' } } });
  expect((await player.play(rob)).outcome).toBe('lost');
  await (await show(player, 'yes', 'Go ahead')).click();
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('refused');
  expect(end.reason).toBe('refused.taught');
  expect(portal.ledger().attempts).toEqual([]);
});
