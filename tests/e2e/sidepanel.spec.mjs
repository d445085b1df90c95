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
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  return found.violations.map((/** @type {any} */ fault) => `${fault.id}: ${fault.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
}

/** @param {Page} side @param {string} step */
const at = (side, step) => expect(side.locator('main')).toHaveAttribute('data-step', step, { timeout: patience });

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
    await browser.page.goto(portal.pages.now ?? '');
    const player = new Player(browser.page);
    await player.panel.press('expand');
    await player.panel.type('intake', rob);
    await player.panel.press('start');
    await player.panel.until(({ reason }) => reason === 'elsewhere.open_in_tab');

    await side.close();
    await expect.poll(side.find, { timeout: patience }).toBeUndefined();
    await player.panel.type('intake', rob);
    await player.panel.press('start');
    const there = await player.panel.until(({ controls }) => controls.some(({ name }) => name === 'gate-reset'));
    expect(there.step).toBe('secure');
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
    expect((await record(side)).at(-1)).toBe('mail_works');
  } finally {
    await browser.close();
  }
});
