// The main job, by the player, on every portal that the practice portal can be: a line per cell, and what came of it.
// `cargo xtask matrix` builds first.
//
// done: proven, and the portal's server says that exactly the subject was unblocked. abstained: the guide stopped or stood still,
// and nobody else was touched. wrong: anybody else was, or a proof was none, or a click came from outside of the person's hand.

import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Accessibility } from './accessibility.mjs';
import { launch, patience, worker } from './launch.mjs';
import { built, target } from './places.mjs';
import { few, plan, title } from './plan.mjs';
import { Player } from './player.mjs';
import { startPortal } from './portal.mjs';

/**
 * @typedef {import('./launch.mjs').Browser} Browser
 * @typedef {import('./plan.mjs').Cell} Cell
 * @typedef {import('./player.mjs').End} End
 * @typedef {import('./portal.mjs').Portal} Portal
 * @typedef {'done' | 'abstained' | 'wrong'} Verdict
 * @typedef {{ cell: Cell, verdict: Verdict, reason: string, why: string, step: string | null, ms: number }} Result
 */

const subject = 'rob@contoso.com';
/** The share of cells that has to be done. */
const enough = 0.95;
/** Where the evidence goes. */
const home = join(target, 'matrix');

const usage = 'usage: [--quick] [--only TEXT]… [--workers N] [--json]';

/** One browser that is used for one cell after the other, each with nothing of the one before. */
class Bench {
  /**
   * @param {Portal} portal
   * @param {Browser} browser
   */
  constructor(portal, browser) {
    this.portal = portal;
    this.browser = browser;
  }

  /** @param {string} extension */
  static async open(extension) {
    const portal = await startPortal({});
    // Nobody goes back here, and a document that is kept for it has the next one begin in a process of its own.
    return new Bench(portal, await launch(portal, { extension, saver: true, args: ['--disable-back-forward-cache'] }));
  }

  async close() {
    await this.browser.close();
    await this.portal.close();
  }

  /**
   * A tab in which nothing is left of the cell before; the portal keeps nothing in it. A new one would take an eighth more of the
   * processor for everything, a browser with a profile of its own some seconds.
   */
  async #tab() {
    const { context, page: tab } = this.browser;
    for (const page of context.pages()) if (page !== tab) await page.close();
    await tab.goto('about:blank');
    await context.clearCookies();
    const deadline = Date.now() + patience;
    // The worker hears of a document that was left in its own time, and writes that down.
    while ((await (await worker(context)).evaluate(forget)) > 0) {
      if (Date.now() > deadline) throw new Error('the storage of the extension does not get empty');
    }
    return tab;
  }

  /**
   * @param {Cell} cell
   * @returns {Promise<Result>}
   */
  async run(cell) {
    const { portal } = this;
    const start = Date.now();
    portal.reset({ page: cell.page, language: cell.language, ...cell.set });
    const page = await this.#tab();
    const player = new Player(page);
    await page.goto(portal.pages[cell.page] ?? '');
    const end = await player.play(subject);
    await heard(portal, player.clicks);
    const ledger = portal.ledger();
    const { verdict, why } = judged(end, ledger);
    const result = { cell, verdict, reason: end.reason, why: why || end.says, step: end.step, ms: Date.now() - start };
    if (verdict !== 'done') await this.#keep(result, player, ledger);
    return result;
  }

  /**
   * What there was to see where the job ended.
   * @param {Result} result
   * @param {Player} player
   * @param {unknown} ledger
   */
  async #keep(result, player, ledger) {
    const directory = join(home, title(result.cell).replace(/[^\p{L}\p{N}]+/gu, '-'));
    const here = (/** @type {string} */ name) => join(directory, name);
    await mkdir(directory, { recursive: true });
    await writeFile(here('result.json'), JSON.stringify({ ...result, moves: player.moves, ledger }, null, 2));
    // Of a page that is gone, or has no panel, the rest is still worth having.
    await player.page.screenshot({ path: here('page.png') }).catch(() => undefined);
    await writeFile(here('panel.html'), await player.panel.html().catch((error) => `no panel: ${error}`));
    await writeFile(here('snapshot.txt'), await snapshot(player.page).catch((error) => `no snapshot: ${error}`));
  }
}

/** Runs in the extension's worker: empties everything that the extension keeps, and says how much there is nevertheless. */
async function forget() {
  await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear(), chrome.alarms.clearAll()]);
  const left = await Promise.all([chrome.storage.local.get(null), chrome.storage.session.get(null)]);
  return left.flatMap((items) => Object.keys(items)).length;
}

/**
 * What the agent's eyes report of a page.
 * @param {import('playwright-core').Page} page
 */
async function snapshot(page) {
  const accessibility = await Accessibility.of(page);
  const look = `guidedUnblock.eyes.look({ needles: ['${subject.split('@')[0]}'], epoch: 1 })`;
  return (await accessibility.evaluate(await accessibility.world(), look)).value;
}

/**
 * The page tells the server of its events in batches: the ledger is complete when the last click is in it.
 * @param {Portal} portal
 * @param {number} clicks
 */
async function heard(portal, clicks) {
  const deadline = Date.now() + 2000;
  while (portal.ledger().events.click < clicks && Date.now() < deadline) await new Promise(setImmediate);
}

/**
 * @param {End} end
 * @param {import('./portal.mjs').Ledger} ledger
 * @returns {{ verdict: Verdict, why: string }}
 */
function judged(end, ledger) {
  const touched = [...ledger.attempts.flatMap(({ identities }) => identities), ...ledger.unblocked];
  const others = [...new Set(touched.filter((identity) => identity !== subject))];
  if (others.length > 0) return { verdict: 'wrong', why: `the portal was told to unblock ${others.join(', ')}` };
  const { untrusted_clicks, untrusted_pointers, untrusted_mouse } = ledger.outside;
  const outside = untrusted_clicks + untrusted_pointers + untrusted_mouse;
  if (outside > 0) return { verdict: 'wrong', why: `${outside} clicks or pointer events were nobody's hand` };
  const proven = end.outcome === 'proven';
  if (proven && !ledger.unblocked.includes(subject)) return { verdict: 'wrong', why: 'proven, and not unblocked' };
  return { verdict: proven ? 'done' : 'abstained', why: '' };
}

/**
 * @param {Result} result
 */
function line({ cell, verdict, reason, why, step, ms }) {
  const { page, generation, library, language, variant, torture } = cell;
  const where = `${generation.padEnd(4)} ${library.padEnd(15)} ${page.padEnd(5)} ${language.padEnd(7)} ${variant.padEnd(34)} ${torture.padEnd(11)}`;
  const more = verdict === 'done' ? '' : `  ${step ?? '-'}: ${reason}${why ? `: ${why}` : ''}`;
  return `${where} ${verdict.padEnd(9)} ${(ms / 1000).toFixed(1).padStart(5)} s${more}`;
}

/**
 * Counts the results by one of their features.
 * @param {string} what
 * @param {Result[]} results
 * @param {(cell: Cell) => string} by
 */
function table(what, results, by) {
  const keys = [...new Set(results.map(({ cell }) => by(cell)))];
  const rows = keys.map((key) => {
    const mine = results.filter(({ cell }) => by(cell) === key);
    const of = (/** @type {Verdict} */ verdict) => mine.filter((result) => result.verdict === verdict).length;
    return { key, done: of('done'), abstained: of('abstained'), wrong: of('wrong'), all: mine.length };
  });
  const head = `${what.padEnd(36)} ${'done'.padStart(5)} ${'abstained'.padStart(9)} ${'wrong'.padStart(5)} ${'share'.padStart(7)}`;
  return [head, ...rows.map(({ key, done, abstained, wrong, all }) => {
    const share = `${((100 * done) / all).toFixed(1)} %`;
    return `${key.padEnd(36)} ${String(done).padStart(5)} ${String(abstained).padStart(9)} ${String(wrong).padStart(5)} ${share.padStart(7)}`;
  })].join('\n');
}

/**
 * Works through the cells, as many at a time as there are benches.
 * @param {Cell[]} cells
 * @param {number} workers
 * @param {(result: Result) => void} tell
 */
async function all(cells, workers, tell) {
  await rm(home, { recursive: true, force: true });
  // A copy, so that a build in the meantime does not change what is tried.
  const extension = join(home, 'extension');
  await cp(built, extension, { recursive: true });
  const queue = [...cells];
  /** @type {Result[]} */
  const results = [];
  const work = async () => {
    const bench = await Bench.open(extension);
    try {
      for (let cell = queue.shift(); cell; cell = queue.shift()) {
        const result = await bench.run(cell);
        results.push(result);
        tell(result);
      }
    } finally {
      await bench.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, cells.length) }, work));
  return results;
}

function wish() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      workers: { type: 'string', default: '6' },
      json: { type: 'boolean', default: false },
    },
  });
  const workers = Number(values.workers);
  if (!Number.isInteger(workers) || workers < 1) throw new Error(`--workers is a number, not ${values.workers}`);
  return { ...values, workers };
}

async function main() {
  let asked;
  let cells;
  try {
    asked = wish();
    const whole = await plan();
    const { only } = asked;
    cells = (asked.quick ? few(whole) : whole).filter((cell) => only.every((text) => ` ${title(cell)} `.includes(text)));
    if (cells.length === 0) throw new Error(`no cell is called ${only.join(' and ')}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    return 2;
  }
  const say = asked.json ? console.error : console.log;
  const results = await all(cells, asked.workers, (result) => say(line(result)));
  const of = (/** @type {Verdict} */ verdict) => results.filter((result) => result.verdict === verdict).length;
  const [done, abstained, wrong] = [of('done'), of('abstained'), of('wrong')];
  const share = done / results.length;
  say('');
  for (const [what, by] of /** @type {[string, (cell: Cell) => string][]} */ ([
    ['generation, library, page', ({ generation, library, page }) => `${generation} ${library} ${page}`],
    ['language', ({ language }) => language],
    ['variant', ({ variant }) => variant],
    ['torture of the labels', ({ torture }) => torture],
  ])) say(`${table(what, results, by)}\n`);
  say(`${table('reason of an abstention', results.filter(({ verdict }) => verdict === 'abstained').map((result) => ({ ...result, cell: { ...result.cell, variant: result.reason } })), ({ variant }) => variant)}\n`);
  say(`${results.length} cells: ${done} done (${(100 * share).toFixed(1)} %), ${abstained} abstained, ${wrong} wrong`);
  if (asked.json) console.log(JSON.stringify({ done, abstained, wrong, share, results }, null, 2));
  // A few abstentions are allowed; more than that, and each of them counts.
  const failed = wrong + (share < enough ? abstained : 0);
  say(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
