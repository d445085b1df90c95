// The first moments of a panel: it speaks one language from its first word, and is as large as the admin has left it.

import { overlay } from './launch.mjs';
import { expect, test } from './world.mjs';

/** Runs in every document before its own scripts: writes down what a panel says, and in which language it says that it is. */
function listen() {
  if (location.pathname !== '/overlay.html') return;
  /** @type {Set<string>} */
  const said = new Set();
  Object.assign(globalThis, { said });
  new MutationObserver(() => {
    const words = document.querySelector('[data-gu=expand]')?.getAttribute('aria-label') ?? document.querySelector('[role=status]')?.textContent;
    if (words) said.add(`${document.documentElement.lang}: ${words}`);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

test('a panel beside a Norwegian page never says a word of English', async ({ open }) => {
  const { page } = await open({ language: 'nb' });
  await page.addInitScript(listen);
  await page.reload();
  const frame = await overlay(page);
  await expect(frame.locator('html')).toHaveAttribute('lang', 'nb');
  await frame.locator('[data-gu=expand]').click();
  await frame.locator('[data-gu=intake]').waitFor();
  const said = await frame.evaluate(() => [.../** @type {any} */ (globalThis).said]);
  expect(said.length).toBeGreaterThan(1);
  expect(said.filter((/** @type {string} */ words) => !words.startsWith('nb: '))).toEqual([]);
});

test('a panel is found as it was left, beside the same case and in the same tab', async ({ open, portal }) => {
  const { page, player, browser } = await open();
  const { panel } = player;
  await panel.press('expand');
  await (await panel.control('intake')).waitFor();

  // Without a case it was opened, and stays so.
  await page.reload();
  await (await panel.control('intake')).waitFor();

  // A case opens it by itself, until it is made small.
  await panel.type('intake', 'rob@contoso.com');
  await panel.press('start');
  await (await panel.control('gate-reset')).waitFor();
  await page.reload();
  await (await panel.control('gate-reset')).waitFor();
  await panel.press('collapse');
  await (await panel.control('expand')).waitFor();
  const { step, reason } = await panel.read();
  await page.reload();
  await panel.until((reading) => reading.step === step && reading.reason === reason);
  await expect((await overlay(page)).locator('main')).toHaveAttribute('data-collapsed', 'true');

  await panel.press('expand');
  await (await panel.control('gate-reset')).waitFor();
  await page.reload();
  await (await panel.control('gate-reset')).waitFor();

  // Another tab has a panel of its own.
  const other = await browser.context.newPage();
  await other.goto(portal.pages.now ?? '');
  await expect((await overlay(other)).locator('main')).toHaveAttribute('data-collapsed', 'true');
});
