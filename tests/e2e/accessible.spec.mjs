// What axe-core finds in the extension's own documents, in both themes and both directions: nothing.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { crowded } from './boxes.mjs';
import { launch, overlay, own, patience } from './launch.mjs';
import { Player } from './player.mjs';
import { expect, test } from './world.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 at A and AA, target size included, and the best practice beyond it. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** @param {import('playwright-core').Frame | import('playwright-core').Page} document */
async function faults(document) {
  await document.evaluate(axe);
  const { violations } = await document.evaluate((runOnly) => /** @type {any} */ (globalThis).axe.run({ runOnly }), tags);
  return violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
}

/** Which way time runs in the picture of the newest case. @param {import('playwright-core').Page} history */
async function drawn(history) {
  if (!(await history.locator('.picture').first().isVisible())) await history.locator('summary').first().click();
  const places = await history.locator('.picture').first().locator('.dot').evaluateAll((dots) => dots.map((dot) => dot.getBoundingClientRect().x));
  expect(places.length).toBeGreaterThan(2);
  const sorted = places.toSorted((one, other) => one - other);
  if (String(places) === String(sorted)) return 'rightwards';
  return String(places) === String(sorted.reverse()) ? 'leftwards' : 'neither way';
}

for (const language of ['en-US', 'ar']) {
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    test(`axe, ${language}, ${theme}: panel at four moments, popup, options, history and side panel`, async ({ portal }) => {
      portal.reset({ page: 'now', language, theme });
      const browser = await launch(portal, { language });
      try {
        const { page, context } = browser;
        // The portal's own theme counts, not the system's.
        await page.emulateMedia({ colorScheme: theme === 'light' ? 'dark' : 'light' });
        await page.goto(portal.pages.now ?? '');
        const player = new Player(page);
        const frame = async () => overlay(page);
        const clean = async (/** @type {string} */ when) => expect(await faults(await frame()), when).toEqual([]);
        await player.panel.press('expand');
        await (await player.panel.control('intake')).waitFor();
        // The panel may stand before its page has its own look, and takes its colours from a later one.
        const looks = async () => (await frame()).evaluate(() => [document.documentElement.dir, document.documentElement.dataset.theme]);
        await expect.poll(looks, { timeout: patience }).toEqual([language === 'ar' ? 'rtl' : 'ltr', theme]);
        // What the frame shows where it has grown and not drawn yet: no flash of white in the dark.
        const ground = await (await (await frame()).frameElement()).evaluate((node) => getComputedStyle(/** @type {Element} */ (node)).backgroundColor);
        expect(ground).toBe(await (await frame()).evaluate(() => getComputedStyle(document.body).backgroundColor));
        await clean('before the start');
        await player.play('rob@contoso.com', ({ controls }) => controls.some(({ name }) => name === 'gate-reset'));
        await player.panel.press('fold-checks');
        await clean('securing the account');
        await player.play('rob@contoso.com', ({ target }) => target !== null);
        await clean('at the row');
        const end = await player.play('rob@contoso.com');
        expect(end.outcome, end.reason).toBe('proven');
        await clean('proven');
        for (const name of /** @type {const} */ (['popup', 'options', 'history', 'sidepanel'])) {
          const small = await own(context, name);
          await small.emulateMedia({ colorScheme: theme });
          await small.locator('main :is(input, button, a, h2)').first().waitFor({ timeout: patience });
          // It follows the system while it is open, too.
          await expect(small.locator('html'), name).toHaveAttribute('data-theme', theme);
          expect(await small.evaluate(() => document.documentElement.dir), name).toBe(language === 'ar' ? 'rtl' : 'ltr');
          expect(await faults(small), name).toEqual([]);
          expect(await small.evaluate(crowded), name).toEqual([]);
          if (name === 'history') expect(await drawn(small)).toBe(language === 'ar' ? 'leftwards' : 'rightwards');
        }
      } finally {
        await browser.close();
      }
    });
  }
}

/** Buttons and boxes without an edge that is seen. @param {import('playwright-core').Frame | import('playwright-core').Page} document */
const bare = (document) => document.evaluate(() => [...globalThis.document.querySelectorAll('.button, .box')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }))
  .filter((it) => {
    const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(it);
    return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1 || borderTopColor === backgroundColor && it.matches('.box');
  })
  .map((it) => it.outerHTML.slice(0, 80)));

test('forced colours: buttons and boxes have an edge in the panel and on all pages, and the current step is told without colour', async ({ open }) => {
  const { page, player, browser } = await open();
  await page.emulateMedia({ forcedColors: 'active' });
  await player.play('rob@contoso.com', ({ target }) => target !== null);
  const frame = await overlay(page);
  expect(await bare(frame)).toEqual([]);
  for (const name of /** @type {const} */ (['popup', 'options', 'history', 'sidepanel'])) {
    const small = await own(browser.context, name);
    await small.emulateMedia({ forcedColors: 'active' });
    await small.locator('main :is(input, button, a, h2)').first().waitFor({ timeout: patience });
    expect(await bare(small), name).toEqual([]);
    expect(await faults(small), name).toEqual([]);
    await small.close();
  }
  const current = frame.locator('[aria-current=step]');
  await expect(current).toHaveCount(1);
  expect(await current.locator('.said').innerText()).not.toBe('');
});
