// Makes the pictures of README and documents from the real thing: the practice portal, the packaged extension, and the player up to
// the moment that is to be shown. `cargo xtask shots` builds first.
//
//   node tests/e2e/shots.mjs DIRECTORY [NAME…]

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { crowded } from './boxes.mjs';
import { launch, overlay } from './launch.mjs';
import { Player } from './player.mjs';
import { startPortal } from './portal.mjs';

/**
 * @typedef {import('./panel.mjs').Reading} Reading
 * @typedef {{
 *   set?: import('./portal.mjs').Switches,
 *   size?: { width: number, height: number },
 *   textSize?: number,
 *   forced?: boolean,
 *   until: (reading: Reading) => boolean,
 * }} Shot `until`: the moment that is shown
 */

const wide = { width: 1180, height: 720 };
/** Where the panel has more to say. */
const tall = { width: 1180, height: 940 };
const started = (/** @type {Reading} */ { controls }) => controls.some(({ name }) => name === 'intake');
const gate = (/** @type {Reading} */ { controls }) => controls.some(({ name }) => name === 'gate-reset');
const row = (/** @type {Reading} */ { target }) => target?.role === 'checkbox';
/** @param {...string} names */
const at = (...names) => (/** @type {Reading} */ { target }) => names.includes(target?.name ?? '');
const done = (/** @type {Reading} */ { state }) => state === 'done';

/** @type {Record<string, Shot>} */
const shots = {
  start: { until: started },
  secure: { size: tall, until: gate },
  unblock: { until: row },
  submit: { until: at('Submit') },
  confirm: { until: at('Yes') },
  proven: { size: tall, until: done },
  dark: { set: { theme: 'dark' }, until: at('Submit') },
  norwegian: { set: { language: 'nb-NO' }, until: row },
  arabic: { set: { language: 'ar' }, until: row },
  contrast: { forced: true, until: row },
  narrow: { size: { width: 320, height: 640 }, until: row },
  large: { size: tall, textSize: 32, until: gate },
};

const [directory = '', ...wanted] = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(shots);
await mkdir(directory, { recursive: true });
const portal = await startPortal({});
let [made, wrong] = [0, 0];
try {
  for (const name of names) {
    const shot = shots[name];
    if (!shot) throw new Error(`there is no picture ${name}; there are ${Object.keys(shots).join(', ')}`);
    const { set = {}, size = wide, textSize, forced, until } = shot;
    portal.reset({ page: 'now', language: 'en-US', ...set });
    const browser = await launch(portal, textSize ? { textSize } : {});
    try {
      const { page } = browser;
      await page.setViewportSize(size);
      if (forced) await page.emulateMedia({ forcedColors: 'active' });
      await page.goto(portal.pages.now ?? '');
      const player = new Player(page);
      const end = await player.play('rob@contoso.com', until);
      if (end.outcome !== 'stopped') throw new Error(`${name}: ${end.outcome} ${end.reason}`);
      if (end.reading?.target) await player.ring?.settled(async () => (await player.panel.read()).target !== null);
      const frame = await overlay(page);
      const problems = await frame.evaluate(crowded);
      // The panel from its beginning, wherever its focus is.
      await frame.evaluate(() => scrollTo(0, 0));
      await writeFile(join(directory, `${name}.png`), await page.screenshot());
      made += 1;
      wrong += problems.length;
      console.log(`${name}.png`);
      problems.forEach((problem) => console.log(`  ${problem}`));
    } finally {
      await browser.close();
    }
  }
} finally {
  await portal.close();
}
console.log(`${made} pictures, ${wrong} texts in each other's way`);
process.exitCode = wrong ? 1 : 0;
