// The same job by hand: the side panel, for pages that let no extension in and for dialogs that put everything else out of reach.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { launch, own, patience, popup } from './launch.mjs';
import { Player } from './player.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('playwright-core').Page} Page */

const rob = 'rob@contoso.com';

/** @param {Page} page @returns {Promise<any>} */
const stored = (page) => page.evaluate(async () => (await chrome.storage.local.get('journal')).journal ?? null);

/** What the record says. @param {Page} page @returns {Promise<string[]>} */
const record = async (page) => (await stored(page)).entries.map((/** @type {any} */ entry) => entry.what);

/** What axe finds in a page. @param {Page} page */
async function faults(page) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  expect(await page.evaluate(`${axe}; typeof axe`)).toBe('object');
  const found = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  return found.violations.map((/** @type {any} */ fault) => `${fault.id}: ${fault.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
}

/** @param {Page} side @param {string} step */
const at = (side, step) => expect(side.locator('main')).toHaveAttribute('data-step', step, { timeout: patience });

/** Types the account and presses Start. @param {Page} side @param {string} who */
async function start(side, who) {
  await side.locator('[data-gu=intake]').fill(who);
  await side.locator('[data-gu=start]').click();
  await side.locator('[data-gu=gate-reset]').waitFor({ timeout: patience });
}

/** Ticks a box of the panel. @param {Page} side @param {string} name */
const tick = (side, name) => side.locator(`[data-gu=${name}]`).click();

/** Text that is wider than its place. @param {Page} side */
const clipped = (side) => side.evaluate(() => [...document.querySelectorAll('main *')]
  .filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0 && getComputedStyle(it).display !== 'inline')
  .map((it) => `${it.className}: ${it.textContent}`));

/**
 * The browser's own side panel, which no page event announces.
 * @param {Page} page
 */
async function realSidePanel(page) {
  const browser = page.context().browser();
  if (!browser) throw new Error('the context has no browser');
  const cdp = await browser.newBrowserCDPSession();
  const find = async () => (await cdp.send('Target.getTargets')).targetInfos.find(({ url }) => url.endsWith('/sidepanel.html'));
  await expect.poll(find, { timeout: patience }).toBeTruthy();
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: (await find())?.targetId ?? '' });
  let count = 0;
  /** @param {string} expression @returns {Promise<any>} */
  const evaluate = (expression) => new Promise((resolve) => {
    const id = ++count;
    /** @param {{ message: string }} event */
    const heard = ({ message }) => {
      const answer = JSON.parse(message);
      if (answer.id !== id) return;
      cdp.off('Target.receivedMessageFromTarget', heard);
      resolve(answer.result?.result?.value);
    };
    cdp.on('Target.receivedMessageFromTarget', heard);
    const message = { id, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } };
    void cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) });
  });
  return { evaluate, find, close: () => evaluate('window.close()') };
}

test('from the popup the browser opens its own side panel; while it stands it holds its case, and then lets go of it', async ({ portal }) => {
  const browser = await launch(portal);
  try {
    const small = await popup(browser.context);
    await small.locator('[data-gu=show-side]').click();
    const side = await realSidePanel(browser.page);
    await expect.poll(() => side.evaluate("document.querySelector('[data-gu=intake]') !== null"), { timeout: patience }).toBe(true);
    expect(await side.evaluate('chrome.tabs.getCurrent().then((tab) => tab ?? null)'), 'it is no tab').toBeNull();
    await side.evaluate(`document.querySelector('[data-gu=intake]').value = '${rob}'; document.querySelector('[data-gu=intake-form]').requestSubmit()`);
    await expect.poll(() => side.evaluate("document.querySelector('main').dataset.step + document.querySelectorAll('[data-gu=gate-reset]').length")).toBe('secure1');

    // A tab of the portal finds the case taken, and a second panel may read it.
    portal.reset({ page: 'now' });
    // A popup closes when the panel opens; this one is a tab, which would stand in front of the portal's.
    await small.close();
    await browser.page.bringToFront();
    await browser.page.goto(portal.pages.now ?? '');
    // By the keyboard: beside its own side panel this browser gives some of the pointer's first presses on the guide's frame to
    // the page under it, whatever the size of the window.
    const { panel } = new Player(browser.page);
    const enter = async (/** @type {string} */ name) => (await panel.control(name)).press('Enter');
    const ask = async () => {
      await (await panel.control('intake')).fill(rob);
      await enter('intake');
    };
    await enter('expand');
    await ask();
    const taken = await panel.until(({ reason }) => reason === 'elsewhere.open_in_tab');
    expect(taken.state).toBe('lost');

    await side.close();
    await expect.poll(side.find, { timeout: patience }).toBeUndefined();
    await ask();
    const there = await panel.until(({ controls }) => controls.some(({ name }) => name === 'gate-reset'));
    expect(there.step).toBe('secure');
  } finally {
    await browser.close();
  }
});

test('who was unblocked by hand and has never been seen listed: not listed now, which the page does not call proven', async ({ portal }) => {
  portal.reset({ page: 'now' });
  const browser = await launch(portal);
  try {
    const stranger = 'no.such.user@contoso.com';
    const side = await own(browser.context, 'sidepanel');
    await start(side, stranger);
    await tick(side, 'gate-reset');
    await at(side, 'open');
    await tick(side, 'hand-found');
    await at(side, 'unblock');
    await tick(side, 'hand-unblocked');
    await at(side, 'verify');
    await side.close();

    await browser.page.bringToFront();
    await browser.page.goto(portal.pages.now ?? '');
    const player = new Player(browser.page);
    const end = await player.play(stranger, ({ reason }) => reason === 'by_hand.not_listed');
    expect(end.outcome, `${end.reason} ${end.says}`).toBe('stopped');
    const { state, status, target } = await player.panel.read();
    expect([state, target]).toEqual(['asking', null]);
    expect(status).toContain(stranger);
    const behind = await own(browser.context, 'history');
    const [kept] = (await stored(behind)).cases;
    expect([kept.proven_at, kept.committed]).toEqual([null, null]);
    expect(await record(behind)).toEqual(['opened', 'password_reset', 'found_by_hand', 'unblocked_by_hand']);
    expect(portal.ledger().attempts).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('the whole job by hand: said, recorded as said, with a clock, and never proven', async ({ portal }) => {
  const browser = await launch(portal);
  try {
    const side = await own(browser.context, 'sidepanel');
    await start(side, rob);
    await expect(side.locator('.detail').last()).toContainText('by hand');
    expect(await faults(side)).toEqual([]);
    await tick(side, 'gate-reset');
    await at(side, 'open');
    await expect(side.getByRole('status')).toContainText('rob');
    await expect(side.locator('.manual li')).toHaveCount(5);
    await expect(side.locator('[data-gu=powershell]')).toContainText("Remove-BlockedSenderAddress -SenderAddress 'rob@contoso.com'");
    const list = side.getByRole('link', { name: 'Open the restricted list' });
    await expect(list, 'it does not take the panel away').toHaveAttribute('target', '_blank');
    await tick(side, 'hand-found');
    await at(side, 'unblock');
    await tick(side, 'hand-unblocked');
    await at(side, 'verify');
    await expect(side.locator('.clock .mark').first()).toContainText('you said');
    await tick(side, 'hand-gone');
    await expect(side.locator('main')).toHaveAttribute('data-reason', 'by_hand.done');
    await expect(side.locator('main')).toHaveAttribute('data-state', 'waiting');
    await expect(side.locator('.step .said').filter({ hasText: 'you said so' })).toHaveCount(5);
    expect(await faults(side)).toEqual([]);
    await expect.poll(() => record(side)).toEqual(['opened', 'password_reset', 'found_by_hand', 'unblocked_by_hand', 'gone_by_hand']);
    const [kept] = (await stored(side)).cases;
    expect([kept.proven_at, kept.committed]).toEqual([null, null]);
    await expect.poll(() => side.evaluate(() => chrome.alarms.get('clock').then((alarm) => alarm?.name))).toBe('clock');

    // The popup does not call it proven, and has nothing to check again; the history says whose word it is.
    const small = await popup(browser.context);
    await expect(small.locator('.case .how.proven')).toHaveCount(0);
    await expect(small.locator('.case .how').first()).toContainText('you said');
    await expect(small.locator('[data-gu=recheck]')).toHaveCount(0);
    expect(await faults(small)).toEqual([]);
    const history = await own(browser.context, 'history');
    await expect(history.locator('tbody tr').nth(3)).toContainText('Unblocked by hand');
    await expect(history.locator('tbody tr').nth(3)).toContainText('said by the admin');

    // The list itself still shows the account: on the page, the guide goes by the page.
    await side.close();
    portal.reset({ page: 'now' });
    await browser.page.goto(portal.pages.now ?? '');
    await browser.page.bringToFront();
    const player = new Player(browser.page);
    player.started = true;
    const end = await player.play('nobody shall be asked again');
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([rob]);
  } finally {
    await browser.close();
  }
});

test('what a tab works on is there to be read, not to be ticked; left, it can be taken over', async ({ open }) => {
  const { browser, page, player } = await open();
  const found = await player.play(rob, ({ target }) => target?.role === 'checkbox');
  expect(found.outcome, found.reason).toBe('stopped');
  const side = await own(browser.context, 'sidepanel');
  await expect(side.getByRole('alert')).toContainText('open in another tab');
  await expect(side.locator('.subject')).toHaveText(rob);
  await expect(side.locator('.manual li')).toHaveCount(5);
  await expect(side.locator('input')).toHaveCount(0);
  expect(await faults(side)).toEqual([]);
  const before = await record(side);
  await side.locator('[data-gu=button-try_again]').click();
  await expect(side.getByRole('alert')).toContainText('open in another tab');
  await page.close();
  await side.locator('[data-gu=button-try_again]').click();
  await at(side, 'unblock');
  await expect(side.locator('[data-gu=hand-found]'), 'the page has shown that').toHaveCount(0);
  await expect(side.locator('[data-gu=hand-unblocked]')).toBeVisible();
  expect(await record(side)).toEqual(before);
});

test('with the keyboard alone, from the address to the end', async ({ portal }) => {
  const browser = await launch(portal);
  try {
    const side = await own(browser.context, 'sidepanel');
    const focused = () => side.evaluate(() => document.activeElement?.getAttribute('data-gu') ?? '');
    /** @param {string} name */
    const tabTo = async (name) => {
      const seen = [];
      while ((await focused()) !== name) {
        await side.keyboard.press('Tab');
        seen.push(await focused());
        if (seen.length > 60) throw new Error(`Tab never came to ${name}: ${seen.join(' ')}`);
      }
    };
    await side.locator('[data-gu=intake]').waitFor();
    await tabTo('intake');
    await side.keyboard.insertText(rob);
    await side.keyboard.press('Enter');
    await side.locator('[data-gu=gate-reset]').waitFor({ timeout: patience });
    await tabTo('gate-reset');
    await side.keyboard.press('Space');
    await at(side, 'open');
    for (const [name, step] of /** @type {const} */ ([['hand-found', 'unblock'], ['hand-unblocked', 'verify']])) {
      await tabTo(name);
      await side.keyboard.press('Space');
      await at(side, step);
    }
    await tabTo('hand-gone');
    await side.keyboard.press('Space');
    await expect(side.locator('main')).toHaveAttribute('data-reason', 'by_hand.done');
    await tabTo('button-mail_works');
    await side.keyboard.press('Enter');
    await expect(side.locator('main')).toHaveAttribute('data-state', 'idle');
    await expect.poll(() => record(side).then((whats) => whats.at(-1))).toBe('mail_works');
  } finally {
    await browser.close();
  }
});

for (const { language, dir, colorScheme } of /** @type {const} */ ([
  { language: 'nb', dir: 'ltr', colorScheme: 'light' },
  { language: 'ar', dir: 'rtl', colorScheme: 'dark' },
  { language: 'de', dir: 'ltr', colorScheme: 'dark' },
])) {
  test(`${language}: in the language that was chosen, ${colorScheme}, 320 pixels wide, nothing cut off`, async ({ portal }) => {
    const browser = await launch(portal);
    try {
      const options = await own(browser.context, 'options');
      await options.locator(`#language-${language}`).check();
      await options.locator('[data-gu=save]').click();
      await expect(options.locator('html')).toHaveAttribute('lang', language);
      const side = await own(browser.context, 'sidepanel');
      await side.setViewportSize({ width: 320, height: 900 });
      await side.emulateMedia({ colorScheme });
      await side.reload();
      await start(side, rob);
      await expect(side.locator('html')).toHaveAttribute('lang', language);
      await expect(side.locator('html')).toHaveAttribute('dir', dir);
      for (const name of ['gate-reset', 'hand-found', 'hand-unblocked', 'hand-gone']) {
        await side.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });
        expect(await faults(side), name).toEqual([]);
        expect(await clipped(side), name).toEqual([]);
        await tick(side, name);
      }
      await expect(side.locator('main')).toHaveAttribute('data-reason', 'by_hand.done');
      await side.screenshot({ path: test.info().outputPath('end.png'), fullPage: true });
      expect(await clipped(side)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
}

test('the popup says where the guide cannot run, and offers the side panel everywhere', async ({ open, portal }) => {
  const { browser, page, player } = await open();
  await player.panel.press('expand');
  const small = await popup(browser.context);
  const hint = small.locator('.side .hint');
  const only = small.locator('.side[data-only]');
  await expect(hint, 'a tab with a page of the extension is no place for the guide').toContainText('cannot run');
  // The popup belongs to the tab in front, as it would under the toolbar button.
  await page.bringToFront();
  await small.reload();
  await expect(hint).toContainText('same steps');
  await expect(only).toHaveCount(0);
  await page.goto('https://security.microsoft.com/quarantine');
  await small.reload();
  await expect(hint, 'it runs there as soon as the list is opened').toContainText('same steps');
  await expect(only).toHaveCount(0);
  await page.goto(`https://127.0.0.1:${portal.port}/`).catch(() => undefined);
  await small.reload();
  await expect(only).toHaveCount(1);
});
