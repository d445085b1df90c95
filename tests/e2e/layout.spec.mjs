// No text of the panel is clipped or lies on other text, and no control is too small: narrow, with large text, in every language.

import { readdir } from 'node:fs/promises';

import { crowded } from './boxes.mjs';
import { overlay } from './launch.mjs';
import { expect, test } from './world.mjs';

const narrow = { width: 320, height: 640 };
const texts = await readdir(new URL('../../extension/texts/', import.meta.url));
const languages = texts.filter((name) => name.endsWith('.json')).map((name) => name.replace('.json', ''));

/** @param {import('./world.mjs').Stage} stage @param {string} what */
async function roomy({ page }, what) {
  const frame = await overlay(page);
  expect(await frame.evaluate(crowded), what).toEqual([]);
}

/** The moments with most text in them. @param {import('./world.mjs').Stage} stage @param {string} language */
async function looked(stage, language) {
  const { player, page } = stage;
  await player.panel.press('expand');
  const frame = await overlay(page);
  await frame.locator('[data-gu=intake]').waitFor();
  // Its content is drawn before the page has given the frame its new size.
  await frame.waitForFunction(() => document.documentElement.clientWidth > 200);
  expect(await frame.evaluate(() => document.documentElement.lang)).toBe(language);
  await roomy(stage, `${language}: before the start`);
  await player.panel.type('intake', 'rob@contoso.com');
  await player.panel.press('start');
  await (await player.panel.control('gate-reset')).waitFor();
  await roomy(stage, `${language}: securing the account`);
  await player.panel.press('fold-checks');
  await roomy(stage, `${language}: the other checks`);
  await player.panel.press('fold-checks');
  await player.panel.press('fold-diagnostics');
  await (await player.panel.control('diagnostics')).waitFor();
  await roomy(stage, `${language}: the diagnostics`);
  await player.panel.press('fold-diagnostics');
  await player.panel.press('gate-reset');
  await player.panel.until((reading) => reading.target !== null);
  await roomy(stage, `${language}: at the row`);
}

/** And those at which it is over: another row selected, a page that is not the list, and the proof.
 * @param {import('./world.mjs').Stage} stage @param {import('./world.mjs').Portal} portal @param {string} language */
async function ended(stage, portal, language) {
  const { player, page } = stage;
  await page.getByRole('row').filter({ hasText: 'robert.smith@' }).getByRole('checkbox').press('Space');
  await player.panel.until(({ state }) => state === 'refused');
  await roomy(stage, `${language}: refused`);
  portal.config({ unknown: true });
  await page.reload();
  await player.panel.until(({ state }) => state === 'lost');
  await roomy(stage, `${language}: lost`);
  portal.config({ unknown: false });
  await page.reload();
  player.started = true;
  const end = await player.play('it goes on by itself');
  expect(end.outcome, end.reason).toBe('proven');
  await roomy(stage, `${language}: proven`);
}

for (const language of languages) {
  test(`320 pixels, ${language}: no text is clipped or covered`, async ({ open, portal }) => {
    const stage = await open({ set: { language } });
    await stage.page.setViewportSize(narrow);
    await looked(stage, language);
    await ended(stage, portal, language);
  });
}

for (const language of ['de', 'ar']) {
  test(`text at 200 %, ${language}: no text is clipped or covered`, async ({ open }) => {
    const stage = await open({ set: { language }, textSize: 32 });
    await looked(stage, language);
  });
}
