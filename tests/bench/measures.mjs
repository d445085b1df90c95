// What is measured, one function a subject. Each answers with plain numbers; what they are held against is in goals.mjs.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { overlay } from '../e2e/launch.mjs';
import { Panel } from '../e2e/panel.mjs';
import { built } from '../e2e/places.mjs';
import { nested, recorded } from './trace.mjs';
import { stats } from './stats.mjs';

/** So many rows are 13,000 elements. */
export const LARGE = 855;
/** In how many rows the list is looked at; the first has the 700 elements of a portal page. */
export const lengths = { quick: [35, LARGE], full: [35, 100, 300, LARGE, 2500, 10000] };
/** How long something may go on in one page before its turn is over, in milliseconds. */
const TURN = 2000;

/** Sizes of what ships, with brotli where it is a file that is read. @param {number} zip bytes of the package */
export async function sizes(zip) {
  const brotli = async (...paths) => brotliCompressSync(Buffer.concat(await Promise.all(paths.map((path) => readFile(join(built, path)))))).length;
  const scripts = (await readdir(join(built, 'page'))).filter((name) => name.endsWith('.js') && name !== 'sentinel.js').map((name) => `page/${name}`);
  return {
    sentinel: (await readFile(join(built, 'page/sentinel.js'))).length,
    agent: await brotli(...scripts.sort()),
    wasm: await brotli('pkg/guided_unblock_bg.wasm'),
    zip,
  };
}

/** What the extension brings into a page that it does not lead through, and how long that takes. */
export async function injected(stage, list, times) {
  const { context } = stage;
  await context.route('https://elsewhere.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Elsewhere</title><p>Nothing to do with the portal.' }));
  const brought = async (address) => {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const found = { bytes: 0, scripts: 0 };
    session.on('Debugger.scriptParsed', ({ url, length }) => {
      if (url.startsWith('chrome-extension:')) Object.assign(found, { bytes: found.bytes + length, scripts: found.scripts + 1 });
    });
    await session.send('Debugger.enable');
    await page.goto(address, { waitUntil: 'load' });
    if (address === list) await overlay(page);
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
    const frames = page.frames().length - 1;
    await page.close();
    return { ...found, frames };
  };
  const home = new URL('/homepage', list).href;
  const took = [], worked = [];
  const page = await context.newPage();
  for (let time = 0; time < times; time += 1) {
    const events = await recorded(page, ['devtools.timeline', 'v8'], () => page.goto(home, { waitUntil: 'load' }));
    const own = events.filter(({ name, args, dur }) => dur && /EvaluateScript|v8\.run/i.test(name) && /sentinel\.js/.test(JSON.stringify(args ?? {})));
    if (own.length === 0) continue;
    const { dur, tdur = dur } = own.reduce((longest, event) => (event.dur > longest.dur ? event : longest));
    // By the clock, and what its thread worked: what it waited for a processor is the machine's.
    took.push(dur / 1000);
    worked.push(tdur / 1000);
  }
  await page.close();
  return { elsewhere: await brought('https://elsewhere.example/'), portal: await brought(home), list: await brought(list), sentinel: stats(took), worked: stats(worked) };
}

/** A target appears: how long until each guide has marked it, in turns. */
export async function appear(tabs, ours, times) {
  const found = Object.fromEntries(Object.keys(tabs).map((guide) => [guide, { ms: [], frames: [], never: 0 }]));
  for (let time = 0; time < times; time += 1) {
    for (const [guide, page] of Object.entries(tabs)) {
      await page.bringToFront();
      await page.evaluate(() => window.bench.take());
      if (guide === 'ours') await ours.panel.until(({ target }) => target === null);
      await page.evaluate(() => window.bench.rest(30));
      const one = await page.evaluate((name) => window.bench.appear(name), guide);
      if (one) for (const key of ['ms', 'frames']) found[guide][key].push(one[key]);
      else found[guide].never += 1;
      await page.evaluate(() => window.bench.rest(20));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([guide, { ms, frames, never }]) => [guide, { ms: stats(ms), frames: stats(frames), never }]));
}

/** A marked target moves: in how many frames its mark was somewhere else. */
export async function follow(tabs, times) {
  const found = {};
  for (const how of ['scroll', 'shift']) {
    for (const [guide, page] of Object.entries(tabs)) {
      await page.bringToFront();
      await page.evaluate(() => window.bench.rest(30));
      found[guide] = { ...found[guide], [how]: await page.evaluate(([name, way, count]) => window.bench.follow(name, way, count), [guide, how, times]) };
    }
  }
  return found;
}

/** The chain from a change in the page to the decision, as agent and frame have noted it. */
async function chain(ours, work) {
  await ours.agent(() => Object.assign(benchLog, { looks: [], posts: [] }));
  await ours.frame.evaluate(() => { window.benchFrame.log.length = 0; });
  await work();
  const { looks, posts } = await ours.agent(() => ({ looks: benchLog.looks, posts: benchLog.posts.filter(({ kind }) => kind === 'snapshot') }));
  const heard = await ours.frame.evaluate(() => window.benchFrame.log.filter(({ kind }) => kind === 'snapshot'));
  const links = posts.flatMap(({ epoch, at }) => {
    const look = looks.find((one) => one.epoch === epoch), entry = heard.find((one) => one.epoch === epoch);
    if (!look || !entry || entry.asked.length < 2) return [];
    const [begun, decided] = entry.asked;
    return [{ look: at - look.start, way: entry.start - at, read: begun - entry.start, rust: decided - begun, draw: entry.end - decided,
      chain: decided - look.start, size: look.size }];
  });
  return { links, looks };
}

/** The same work at every length of the list, in turns with what the libraries offer: in so many, by the length. */
export async function growth(ours, bare, rows, turns, name) {
  const found = [];
  for (const count of rows) {
    await bare.bringToFront();
    const elements = await bare.evaluate(([n, row]) => window.bench.grow(n, row), [count, name]);
    await ours.page.bringToFront();
    const first = await chain(ours, async () => {
      await ours.page.evaluate(([n, row]) => window.bench.grow(n, row), [count, name]);
      await ours.page.evaluate(() => window.bench.rest(40));
    });
    const links = [], peers = { names: [], role: [], flat: [] };
    for (let turn = 0; turn < turns(count); turn += 1) {
      await ours.page.bringToFront();
      const some = await chain(ours, () => ours.page.evaluate(async (at) => {
        for (let change = 0; change < 3; change += 1) {
          window.bench.stir(`change ${at}.${change}`);
          // The agent takes its share of the time and no more; what it costs is measured, not how long it waits for its turn.
          await window.bench.rest(30);
        }
      }, turn));
      links.push(...some.links);
      await bare.bringToFront();
      const spent = Date.now();
      for (const what of ['flat', 'names', 'role']) {
        if (Date.now() - spent > TURN) break;
        peers[what].push((await bare.evaluate((which) => (which === 'flat' ? window.bench.flat() : window.peers[which]()), what)).ms);
      }
    }
    const of = (/** @type {string} */ key) => stats(links.map((link) => link[key]));
    found.push({
      rows: count, elements, first: stats(first.looks.map(({ start, end }) => end - start))?.max ?? null, size: of('size'),
      look: of('look'), way: of('way'), read: of('read'), rust: of('rust'), draw: of('draw'), chain: of('chain'),
      peers: Object.fromEntries(Object.entries(peers).map(([key, values]) => [key, stats(values)])),
    });
  }
  for (const page of [bare, ours.page]) await page.evaluate(() => window.bench.grow(0));
  return found;
}

/** What a page of a list of ten thousand rows holds in memory, with the guide and without it, in bytes. */
export async function memory(ours, bare, rows) {
  for (const page of [bare, ours.page]) {
    await page.bringToFront();
    await page.evaluate((n) => window.bench.grow(n), rows);
    await page.evaluate(() => window.bench.rest(60));
  }
  const [page, without, frame] = [await heap(ours.page), await heap(bare), await heap(ours.frame)];
  const wasm = await ours.frame.evaluate(() => window.benchMemory?.buffer.byteLength ?? 0);
  for (const tab of [bare, ours.page]) await tab.evaluate(() => window.bench.grow(0));
  return { rows, agent: page - without, frame, wasm, total: page - without + frame + wasm };
}

/** The JavaScript heap of a page or frame after a collection. */
async function heap(target) {
  const session = await (target.context?.() ?? target.page().context()).newCDPSession(target);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Ends the worker, as the browser does after half a minute. @param {import('playwright-core').Page} page */
async function stopped(page) {
  const session = await page.context().newCDPSession(page);
  const running = new Map();
  const over = new Promise((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, runningStatus } of versions) running.set(versionId, runningStatus);
      if (running.size > 0 && [...running.values()].every((now) => now === 'stopped')) resolve(undefined);
    });
  });
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await over;
  await session.detach();
}

/** The button of the panel, and a document in which nothing of the guide is there yet but the sentinel, and a worker that sleeps. */
export async function panel(ours, list, times) {
  const warm = [];
  await ours.page.bringToFront();
  for (let time = 0; time < times; time += 1) {
    await ours.panel.press('collapse');
    await (await ours.panel.control('expand')).waitFor();
    await ours.frame.evaluate(() => { window.benchNext = window.benchFrame.opened(); });
    await ours.panel.press('expand');
    warm.push(await ours.frame.evaluate(() => window.benchNext));
  }
  return { warm: stats(warm), cold: await cold(ours.page, list, times) };
}

/** From the address of the list until a panel is on the screen, in such a document. @param {import('playwright-core').Page} page */
export async function cold(page, list, times) {
  const took = [];
  // A tab behind another one has a frame a second.
  await page.bringToFront();
  for (let time = 0; time < times; time += 1) {
    await page.goto(new URL('/homepage', list).href);
    await stopped(page);
    const start = await page.evaluate((path) => {
      const now = performance.timeOrigin + performance.now();
      history.pushState(null, '', path);
      return now;
    }, new URL(list).pathname);
    const frame = await overlay(page);
    took.push((await frame.evaluate(() => window.benchFrame.shown)) - start);
  }
  return stats(took);
}

/** A key in the panel's text box, and a press of a button: until the next frame of the panel. */
export async function input(stage, list, times) {
  const page = await stage.context.newPage();
  await page.goto(list);
  const panel = new Panel(page), frame = await overlay(page), keys = [], presses = [];
  await panel.press('expand');
  await panel.type('intake', 'a');
  for (let time = 0; time < times; time += 1) {
    await frame.evaluate(() => { window.benchNext = window.benchFrame.after('keydown'); });
    await page.keyboard.type('b');
    keys.push(await frame.evaluate(() => window.benchNext));
    await frame.evaluate(() => { window.benchNext = window.benchFrame.after('click'); });
    await (await panel.control('intake')).click();
    presses.push(await frame.evaluate(() => window.benchNext));
  }
  await page.close();
  return { key: stats(keys), press: stats(presses) };
}

/** Ten thousand changes a second: the frames that the page has with the guide and without it, in turns. */
export async function storm(ours, bare, ms, times) {
  const found = { with: [], without: [] };
  for (let time = 0; time < times; time += 1) {
    for (const [key, page] of /** @type {const} */ ([['with', ours.page], ['without', bare]])) {
      await page.bringToFront();
      await page.evaluate(() => window.bench.rest(20));
      const { frames, ms: took } = await page.evaluate((length) => window.bench.storm(length), ms);
      found[key].push((frames * 1000) / took);
    }
  }
  return { ms, with: stats(found.with), without: stats(found.without) };
}

/** Nothing happens for a while. */
export async function idle(ours, bare, ms) {
  const watched = async (page, frame) => {
    await page.bringToFront();
    await page.evaluate(() => window.bench.rest(60));
    const places = [page, ...(frame ? [frame] : [])];
    for (const place of places) {
      await place.evaluate(() => {
        window.benchLong = 0;
        new PerformanceObserver((found) => { window.benchLong += found.getEntries().length; }).observe({ type: 'longtask' });
      });
    }
    const before = await Promise.all(places.map(heap));
    const events = await recorded(page, ['devtools.timeline'], () => page.evaluate((length) => new Promise((resolve) => { setTimeout(resolve, length); }), ms));
    const after = await Promise.all(places.map(heap));
    const ids = await Promise.all(places.map(async (place) => {
      const session = await page.context().newCDPSession(place);
      const { frameTree } = await session.send('Page.getFrameTree');
      await session.detach();
      return frameTree.frame.id;
    }));
    const mine = (id) => events.filter(({ name, args }) => name === 'TimerFire' && args?.data?.frame === id).length;
    const set = (id) => events.filter(({ name, args }) => name === 'TimerInstall' && args?.data?.frame === id).map(({ args }) => args.data.timeout)
      // The one that ends this very measurement is not the page's.
      .filter((timeout) => timeout !== ms);
    const long = await Promise.all(places.map((place) => place.evaluate(() => window.benchLong)));
    return places.map((_, at) => ({ fired: mine(ids[at]), set: set(ids[at]), long: long[at], grown: after[at] - before[at] }));
  };
  const [page, frame] = await watched(ours.page, ours.frame);
  const [without] = await watched(bare, null);
  return { ms, page, frame, without };
}

/** One appearance of the target as the browser has recorded it: what page and frame did from then until the ring was there. */
export async function flame(ours) {
  const { page } = ours;
  await page.bringToFront();
  await page.evaluate(() => window.bench.take());
  await ours.panel.until(({ target }) => target === null);
  await page.evaluate(() => window.bench.rest(30));
  const events = await recorded(page, ['devtools.timeline', 'blink.user_timing', 'v8.execute'], () => page.evaluate(() => window.bench.marked()));
  const begin = events.find(({ name }) => name === 'bench put'), end = events.find(({ name }) => name === 'bench shown');
  if (!begin || !end) throw new Error('the trace has no marks');
  const [from, to] = [begin.ts - 1000, end.ts + 500];
  const busy = new Map();
  for (const { name, pid, tid, ts } of events) {
    if (ts > from && ts < to && name === 'FunctionCall' && pid !== begin.pid) busy.set(`${pid}.${tid}`, (busy.get(`${pid}.${tid}`) ?? 0) + 1);
  }
  const other = [...busy].sort((a, b) => b[1] - a[1])[0]?.[0];
  return {
    ms: (to - from) / 1000,
    put: (begin.ts - from) / 1000,
    shown: (end.ts - from) / 1000,
    page: nested(events, ({ pid, tid }) => pid === begin.pid && tid === begin.tid, from, to),
    frame: nested(events, ({ pid, tid }) => `${pid}.${tid}` === other, from, to),
  };
}
