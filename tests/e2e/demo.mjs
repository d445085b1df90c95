// The demo: the practice portal, the installed browser, the built extension, and an admin: a person, or the player.
// `cargo xtask demo` builds everything first.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { launch } from './launch.mjs';
import { Panel } from './panel.mjs';
import { target } from './places.mjs';
import { Player, exits } from './player.mjs';
import { parseSetting, startPortal, tags } from './portal.mjs';

/**
 * @typedef {import('./player.mjs').End} End
 * @typedef {import('./player.mjs').Move} Move
 * @typedef {import('./portal.mjs').Portal} Portal
 * @typedef {{ headless: boolean, page: 'seed' | 'now', language: 'nb' | 'en', user: string, json: boolean, set: string[] }} Wish
 */

const usage = 'usage: [--headless] [--page seed|now] [--language nb|en] [--user ADDRESS] [--set key=value] [--json]';

/** @returns {Wish} */
function wish() {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      page: { type: 'string', default: 'now' },
      language: { type: 'string', default: 'en' },
      user: { type: 'string', default: 'rob@contoso.com' },
      json: { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  const { page, language } = values;
  if (page !== 'seed' && page !== 'now') throw new Error(`--page is seed or now, not ${page}`);
  if (language !== 'nb' && language !== 'en') throw new Error(`--language is nb or en, not ${language}`);
  return { headless: values.headless, page, language, user: values.user, json: values.json, set: values.set };
}

/** @param {Wish} wish */
async function switches({ page, language, set }) {
  const settings = await Promise.all(set.map(parseSetting));
  return Object.assign({ page, language: tags[language] }, ...settings);
}

/** @param {Move} move */
function line({ number, step, ring, did, ms }) {
  const on = ring ? `${ring.role} "${ring.name}"` : '-';
  return `${String(number).padStart(2)}  ${(step ?? '-').padEnd(8)} ${on.padEnd(28)} ${String(ms).padStart(6)} ms  ${did}`;
}

/**
 * The player's turn.
 * @param {Wish} wish
 * @param {Portal} portal
 * @returns {Promise<{ end: End, transcript: Move[] }>}
 */
async function played(wish, portal) {
  const pictures = join(target, 'demo');
  await rm(pictures, { recursive: true, force: true });
  const browser = await launch(portal, { language: tags[wish.language] });
  try {
    const tell = wish.json ? undefined : (/** @type {Move} */ move) => console.log(line(move));
    const player = new Player(browser.page, tell ? { pictures, tell } : { pictures });
    await browser.page.goto(address(wish, portal));
    const end = await player.play(wish.user);
    await heard(portal, player.clicks);
    return { end, transcript: player.moves };
  } finally {
    await browser.close();
  }
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
 * A person's turn: it lasts until they close the browser.
 * @param {Wish} wish
 * @param {Portal} portal
 * @returns {Promise<{ end: End, transcript: Move[] }>}
 */
async function watched(wish, portal) {
  const browser = await launch(portal, { headless: false, language: tags[wish.language] });
  const closed = browser.context.waitForEvent('close', { timeout: 0 });
  await browser.page.goto(address(wish, portal));
  console.error(`The practice portal is open, with Guided Unblock in it. ${wish.user} is on the list.`);
  console.error('Press the small button of Guided Unblock, type the address and follow the ring. Close the browser to end.');
  const reading = await follow(new Panel(browser.page), (text) => console.error(text));
  await closed;
  await browser.close();
  const proven = reading?.state === 'done';
  const reason = reading?.reason || (proven ? 'proven' : 'the browser was closed');
  /** @type {End} */
  const end = { outcome: proven ? 'proven' : 'lost', step: reading?.step ?? null, reason, says: reading?.status ?? '', reading };
  return { end, transcript: [] };
}

/**
 * Tells what the panel says until its page is gone; answers with the last that it said.
 * @param {Panel} panel
 * @param {(text: string) => void} tell
 */
async function follow(panel, tell) {
  /** @type {import('./panel.mjs').Reading | null} */
  let last = null;
  try {
    for (last = await panel.read(); ; ) {
      const next = await panel.change(last, 2 ** 30);
      if (!next) continue;
      if (next.status !== last.status) tell(`${next.step ?? '-'}: ${next.alert || next.status}`);
      last = next;
    }
  } catch {
    // The page is gone: that is how a person ends the demo.
    return last;
  }
}

/**
 * @param {Wish} wish
 * @param {Portal} portal
 */
function address({ page }, portal) {
  const url = portal.pages[page];
  if (!url) throw new Error(`the practice portal has no page ${page}`);
  return url;
}

async function main() {
  let asked;
  let config;
  try {
    asked = wish();
    config = await switches(asked);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    return exits.bad_input;
  }
  const portal = await startPortal(config);
  try {
    const { end, transcript } = await (asked.headless ? played : watched)(asked, portal);
    const ledger = portal.ledger();
    const code = exits[end.outcome];
    const summary = `${end.outcome} at ${end.step ?? 'the start'}: ${end.reason}${end.says ? `: ${end.says}` : ''}`;
    if (asked.json) {
      const { outcome, step, reason, says } = end;
      console.log(JSON.stringify({ ...asked, transcript, outcome, exit: code, step, reason, says, ledger }, null, 2));
      console.error(summary);
    } else {
      console.log(`portal: unblocked ${ledger.unblocked.join(', ') || 'nobody'}; untrusted clicks ${ledger.untrusted_clicks}`);
      console.log(summary);
    }
    return code;
  } finally {
    await portal.close();
  }
}

process.exitCode = await main();
