// The twenty behaviours that people ask of a tour, and the Fluent surfaces that one has to work over: each a measurement, the
// same for the extension in Chromium and in Firefox and for the two libraries beside it. Prints a table; only the extension's own
// failures count. `cargo xtask behaviours` builds first. `--quick` leaves the libraries out, and Firefox where it is about no surface.
//
//   node tests/behaviours/behaviours.mjs [--quick] [--in Chromium|Firefox] [-g TEXT]

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

import { startPortal } from '../e2e/portal.mjs';
import { appears } from './browsers.mjs';
import { scripts as built } from './build.mjs';
import { guides } from './guides.mjs';
import { isLit, isMarked, shade } from './picture.mjs';

const { values: wish } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, in: { type: 'string', default: '' }, g: { type: 'string', short: 'g', default: '' } },
});
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let number = 0;
/** A user of their own for every scene, so that none finds the case of another. */
const fresh = () => `user${String((number += 1)).padStart(3, '0')}x@contoso.com`;

/** What the browser's user has asked for. @typedef {{ reducedMotion?: boolean, forcedColors?: boolean }} Look */

/** Points at the target of a scene, and answers with the page. */
async function pointing(guide, scene, between = async () => undefined) {
  const page = guide.prepare ? await guide.prepare(scene) : await guide.open(scene);
  if (guide.ready) await guide.ready(page, scene);
  await between(page);
  await guide.point(page, scene);
  return page;
}

/** Waits until the target is lit and the rest is not; says whether that came in time. */
async function lit(guide, page, within = 6000) {
  const deadline = Date.now() + within;
  do {
    const target = await page.evaluate(() => window.where());
    const shot = await page.screenshot();
    if (target && isLit(shot, target, await guide.box(page))) return true;
  } while (Date.now() < deadline);
  return false;
}

/** A scene in which the target is lit at first; then something happens to it. */
async function staysLit(guide, scene, happen) {
  const page = await pointing(guide, scene);
  if (!(await lit(guide, page))) return false;
  await page.evaluate(happen);
  return lit(guide, page, 4000);
}

/** Opens a modal dialog of the browser's own. */
const modal = (page) => page.evaluate(() => {
  const dialog = document.createElement('dialog');
  dialog.innerHTML = '<p>The session ends soon.</p><button>Go on</button>';
  document.body.append(dialog);
  dialog.showModal();
});

/** @type {[string, (guide: any) => Promise<boolean>, Look?][]} */
const behaviours = [
  ['spotlight on the control, the rest dimmed', async (guide) => lit(guide, await pointing(guide, { subject: fresh() }))],
  ['usable over a native modal dialog', async (guide) => {
    const page = await guide.open({ subject: fresh() });
    await modal(page);
    return (await guide.press(page)) && page.evaluate(() => document.querySelector('dialog').open);
  }],
  ['target in an open shadow root', async (guide) => lit(guide, await pointing(guide, { subject: fresh(), place: 'shadow' }))],
  ['target that appears 1.5 s late', async (guide) => lit(guide, await pointing(guide, { subject: fresh(), late: 1500 }))],
  ['target replaced by another node', (guide) => staysLit(guide, { subject: fresh() }, () => window.replaceTarget())],
  ['layout shift above the target', (guide) => staysLit(guide, { subject: fresh() }, () => window.shift())],
  ['nested scroll', (guide) => staysLit(guide, { subject: fresh(), place: 'scroller' }, () => document.getElementById('scroller').scrollBy(0, 40))],
  ['target in a frame of the same origin', async (guide) => lit(guide, await pointing(guide, { subject: fresh(), place: 'frame' }))],
  ['Tab reaches target and panel, and is never lost', async (guide) => {
    const page = await pointing(guide, { subject: fresh() });
    if (!(await lit(guide, page))) return false;
    const seen = new Set();
    const frame = await guide.frame(page);
    for (let stop = 0; stop < 60 && seen.size < 2; stop += 1) {
      await page.key('Tab');
      if (await page.evaluate(() => document.activeElement === window.target())) seen.add('target');
      const inPanel = await frame.evaluate((said) => document.hasFocus() && document.activeElement !== document.body
        && (said === '[role=status]' || document.querySelector(said)?.contains(document.activeElement)), guide.said);
      if (inPanel) seen.add('panel');
    }
    return seen.size === 2;
  }],
  ['step change announced: role, name, focus kept', async (guide) => {
    const scene = { subject: fresh() };
    const page = await guide.open(scene);
    await guide.lead(page, scene);
    const frame = await guide.frame(page);
    return frame.evaluate((said) => {
      const panel = document.querySelector(said);
      const region = panel?.closest('[role=dialog],[role=alertdialog],[role=status],[role=region]');
      const label = (node) => node?.getAttribute('aria-label') || (node?.getAttribute('aria-labelledby') ?? '').split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '').join('');
      const named = region?.getAttribute('role') === 'status' ? region.textContent : label(region);
      const focused = document.hasFocus() && document.activeElement !== document.body;
      return Boolean(region && named && named.trim() && focused);
    }, guide.said);
  }],
  ['live region that was there before its words', async (guide) => {
    const scene = { subject: fresh() };
    const page = await guide.open(scene);
    const frame = await guide.frame(page);
    await frame.evaluate(() => {
      window.live = [...document.querySelectorAll('[aria-live=polite],[aria-live=assertive],[role=status],[role=alert]')].map((node) => [node, node.textContent]);
    });
    await guide.lead(page, scene);
    return frame.evaluate(() => window.live.some(([node, before]) => node.isConnected && node.textContent.trim() !== '' && node.textContent !== before));
  }],
  ['axe finds nothing in the panel', async (guide) => {
    const page = await guide.open({ subject: fresh() });
    const frame = await guide.frame(page);
    await frame.inject(axe);
    const found = await frame.evaluate((said) => globalThis.axe.run(said ? document.querySelector(said) : document)
      .then(({ violations }) => violations.map(({ id }) => id)), frame === page ? guide.said : '');
    if (found.length > 0) throw new Error(found.join(', '));
    return true;
  }],
  ['reduced motion: nothing moves', async (guide) => {
    const scene = { subject: fresh() };
    const shades = new Set();
    const page = await pointing(guide, scene);
    for (const end = Date.now() + 2500; Date.now() < end;) shades.add(shade(await page.screenshot()));
    return shades.size === 2 || shades.size === 1;
  }, { reducedMotion: true }],
  ['hostile page CSS', async (guide) => {
    const css = '* { font-size: 40px !important } button:not(.target):not(#second) { display: none !important }';
    const page = await guide.open({ subject: fresh(), css });
    const frame = await guide.frame(page);
    const size = await frame.evaluate((said) => Number.parseFloat(getComputedStyle(document.querySelector(said)).fontSize), guide.said);
    return size <= 24 && guide.press(page);
  }],
  ['clicks in the panel reach no listener of the page', async (guide) => {
    const page = await guide.open({ subject: fresh() });
    await page.evaluate(() => {
      window.heard = [];
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'click']) window.addEventListener(type, () => window.heard.push(type), true);
    });
    return (await guide.press(page)) && (await page.evaluate(() => window.heard.length)) === 0;
  }],
  ['no fight with a focus trap of the page', async (guide) => {
    const page = await guide.open({ subject: fresh() });
    await page.evaluate(() => {
      window.pulls = 0;
      const home = document.getElementById('search');
      home.focus();
      document.addEventListener('focusin', ({ target }) => {
        if (target === home || window.pulls > 50) return;
        window.pulls += 1;
        home.focus();
      });
    });
    return (await guide.type(page, 'abc')) && (await page.evaluate(() => window.pulls)) < 3;
  }],
  ['target off the screen is scrolled to and lit', async (guide) => lit(guide, await pointing(guide, { subject: fresh(), low: true }))],
  ['right to left', async (guide) => {
    const page = await pointing(guide, { subject: fresh(), language: 'ar' });
    if (!(await lit(guide, page))) return false;
    const frame = await guide.frame(page);
    return frame.evaluate((said) => getComputedStyle(document.querySelector(said)).direction === 'rtl', guide.said);
  }],
  ['forced colours: the target is marked', async (guide) => {
    let before = Buffer.alloc(0);
    const scene = { subject: fresh(), rows: 1 };
    const page = await pointing(guide, scene, async (it) => {
      if (!(await it.evaluate(() => matchMedia('(forced-colors: active)').matches))) throw new Error('no colours are forced');
      before = await it.screenshot();
    });
    for (const end = Date.now() + 6000; Date.now() < end;) {
      if (isMarked(before, await page.screenshot(), await page.evaluate(() => window.where()))) return true;
    }
    return false;
  }, { forcedColors: true }],
  ['start on a page of 4,000 rows', async (guide) => {
    const scene = { subject: fresh(), rows: 4000 };
    // Firefox reports no long tasks: while there is one, no timer of the page has its turn.
    const page = await pointing(guide, scene, (it) => it.evaluate(() => {
      window.longest = 0;
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        [window.longest, last] = [Math.max(window.longest, now - last), now];
      });
    }));
    return (await lit(guide, page)) && (await page.evaluate(() => window.longest)) < 1000;
  }],
];

/** @type {[string, 'fluent7' | 'fluent8' | 'fluent9', string][]} */
const surfaces = [
  ['Fluent 7 Panel, blocking', 'fluent7', 'panel-blocking'],
  ['Fluent 7 Dialog, blocking', 'fluent7', 'dialog-blocking'],
  ['Fluent 8 Panel, blocking', 'fluent8', 'panel-blocking'],
  ['Fluent 8 Panel, light dismiss', 'fluent8', 'panel-light'],
  ['Fluent 8 Dialog, blocking', 'fluent8', 'dialog-blocking'],
  ['Fluent 9 Dialog, modal', 'fluent9', 'dialog-modal'],
  ['Fluent 9 Dialog, alert', 'fluent9', 'dialog-alert'],
  ['Fluent 9 OverlayDrawer', 'fluent9', 'drawer'],
];

/** Mouse and keyboard work in the panel, text included; the surface stays, and its own button can still be pressed. */
const over = (bundle, kind) => async (guide) => {
  const page = await guide.open({ subject: fresh() });
  // As one of the page's own scripts, so that it is in the page's own world in either browser.
  await page.evaluate((source) => document.head.appendChild(document.createElement('script')).append(source), scripts[bundle]);
  await page.evaluate((name) => window.surface(name), kind);
  if (!(await appears(page, '#inside'))) throw new Error('the surface did not open');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  if (!(await guide.makesRoom(page, '#inside'))) throw new Error('the panel stays over the surface');
  if (!(await guide.press(page))) throw new Error('a press with the mouse did nothing in the panel');
  if (!(await guide.type(page, 'abc'))) throw new Error('text or key did not arrive in the panel');
  const open = await page.evaluate(() => document.getElementById('inside')?.checkVisibility() && !window.dismissed);
  if (!open) throw new Error('the surface went while the panel was used');
  await page.click('#inside', 2000);
  const { pressed, dismissed } = await page.evaluate(() => ({ pressed: window.pressed ?? 0, dismissed: window.dismissed ?? 0 }));
  if (pressed !== 1 || dismissed) throw new Error(`one click pressed the surface's own button ${pressed} times and dismissed it ${dismissed} times`);
  return true;
};

/** Asks in a browser of its own, so that nothing is left over; a thrown error is a failure like any other. */
async function measured(guide, ask, look = {}) {
  try {
    await guide.start(portal, scripts, look);
    return { ok: await ask(guide), why: '' };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  } finally {
    await guide.close();
  }
}

const { ours: both, others } = guides();
const ours = both.filter(({ name }) => name.startsWith(wish.in));
if (!ours.length) throw new Error(`nothing is measured in ${wish.in}`);
const all = wish.quick || wish.in ? ours : [...ours, ...others];
const rows = [
  ...behaviours.map(([title, ask, look]) => ({ title, ask, look, asked: wish.quick ? ours.slice(0, 1) : all })),
  ...surfaces.map(([title, bundle, kind]) => ({ title, ask: over(bundle, kind), look: {}, asked: all })),
].filter(({ title }) => title.toLowerCase().includes(wish.g.toLowerCase()));
/** @param {string} title @param {string[]} cells */
const line = (title, cells) => `${title.padEnd(52)} ${cells.map((cell) => cell.padEnd(12)).join('')}`;
const counts = new Map(all.map((guide) => [guide, { passed: 0, asked: 0 }]));
// The scenes are pages of their own, with scripts in them.
const portal = await startPortal({ csp: 'none' });
const scripts = await built();
try {
  if (all.length > 2) console.log(line('', ['Guided Unblock', '', 'beside it, in Chromium']));
  console.log(line('behaviour', all.map(({ name }) => name)));
  for (const { title, ask, look, asked } of rows) {
    const cells = [];
    let why = '';
    for (const guide of all) {
      const count = counts.get(guide);
      if (!asked.includes(guide)) { cells.push('-'); continue; }
      const found = await measured(guide, ask, look);
      count.asked += 1;
      if (found.ok) count.passed += 1;
      // Of the others only where somebody asks for a few: what they lack is not ours to tell.
      else if (ours.includes(guide) || wish.g) why += found.why && `${guide.name}: ${found.why}  `;
      cells.push(found.ok ? 'yes' : 'no');
    }
    console.log(line(title, cells) + why);
  }
} finally {
  await portal.close();
}
const kept = all.map((guide) => counts.get(guide));
console.log(line('in all', kept.map(({ passed, asked }) => `${passed} of ${asked}`)));
const [own, due] = ['passed', 'asked'].map((what) => ours.reduce((sum, guide) => sum + counts.get(guide)[what], 0));
console.log(`${own} passed, ${due - own} failed`);
process.exitCode = own === due ? 0 : 1;
