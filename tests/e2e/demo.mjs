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
 * @typedef {{
 *   headless: boolean,
 *   page: 'seed' | 'now',
 *   language: 'nb' | 'en',
 *   user: string,
 *   users: string[],
 *   json: boolean,
 *   set: string[],
 * }} Wish
 */

/** Who is given with `--users`, and how it has to end for them. */
const many = /** @type {const} */ ([
  ['adele.vance@contoso.com', 'proven'],
  ['alex.wilber@contoso.com', 'proven'],
  ['left.last.year@contoso.com', 'not_listed'],
  ['diego.siciliani@contoso.com', 'proven'],
  ['scanner.relay@contoso.com', 'connector'],
  ['grady.archie@contoso.com', 'proven'],
  // The second letter is a Cyrillic one.
  ['r\u043eb@contoso.com', 'look_alike'],
  ['isaiah.langer@contoso.com', 'proven'],
  ['joni.sherman@contoso.com', 'proven'],
  ['no.such.user@contoso.com', 'not_listed'],
  ['lee.gu@contoso.com', 'proven'],
  ['lidia.holloway@contoso.com', 'proven'],
]);

const usage = 'usage: [--headless] [--page seed|now] [--language nb|en] [--user ADDRESS | --users 2..12] [--set key=value] [--json]';

/** @returns {Wish} */
function wish() {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      page: { type: 'string', default: 'now' },
      language: { type: 'string', default: 'en' },
      user: { type: 'string', default: 'rob@contoso.com' },
      users: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  const { page, language } = values;
  if (page !== 'seed' && page !== 'now') throw new Error(`--page is seed or now, not ${page}`);
  if (language !== 'nb' && language !== 'en') throw new Error(`--language is nb or en, not ${language}`);
  const count = values.users === '' ? 0 : Number(values.users);
  if (values.users !== '' && !(Number.isInteger(count) && count >= 2 && count <= many.length)) {
    throw new Error(`--users is a number from 2 to ${many.length}, not ${values.users}`);
  }
  const users = many.slice(0, count).map(([address]) => address);
  const user = users.length > 0 ? users.join('\n') : values.user;
  return { headless: values.headless, page, language, user, users, json: values.json, set: values.set };
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
 * How the panel says that the users of a queue stand, beside how they have to; and whether the portal's own ledger holds exactly
 * those that it calls unblocked.
 * @param {Wish} wish
 * @param {End} end
 * @param {import('./portal.mjs').Ledger} ledger
 */
function table({ users }, end, ledger) {
  const expected = new Map(many);
  const lines = end.reading?.queue?.lines ?? [];
  const rows = users.map((user, at) => {
    const line = lines[at];
    const standing = line?.subject === user ? line.standing : 'lost';
    const inLedger = ledger.unblocked.filter((identity) => identity === user).length;
    const right = standing === expected.get(/** @type {any} */ (user)) && inLedger === (standing === 'proven' ? 1 : 0);
    return { user, standing, ledger: inLedger, right };
  });
  const strangers = ledger.unblocked.filter((identity) => !users.includes(identity));
  const right = rows.every((row) => row.right) && strangers.length === 0 && lines.length === users.length && ledger.untrusted_clicks === 0;
  return { rows, strangers, right };
}

/** @param {ReturnType<typeof table>} report */
function printed({ rows, strangers }) {
  const width = Math.max(...rows.map(({ user }) => user.length));
  const lines = rows.map(({ user, standing, ledger, right }, at) => {
    const unblocked = ledger > 0 ? `unblocked by the portal ${ledger} time${ledger > 1 ? 's' : ''}` : 'not in the portal\u2019s ledger';
    return `${String(at + 1).padStart(2)}  ${user.padEnd(width)}  ${standing.padEnd(10)}  ${unblocked}${right ? '' : '  WRONG'}`;
  });
  const counts = [...new Set(rows.map(({ standing }) => standing))].map((standing) => {
    return `${rows.filter((row) => row.standing === standing).length} ${standing}`;
  });
  return [...lines, counts.join(', '), ...strangers.map((stranger) => `WRONG: the portal unblocked ${stranger}`)].join('\n');
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
    const report = asked.users.length > 0 ? table(asked, end, ledger) : null;
    const code = report && end.outcome === 'through' && !report.right ? 1 : exits[end.outcome];
    const summary = `${end.outcome} at ${end.step ?? 'the start'}: ${end.reason}${end.says ? `: ${end.says}` : ''}`;
    if (asked.json) {
      const { outcome, step, reason, says } = end;
      console.log(JSON.stringify({ ...asked, report, transcript, outcome, exit: code, step, reason, says, ledger }, null, 2));
      console.error(summary);
    } else {
      if (report) console.log(printed(report));
      console.log(`portal: unblocked ${ledger.unblocked.join(', ') || 'nobody'}; untrusted clicks ${ledger.untrusted_clicks}`);
      console.log(summary);
    }
    return code;
  } finally {
    await portal.close();
  }
}

process.exitCode = await main();
