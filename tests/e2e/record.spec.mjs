// After the proof: the clock that reminds, the history and its files, another look at the list, and what is stored.
//
// Time is moved by moving what is stored: a case whose proof lies an hour back is a case an hour later. Alarms are the browser's
// own, at the shortest delay that it knows.

import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, own, patience, popup } from './launch.mjs';
import { Player } from './player.mjs';
import { cells, violations } from './schema.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('playwright-core').Page} Page */

const hour = 3_600_000;
const rob = 'rob@contoso.com';

/**
 * A case whose unblock was proven some time ago.
 * @param {string} subject
 * @param {number} ago
 */
const proven = (subject, ago) => ({ schema: 1, id: `case ${subject}`, revision: 3, subject, opened_at: Date.now() - ago - 60_000, found_by: 'x', proven_at: Date.now() - ago });

/** @param {Page} page @returns {Promise<any>} */
const stored = (page) => page.evaluate(async () => (await chrome.storage.local.get('journal')).journal ?? null);

/**
 * Changes what is stored, as an hour that passes would have.
 * @param {Page} page
 * @param {any} journal
 */
const store = (page, journal) => page.evaluate((journal) => chrome.storage.local.set({ journal }), journal);

/**
 * All proofs lie further back.
 * @param {Page} page
 * @param {number} by
 */
async function later(page, by) {
  const journal = await stored(page);
  for (const it of journal.cases) it.proven_at -= by;
  await store(page, journal);
}

/** @param {Page} page @returns {Promise<string[]>} */
const reminders = (page) => page.evaluate(async () => Object.keys(await chrome.notifications.getAll()).sort());

/** The marks that the record says were reminded of. @param {Page} page @returns {Promise<string[]>} */
const reminded = async (page) => (await stored(page)).entries.filter((/** @type {any} */ entry) => entry.what === 'reminded').map((/** @type {any} */ entry) => entry.detail);

/** Ends the worker, as the browser does after half a minute. @param {Page} page */
async function kill(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.stopAllWorkers');
  await cdp.detach();
}

/** @param {Page} page */
const badge = (page) => page.evaluate(() => chrome.action.getBadgeText({}));

/** @param {Page} page */
const armed = (page) => page.evaluate(async () => ((await chrome.alarms.get('clock'))?.scheduledTime ?? NaN) - Date.now());

/** What axe finds in a page. @param {Page} page */
async function faults(page) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const found = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  return found.violations.map((/** @type {any} */ fault) => `${fault.id}: ${fault.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
}

test('clock: the marks of several cases, worker killed, browser restarted: each mark reminds once, of all together @fault', async ({ portal }) => {
  const profile = await mkdtemp(join(tmpdir(), 'guided-unblock-'));
  let browser = await launch(portal, { profile });
  try {
    let small = await popup(browser.context);
    await store(small, { schema: 1, cases: [proven(rob, hour - 5_000), proven('anna@contoso.com', hour - 4_000)], entries: [] });
    await small.reload();
    await expect(small.locator('.case')).toHaveCount(2);
    await expect.poll(() => armed(small)).toBeGreaterThan(20_000);
    expect(await badge(small)).toBe('2');
    await kill(small);
    await expect.poll(() => reminders(small), { timeout: 3 * patience }).toEqual(['clock_may']);
    expect(await reminded(small)).toEqual(['1', '1']);

    // At two hours a restart, over which some browsers drop alarms, reminds of nothing again and is armed for what is ahead.
    await later(small, hour);
    await small.evaluate(() => chrome.alarms.clear('clock'));
    await browser.close();
    browser = await launch(portal, { profile });
    small = await popup(browser.context);
    await expect.poll(() => armed(small)).toBeGreaterThan(hour - 60_000);
    expect(await reminded(small)).toEqual(['1', '1']);

    await later(small, 2 * hour);
    await browser.close();
    browser = await launch(portal, { profile });
    small = await popup(browser.context);
    await expect.poll(() => reminded(small), { timeout: patience }).toEqual(['1', '1', '4', '4']);
    await expect.poll(() => reminders(small), { timeout: patience }).toEqual(['clock_late']);

    await later(small, 20 * hour);
    await small.reload();
    await expect.poll(() => armed(small)).toBeLessThan(31_000);
    await kill(small);
    await expect.poll(() => reminded(small), { timeout: 3 * patience }).toEqual(['1', '1', '4', '4', '24', '24']);
    expect(await reminders(small)).toContain('clock_overdue');

    // Nothing more is due but the end of the retention; and a mail that works ends the case.
    await small.reload();
    await expect.poll(() => armed(small)).toBeGreaterThan(29 * 24 * hour);
    await small.locator('[data-gu=finish]').first().click();
    await expect(small.locator('.case')).toHaveCount(1);
    expect((await stored(small)).entries.at(-1).what).toBe('mail_works');
    await expect.poll(() => badge(small)).toBe('1');
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('the job leaves a record; checked again, the account is gone, or back; erased, nothing is left', async ({ open, portal }) => {
  const { browser, page, player } = await open();
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  await player.panel.press('button-recheck');
  let reading = await player.panel.read();
  while (reading.state !== 'done' || reading.status === '' || !(await stored(await first())).entries.some((/** @type {any} */ it) => it.what === 'still_gone')) {
    const next = await player.panel.change(reading, patience);
    if (!next) throw new Error(`the second look stands still: ${reading.status}`);
    reading = next;
  }

  const history = await own(browser.context, 'history');
  await expect(history.getByRole('heading', { name: rob })).toBeVisible();
  const whats = (await stored(history)).entries.map((/** @type {any} */ entry) => entry.what);
  expect(whats).toEqual(['opened', 'password_reset', 'found', 'confirmed', 'proven', 'recheck_asked', 'still_gone']);
  await expect(history.locator('tbody tr')).toHaveCount(whats.length);
  await expect(history.locator('svg.picture circle')).toHaveCount(whats.length);

  // What was typed with evil in mind is text everywhere.
  const journal = await stored(history);
  journal.entries.push({ ...journal.entries[0], number: 99, case: 'other', subject: 'eve@contoso.com', what: 'secured_elsewhere', detail: '=HYPERLINK("x") <b>' });
  journal.entries.push({ ...journal.entries[0], number: 100, case: 'other', subject: 'eve@contoso.com', what: 'check_skipped', detail: 'rules: no time' });
  await store(history, journal);
  await history.reload();
  await expect(history.locator('article')).toHaveCount(2);
  await expect(history.locator('article', { hasText: 'eve@' }).locator('.detail').last()).toHaveText('Check the inbox rules: no time');
  await expect(history.locator('article b')).toHaveCount(0);
  const json = JSON.parse(await download(history, 'save-json'));
  const schema = JSON.parse(await readFile(new URL('../../docs/journal.schema.json', import.meta.url), 'utf8'));
  expect(violations(schema, json)).toEqual([]);
  expect(json.entries).toHaveLength(9);
  expect(json.entries[8].detail).toBe('rules: no time');
  const csv = cells(await download(history, 'save-csv'));
  expect(csv).toHaveLength(10);
  expect(csv.every((row) => row.length === csv[0]?.length)).toBe(true);
  expect(csv[8]?.[8]).toBe('\'=HYPERLINK("x") <b>');
  const report = await download(history, 'save-report');
  for (const words of [rob, 'Proven: no longer on the list', 'Language of the page: en', 'Layout of the page: select\\_row']) expect(report).toContain(words);

  // On paper there is the record, whole, and nothing to press.
  await history.evaluate(() => { window.print = () => Object.assign(globalThis, { printed: true }); });
  await history.locator('[data-gu=print]').click();
  await expect.poll(() => history.evaluate(() => 'printed' in globalThis)).toBe(true);
  await history.emulateMedia({ media: 'print' });
  const seen = (/** @type {string} */ what) => history.locator(what).evaluateAll((all) => all.filter((it) => it.checkVisibility()).length);
  expect([await seen('button, input, a'), await seen('article'), await seen('tbody tr'), await seen('svg.picture')]).toEqual([0, 2, 9, 2]);
  await history.emulateMedia({ media: 'screen' });

  await history.locator('[data-gu=search]').fill('eve');
  await expect(history.locator('article')).toHaveCount(1);
  await expect(history.getByRole('heading', { name: 'eve@contoso.com' })).toBeVisible();

  // Somebody restricts the account again.
  portal.reset({ page: 'now' });
  const small = await popup(browser.context);
  const arrives = browser.context.waitForEvent('page', { timeout: patience });
  await small.locator('[data-gu=recheck]').click();
  const again = new Player(await arrives);
  const alarm = await again.play(rob);
  expect([alarm.outcome, alarm.reason]).toEqual(['refused', 'refused.back']);
  const causes = await again.panel.text();
  for (const cause of ['inbox rule', 'An app', 'a relay', 'policy may set a limit']) expect(causes).toContain(cause);
  expect(portal.ledger().attempts).toEqual([]);
  await again.page.close();
  await page.close();

  await history.bringToFront();
  await history.locator('[data-gu=erase]').click();
  await history.locator('[data-gu=erase-yes]').click();
  await expect(history.locator('.erasing [role=status]')).not.toBeEmpty();
  await expect(history.locator('article')).toHaveCount(0);
  expect(await history.evaluate(async () => [await chrome.storage.local.get(null), await chrome.storage.session.get(null)])).toEqual([{}, {}]);

  /** A page that can look into the storage. */
  async function first() {
    const there = browser.context.pages().find((it) => it.url().endsWith('/popup.html'));
    return there ?? popup(browser.context).then(async (it) => (await page.bringToFront(), it));
  }
});

test('storage: what cannot be read: kept aside, said, and can be saved; the rest goes on @fault', async ({ portal }) => {
  const browser = await launch(portal);
  try {
    const small = await popup(browser.context);
    const bad = { schema: 0, subject: 'older@contoso.com' };
    await store(small, { schema: 1, cases: [proven(rob, 60_000), bad, 'cut off'], entries: 'gone' });
    await small.reload();
    await expect(small.locator('.case')).toHaveCount(1);
    await expect(small.locator('.hint').getByText('3', { exact: false })).toBeVisible();
    await small.locator('[data-gu=finish]').click();
    await expect(small.locator('.case')).toHaveCount(0);
    const history = await own(browser.context, 'history');
    expect(JSON.parse(await download(history, 'save-kept'))).toEqual([bad, 'cut off', 'gone']);
  } finally {
    await browser.close();
  }
});

test('windows: a private one: what is said in it is stored nowhere @fault', async ({ portal }) => {
  const browser = await launch(portal);
  try {
    const small = await popup(browser.context);
    const open = { kind: 'open', subject: rob, document: '' };
    const answer = await small.evaluate((open) => chrome.runtime.sendMessage({ ...open, private: true }), open);
    expect(answer.kind).toBe('case');
    expect(await small.evaluate(() => chrome.storage.local.get(null))).toEqual({});
    expect((await small.evaluate((open) => chrome.runtime.sendMessage(open), open)).kind).toBe('case');
    expect((await stored(small)).cases).toHaveLength(1);
  } finally {
    await browser.close();
  }
});

test('options: what is chosen counts, what is impossible is refused, and the pages are accessible, light and dark', async ({ portal }) => {
  const browser = await launch(portal);
  try {
    const options = await own(browser.context, 'options');
    await options.locator('#retention').fill('0');
    await options.locator('[data-gu=save]').click();
    await expect(options.getByRole('alert')).not.toBeEmpty();
    await options.locator('#retention').fill('7');
    await options.locator('#overdue').fill('12');
    await options.locator('#language-nb').check();
    await options.locator('[data-gu=save]').click();
    await expect(options.locator('html')).toHaveAttribute('lang', 'nb');
    expect((await stored(options)).options).toEqual({ language: 'nb', retention_days: 7, marks: { may_work: 1, expected: 4, overdue: 12 }, dock: null });
    await store(options, { ...(await stored(options)), cases: [proven(rob, 13 * hour)], entries: [] });
    const history = await own(browser.context, 'history');
    const small = await popup(browser.context);
    await expect(small.locator('.case .how').last()).toContainText('Microsoft');
    for (const page of [options, history, small]) {
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.emulateMedia({ colorScheme });
        await page.reload();
        await expect(page.locator('h1')).toBeVisible();
        expect(await faults(page), `${page.url()} ${colorScheme}`).toEqual([]);
      }
    }
  } finally {
    await browser.close();
  }
});

/**
 * Saves a file by its link and reads it again.
 * @param {Page} page
 * @param {string} hook
 */
async function download(page, hook) {
  const arrives = page.waitForEvent('download', { timeout: patience });
  await page.locator(`[data-gu=${hook}]`).first().click();
  return readFile(await (await arrives).path(), 'utf8');
}
