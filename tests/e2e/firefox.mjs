// The main job in the installed Firefox: the packaged extension, the practice portal under its real host names, and an admin who
// reads the panel and clicks what the ring is around, found in a picture of the window. `cargo xtask firefox` builds first.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';

import { launchFirefox, overlay } from './launch-firefox.mjs';
import { target } from './places.mjs';
import { startPortal, tags } from './portal.mjs';
import { byHand } from './sidebar.mjs';

/**
 * @typedef {import('./marionette.mjs').Firefox} Firefox
 * @typedef {import('./portal.mjs').Portal} Portal
 * @typedef {{ step: string | null, state: string | null, reason: string | null, target: string | null, controls: string[], checked: string[] }} Reading
 */

/** How long the guide may take for anything, in milliseconds. */
const patience = 60_000;
/** The outer line of the ring. Everything else is dimmed while there is one, so nothing else has this colour. */
const outline = [0, 69, 120];

const reading = `
  const main = document.querySelector('main');
  const named = [...document.querySelectorAll('[data-gu]')].filter((node) => node.checkVisibility());
  return {
    step: main?.getAttribute('data-step') ?? null,
    state: main?.getAttribute('data-state') ?? null,
    reason: main?.getAttribute('data-reason') ?? null,
    target: main?.hasAttribute('data-target-role') ? main.getAttribute('data-target-role') + ' ' + main.getAttribute('data-target-name') : null,
    controls: named.map((node) => node.getAttribute('data-gu')),
    checked: named.filter((node) => node.matches(':checked')).map((node) => node.getAttribute('data-gu')),
  };`;

/** What the panel shows; `null` between two documents. @param {Firefox} firefox @returns {Promise<Reading | null>} */
async function read(firefox) {
  try {
    return (await overlay(firefox)) ? await firefox.run(reading) : null;
  } catch (error) {
    // The document was left: the next one has its own panel.
    if (error instanceof Error && /no such window|no such frame|browsing context|stale|discarded/i.test(error.message)) return null;
    throw error;
  }
}

/** Presses a control of the panel with the mouse. @param {Firefox} firefox @param {string} name */
async function press(firefox, name) {
  await overlay(firefox);
  const at = await firefox.run(`
    const node = document.querySelector('[data-gu="' + arguments[0] + '"]');
    node?.scrollIntoView({ block: 'nearest' });
    const box = node?.getBoundingClientRect();
    return box ? [box.x + Math.min(box.width / 2, 12), box.y + box.height / 2] : null;`, name);
  if (!at) throw new Error(`the panel has no ${name}`);
  await firefox.click(at[0], at[1]);
}

/**
 * Types into a text box of the panel that was pressed. The panel is another process than its page: keys go where they are meant to
 * once the browser has moved the focus over, and Start is for a box that holds them all.
 * @param {Firefox} firefox
 * @param {string} name
 * @param {string} text
 */
async function into(firefox, name, text) {
  /** @param {string} what @param {string} question about `box`, the text box, and `text` */
  const until = async (what, question) => {
    for (const end = Date.now() + patience; ;) {
      await overlay(firefox);
      if (await firefox.run(`const [name, text] = arguments, box = document.querySelector('[data-gu="' + name + '"]'); return ${question};`, name, text)) return;
      if (Date.now() > end) throw new Error(`the panel's ${name} never ${what}`);
    }
  };
  await until('got the focus', 'document.hasFocus() && document.activeElement === box');
  await firefox.type(text);
  await until('held what was typed', 'box?.value === text');
}

/** The middle of the ring, as it is to be seen in a picture; `null` where none is. @param {Uint8Array} shot */
function ring(shot) {
  const picture = PNG.sync.read(Buffer.from(shot));
  let [left, top, right, bottom, count] = [Infinity, Infinity, -1, -1, 0];
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const at = (y * picture.width + x) * 4;
      if (!outline.every((value, channel) => Math.abs((picture.data[at + channel] ?? 0) - value) <= 3)) continue;
      [left, top, right, bottom, count] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y), count + 1];
    }
  }
  return count < 100 ? null : { x: (left + right) / 2, y: (top + bottom) / 2, left, top, right, bottom };
}

/** The ring once two pictures in a row show it in the same place. @param {Firefox} firefox */
async function settledRing(firefox) {
  await firefox.frame();
  let last = null;
  for (const end = Date.now() + patience; Date.now() < end;) {
    const now = ring(await firefox.screenshot());
    if (now && last && now.x === last.x && now.y === last.y) return now;
    last = now;
  }
  throw new Error('no ring is to be seen');
}

/**
 * Does what the panel asks for until it says that it is done.
 * @param {Firefox} firefox
 * @param {string} user
 */
async function play(firefox, user) {
  const moves = [];
  let [before, typed] = ['', false];
  for (let since = Date.now(); Date.now() - since < patience;) {
    const panel = await read(firefox);
    if (!panel) continue;
    const now = JSON.stringify(panel);
    if (now === before) continue;
    [before, since] = [now, Date.now()];
    const has = (/** @type {string} */ name) => panel.controls.includes(name);
    if (panel.state === 'done') return { outcome: 'proven', moves };
    if (panel.state === 'refused') return { outcome: `refused: ${panel.reason}`, moves };
    if (has('expand') && !panel.target) {
      moves.push('the small button');
      await press(firefox, 'expand');
    } else if (has('intake') && has('start') && !typed) {
      typed = true;
      moves.push(`${user}, Start`);
      await press(firefox, 'intake');
      await into(firefox, 'intake', user);
      await press(firefox, 'start');
    } else if (has('gate-reset') && !panel.checked.includes('gate-reset')) {
      moves.push('the gate');
      await press(firefox, 'gate-reset');
    } else if (has('button-reload')) {
      moves.push('Reload');
      await press(firefox, 'button-reload');
    } else if (panel.target) {
      const { x, y } = await settledRing(firefox);
      // The panel may have moved on while the picture was taken.
      if (JSON.stringify(await read(firefox)) !== now) { before = ''; continue; }
      moves.push(`${panel.target} at ${x},${y}`);
      await firefox.frame();
      await firefox.click(x, y);
    }
  }
  return { outcome: `stalled at ${before}`, moves };
}

/** The panel follows a pointer that holds its header, over the page too, and stays where it is let go. @param {Firefox} firefox */
async function draw(firefox) {
  const dock = async () => ((await overlay(firefox)) ? firefox.run("return document.querySelector('main').dataset.dock") : null);
  for (const end = Date.now() + patience; !(await read(firefox))?.controls.includes('expand');) if (Date.now() > end) return 'no panel';
  await press(firefox, 'expand');
  for (const end = Date.now() + patience; !(await read(firefox))?.controls.includes('intake');) if (Date.now() > end) return 'no panel';
  await overlay(firefox);
  const [x, y] = await firefox.run(`
    const { x, y, height } = document.querySelector('[data-gu=grip]').getBoundingClientRect();
    return [mozInnerScreenX + x + 40, mozInnerScreenY + y + height / 2];`);
  await firefox.frame();
  const [left, top] = await firefox.run('return [mozInnerScreenX, mozInnerScreenY]');
  const to = (/** @type {number} */ px, /** @type {number} */ py) => ({ type: 'pointerMove', duration: 50, origin: 'viewport', x: Math.round(px), y: Math.round(py) });
  /** @type {string[]} */
  const seen = [];
  /** @param {string} edge @param {Record<string, unknown>[]} actions */
  const reach = async (edge, ...actions) => {
    await firefox.frame();
    await firefox.send('WebDriver:PerformActions', { actions: [{ id: 'mouse', type: 'pointer', parameters: { pointerType: 'mouse' }, actions }] });
    for (const end = Date.now() + 5000; (await dock()) !== edge;) if (Date.now() > end) break;
    seen.push((await dock()) ?? 'nowhere');
  };
  await reach('left', to(x - left, y - top), { type: 'pointerDown', button: 0 }, to(700, 100), to(100, 60));
  await reach('bottom', to(200, 500), to(300, 700));
  await reach('right', to(900, 200), to(1200, 60), { type: 'pointerUp', button: 0 });
  await reach('right', to(100, 60), to(300, 700));
  return seen.join() === 'left,bottom,right,right' ? null : `the panel went ${seen.join(', ')}`;
}

/** @type {[string, 'en' | 'nb', (firefox: Firefox, portal: Portal) => Promise<string[]>][]} */
const tests = [
  ...(/** @type {const} */ (['en', 'nb'])).map((language) => /** @type {[string, 'en' | 'nb', (firefox: Firefox, portal: Portal) => Promise<string[]>]} */ ([
    `now in ${language}: the account is unblocked, and that is proven`, language, async (firefox, portal) => {
      const { outcome, moves } = await play(firefox, 'rob@contoso.com');
      const { unblocked, untrusted_clicks: clicks, untrusted_pointers: pointers } = portal.ledger();
      return [
        outcome === 'proven' ? '' : `${outcome} after ${moves.join(' / ')}`,
        unblocked.join() === 'rob@contoso.com' ? '' : `the portal unblocked ${unblocked.join(', ') || 'nobody'}`,
        clicks + pointers === 0 ? '' : `${clicks} untrusted clicks, ${pointers} untrusted pointers`,
      ];
    },
  ])),
  ['the panel follows a pointer that holds its header', 'en', async (firefox) => [(await draw(firefox)) ?? '']],
  ['the popup opens the sidebar, and the sidebar has the steps by hand', 'en', async (firefox) => {
    for (const end = Date.now() + patience; !(await overlay(firefox));) if (Date.now() > end) return ['no panel'];
    const host = await firefox.run('return location.host');
    await firefox.frame();
    return byHand(firefox, host);
  }],
];

let [passed, failed] = [0, 0];
for (const [title, language, test] of tests) {
  const portal = await startPortal({ page: 'now', language: tags[language] });
  const browser = await launchFirefox(portal, { language: tags[language] });
  const { firefox } = browser;
  /** @type {string[]} */
  let wrong = [];
  try {
    await firefox.send('WebDriver:Navigate', { url: portal.pages.now });
    wrong = (await test(firefox, portal)).filter((line) => line !== '');
  } catch (error) {
    wrong = [error instanceof Error ? error.message : String(error)];
  } finally {
    if (wrong.length) await firefox.frame().then(() => firefox.screenshot()).then((shot) => writeFile(join(target, 'firefox.png'), shot)).catch(() => undefined);
    await browser.close();
    await portal.close();
  }
  if (wrong.length) failed += 1;
  else passed += 1;
  console.log(`${wrong.length ? 'FAIL' : 'ok  '} Firefox, ${title}`);
  wrong.forEach((line) => console.log(`       ${line}`));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
