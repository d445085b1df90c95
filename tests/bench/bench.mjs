// How fast the guide is, measured on the package as it ships, beside libraries that do a part of the same. What is compared
// runs in turns, in one browser or in two that have done the same before. `cargo xtask bench` builds first.
//
//   node tests/bench/bench.mjs [--quick] [--json] [--write]

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startPortal } from '../e2e/portal.mjs';
import { target } from '../e2e/places.mjs';
import { emptyExtension } from './bare.mjs';
import { judged } from './goals.mjs';
import { machine } from './machine.mjs';
import * as measure from './measures.mjs';
import { peers } from './peers.mjs';
import { document, pictures, table } from './report.mjs';
import { list, stage } from './stage.mjs';

const flag = { type: 'boolean', default: false };
const { values: wish } = parseArgs({ options: { quick: flag, json: flag, write: flag } });
const { quick } = wish;
const [few, some, many] = quick ? [2, 3, 3] : [8, 15, 40];
const say = (/** @type {string} */ what) => console.error(`bench: ${Math.round(performance.now() / 1000)} s: ${what}`);

/** The tour libraries of peers.jsx. */
const libraries = ['driver', 'shepherd', 'joyride'];

/** Presses what the guide points at, and waits for the next target. */
async function onward(ours, tabs, name) {
  for (const [guide, page] of Object.entries(tabs)) {
    await page.bringToFront();
    const { x, y } = await page.evaluate(() => { const box = window.bench.find().getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; });
    await page.mouse.click(x, y);
    await page.waitForFunction((wanted) => { window.bench.name = wanted; return window.bench.find(); }, name);
    if (guide === 'ours') await ours.panel.until(({ target: now }) => now?.name === name);
  }
}

const portal = await startPortal({ csp: 'none' });
const found = { machine: null, quick, appear: {} };
try {
  const libraryScript = await peers();
  const world = await stage(portal, libraryScript);
  try {
    found.machine = machine(world.context.browser()?.version() ?? '');
    say('sizes, and what is brought into other pages');
    found.sizes = await measure.sizes(Number(process.env.GU_ZIP));
    found.injected = await measure.injected(world, list, quick ? few : 3 * some);
    const ours = await world.guided();
    const bare = await world.unguided();
    say('cost by the length of the list');
    const rows = measure.lengths[quick ? 'quick' : 'full'];
    // A ninety-fifth percentile of a dozen changes is the largest of them: where a goal hangs on one there are more.
    found.growth = await measure.growth(ours, bare, rows, (count) => (quick ? 2 : count === rows[0] || count === measure.LARGE ? 12 : 4), 'entry');
    found.every = await measure.growth(ours, bare, rows.filter((count) => count <= measure.LARGE), () => (quick ? 1 : 3), 'rob');
    say('memory');
    found.memory = await measure.memory(ours, bare, quick ? 1000 : 10000);
    say('a storm of changes');
    found.storm = await measure.storm(ours, bare, quick ? 1000 : 10000, 1);
    say('nothing at all');
    found.idle = await measure.idle(ours, bare, quick ? 3000 : 45_000);
    await bare.close();
    say('a target appears, and moves');
    for (const name of ['Unblock', 'Next']) {
      const tabs = { ours: ours.page };
      for (const guide of libraries) tabs[guide] = await world.unguided();
      if (name === 'Next') await onward(ours, tabs, name);
      for (const guide of libraries) await tabs[guide].evaluate((which) => window.peers.watch(which), guide);
      found.appear[name] = await measure.appear(tabs, ours, name === 'Next' ? many : few);
      // What lies in the flyout stands still whatever the page does.
      if (name === 'Unblock') found.follow = await measure.follow(tabs, quick ? 20 : 120);
      for (const guide of libraries) await tabs[guide].close();
    }
    found.flame = await measure.flame(ours);
  } finally {
    await world.close();
  }
  say('the panel');
  // In a browser that has done nothing else, like the one of the extension that it is held against.
  const fresh = await stage(portal, libraryScript);
  try {
    found.panel = await measure.panel(await fresh.guided(), list, some);
    found.input = await measure.input(fresh, list, quick ? few : 40);
  } finally {
    await fresh.close();
  }
  say('an extension that does nothing of its own');
  const floor = await stage(portal, libraryScript, await emptyExtension());
  try {
    const tabs = { bare: await floor.unguided(list), driver: await floor.unguided() };
    await tabs.driver.evaluate(() => window.peers.watch('driver'));
    found.floor = { appear: await measure.appear(tabs, null, many), cold: await measure.cold(tabs.bare, list, some) };
  } finally {
    await floor.close();
  }
} finally {
  await portal.close();
}
found.goals = judged(found);
const directory = join(target, 'bench');
await mkdir(directory, { recursive: true });
await writeFile(join(directory, 'bench.json'), `${JSON.stringify(found, null, 1)}\n`);
if (wish.write) await document(found);
else await pictures(found, directory);
console.log(wish.json ? JSON.stringify(found) : table(found));
if (quick) {
  // Times are not judged here: a machine that does other things at the same time would be.
  const wrong = found.goals.filter(({ checks, ceiling }) => ceiling?.some(({ value, most }) => value > most) || checks.some(({ value }) => !Number.isFinite(value)));
  const floor = [found.floor.cold, found.floor.appear.bare.ms, found.floor.appear.driver.ms].every((one) => one !== null);
  for (const what of [...wrong.map((goal) => goal.what), ...(floor ? [] : ['an extension that does nothing of its own'])]) console.log(`FAIL  ${what}`);
  const failed = wrong.length + (floor ? 0 : 1);
  console.log(`${found.goals.length + 1 - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
