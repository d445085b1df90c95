// What every end-to-end test starts with: a practice portal per worker, a browser with a fresh profile per test, and a report of
// what there was to see when a test fails.

import { cp, writeFile } from 'node:fs/promises';
import { test as base } from '@playwright/test';

import { launch } from './launch.mjs';
import { built } from './places.mjs';
import { Player } from './player.mjs';
import { startPortal, tags } from './portal.mjs';

/**
 * @typedef {import('./portal.mjs').Portal} Portal
 * @typedef {import('./launch.mjs').Browser} Browser
 * @typedef {import('./portal.mjs').Switches} Switches
 *
 * @typedef {{
 *   page?: 'seed' | 'now',
 *   language?: keyof typeof tags,
 *   extension?: string | null,
 *   set?: Switches,
 *   stall?: number,
 *   textSize?: number,
 * }} Scene `textSize`: what the browser's user has set as the size of text, in pixels; 16 is usual
 *
 * @typedef {{ browser: Browser, page: Browser['page'], player: Player }} Stage
 */

/** The pages and the languages that everything has to work with. */
export const pages = /** @type {const} */ (['seed', 'now']);
export const languages = /** @type {const} */ (['en', 'nb']);

export const test = base.extend(
  /** @type {import('@playwright/test').Fixtures<{ open: (scene?: Scene) => Promise<Stage> }, { portal: Portal }, import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions, import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions>} */ ({
    portal: [
      async ({}, use) => {
        const portal = await startPortal({});
        await use(portal);
        await portal.close();
      },
      { scope: 'worker' },
    ],
    open: async ({ portal }, use, testInfo) => {
      /** @type {Stage[]} */
      const stages = [];
      await use(async ({ page = 'now', language = 'en', extension = built, set = {}, stall, textSize } = {}) => {
        portal.reset({ page, language: tags[language], ...set });
        const browser = await launch(portal, { extension, language: tags[language], ...(textSize && { textSize }) });
        const stage = { browser, page: browser.page, player: new Player(browser.page, stall ? { stall } : {}) };
        stages.push(stage);
        await browser.page.goto(portal.pages[page] ?? '');
        return stage;
      });
      if (testInfo.status !== testInfo.expectedStatus) {
        for (const stage of stages) await report(stage, portal, testInfo);
      }
      for (const { browser } of stages) await browser.close();
    },
  }),
);

export const { expect } = test;

/**
 * A copy of the built extension in the test's own directory.
 * @param {import('@playwright/test').TestInfo} testInfo
 */
export async function copied(testInfo) {
  const copy = testInfo.outputPath('extension');
  await cp(built, copy, { recursive: true });
  return copy;
}

/**
 * Leaves a picture, the panel and the ledger of a failed test in its directory below `target/e2e/`.
 * @param {Stage} stage
 * @param {Portal} portal
 * @param {import('@playwright/test').TestInfo} testInfo
 */
async function report({ page, player }, portal, testInfo) {
  const here = (/** @type {string} */ name) => testInfo.outputPath(name);
  await writeFile(here('portal.json'), JSON.stringify({ ledger: portal.ledger(), requests: portal.requests() }, null, 2));
  await writeFile(here('moves.json'), JSON.stringify(player.moves, null, 2));
  // A page that is gone has no picture, and a page without a panel has no panel: the rest is still worth having.
  await page.screenshot({ path: here('page.png') }).catch(() => undefined);
  await writeFile(here('panel.html'), await player.panel.html().catch((error) => `no panel: ${error}`));
}
