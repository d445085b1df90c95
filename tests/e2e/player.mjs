// Plays the admin. It reads the panel and nothing else, and clicks the middle of the ring and nothing else: it has no selector
// into the portal, so it gets exactly as far as the guide leads.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Panel } from './panel.mjs';
import { Ring, middle } from './ring.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./panel.mjs').Reading} Reading
 *
 * @typedef {{
 *   number: number,
 *   step: string | null,
 *   ring: { role: string, name: string } | null,
 *   did: string,
 *   ms: number,
 *   screenshot: string | null,
 * }} Move `ms` since the move before
 *
 * @typedef {'proven' | 'through' | 'bad_input' | 'refused' | 'not_listed' | 'lost' | 'stopped'} Outcome
 *
 * @typedef {{
 *   outcome: Outcome,
 *   step: string | null,
 *   reason: string,
 *   says: string,
 *   reading: Reading | null,
 * }} End `reason`: the guide's own key, or one of the player's; `says`: what the panel says, for people
 */

/** What a run ended with, as the exit code of the demo. */
export const exits = /** @type {const} */ ({ proven: 0, through: 0, bad_input: 2, refused: 3, not_listed: 4, lost: 5, stopped: 5 });

/** How long it takes to find out that the small button has gone away, in milliseconds. */
const aim = 10_000;

/** How long a guide may be lost before the player believes it, in milliseconds. */
const mercy = 5000;

/** The admin of one page. */
export class Player {
  /**
   * @param {Page} page
   * @param {{ stall?: number, pictures?: string | null, tell?: (move: Move) => void }} [options] `stall`: after how many
   *   milliseconds without any change the player gives up; `pictures`: a directory for one screenshot per move
   */
  constructor(page, { stall = 20_000, pictures = null, tell = () => undefined } = {}) {
    this.page = page;
    this.panel = new Panel(page, stall);
    this.stall = stall;
    this.pictures = pictures;
    this.tell = tell;
    /** @type {Ring | null} */
    this.ring = null;
    /** @type {Move[]} */
    this.moves = [];
    /** Clicks on the portal. */
    this.clicks = 0;
    this.since = Date.now();
    this.started = false;
    this.expanded = '';
    this.reloaded = false;
    /** The appearance of the target that was clicked: a person does not click the same ring twice. */
    this.clicked = '';
    /** The last ring could not be seen in the picture. */
    this.unseen = false;
  }

  /**
   * Follows the guide until it comes to an end, or until `stop` likes what the panel shows.
   * @param {string} user what to type as the blocked user
   * @param {(reading: Reading) => boolean} [stop]
   * @returns {Promise<End>}
   */
  async play(user, stop = () => false) {
    this.ring ??= await Ring.of(this.page);
    if (this.pictures) await mkdir(this.pictures, { recursive: true });
    /** @type {Reading | null} */
    let reading = null;
    try {
      reading = await this.panel.read();
      for (;;) {
        if (stop(reading)) return end('stopped', 'player.stopped', reading);
        const over = this.#over(reading);
        if (over) {
          /** @type {Reading | null} */
          const found = over.outcome === 'lost' ? await this.#patiently(reading) : null;
          if (!found && !can(reading, 'button-skip')) return await this.#ended(over);
          if (found) {
            reading = found;
            continue;
          }
          const stopped = reading;
          await this.#move(stopped, 'skip', `went on without this user: ${stopped.reason}`, () => this.panel.press('button-skip'));
          this.reloaded = false;
        } else {
          await this.#act(reading, user);
        }
        /** @type {Reading | null} */
        const next = await this.panel.change(reading, this.stall);
        if (!next) return await this.#ended(end('lost', this.unseen ? 'player.ring_unseen' : 'player.stalled', reading));
        reading = next;
      }
    } catch (error) {
      if (this.page.isClosed()) return end('lost', 'player.closed', reading);
      const message = error instanceof Error ? error.message : String(error);
      return { ...end('lost', reading ? 'player.failed' : 'player.no_panel', reading), says: message.split('\n')[0] ?? '' };
    }
  }

  /**
   * @param {Reading} reading
   * @returns {End | null}
   */
  #over(reading) {
    const reason = reading.reason ?? '';
    if (reading.queue?.over) return end('through', reason, reading);
    // The users of a queue are all to have their turn.
    if (reading.queue && reading.state === 'done') return null;
    if (reading.state === 'done') return end('proven', reason || 'proven', reading);
    // Without an alert it is the question itself, which stands there until the worker has answered.
    if (this.started && reason.startsWith('intake.') && reading.alert !== '') return end('bad_input', reason, reading);
    if (reason.startsWith('find.not_listed')) return end('not_listed', reason, reading);
    if (this.#canReload(reading)) return null;
    if (reading.state === 'refused') return end('refused', reason, reading);
    if (reading.state === 'lost') return end('lost', reason, reading);
    return null;
  }

  /**
   * The panel says that a fresh page settles it; a person would try that once.
   * @param {Reading} reading
   */
  #canReload(reading) {
    return !this.reloaded && reading.controls.some((control) => control.name === 'button-reload' && control.enabled);
  }

  /**
   * Does what the panel asks for, if it asks for anything.
   * @param {Reading} reading
   * @param {string} user
   */
  async #act(reading, user) {
    const can = (/** @type {string} */ name) => reading.controls.some((control) => control.name === name && control.enabled && !control.checked);
    if (reading.step === null || (can('expand') && !can('start') && !reading.target)) {
      // A press that has been given does its work in its own time: once per document.
      const document = reading.appearance.split('.')[0] ?? '';
      if (!can('expand') || this.expanded === document) return;
      this.expanded = document;
      await this.#move(reading, 'expand', 'pressed the small button', () => this.#expand());
    } else if (can('intake') && can('start') && !this.started) {
      await this.#move(reading, 'start', `typed ${shown(user)} and pressed Start`, async () => {
        await this.panel.type('intake', user);
        await this.panel.press('start');
        this.started = true;
      });
    } else if (this.#canReload(reading)) {
      this.reloaded = true;
      await this.#move(reading, 'reload', `pressed Reload: ${reading.reason}`, () => this.panel.press('button-reload'));
    } else if (reading.queue && reading.state === 'done' && can('button-next_user')) {
      this.reloaded = false;
      await this.#move(reading, 'next', 'pressed Next user', () => this.panel.press('button-next_user'));
    } else if (can('gate-reset')) {
      await this.#move(reading, 'gate', 'ticked that the password was reset', () => this.panel.press('gate-reset'));
    } else if (reading.target && this.clicked !== reading.appearance) {
      await this.#clickRing(reading);
    }
  }

  /** Presses the small button. With a case at hand the panel opens by itself, and may do so while the mouse is on its way. */
  async #expand() {
    try {
      await this.panel.press('expand', aim);
    } catch (error) {
      if (can(await this.panel.read(), 'expand')) throw error;
    }
  }

  /** @param {Reading} reading */
  async #clickRing(reading) {
    const deadline = Date.now() + this.stall;
    const still = async () => {
      const now = await this.panel.read();
      return now.appearance === reading.appearance && now.target !== null && Date.now() < deadline;
    };
    /** @type {import('./ring.mjs').Box | null | undefined} */
    let box = null;
    /** @type {Buffer | undefined} */
    let screenshot, looks = 0;
    // Whoever does not see the ring yet looks once more: the page may have been drawn anew in between. The transcript says so.
    do {
      looks += 1;
      box = await this.ring?.settled(still);
      // The target went away before its ring stood still: the panel has changed and says more.
      if (!box) return;
      screenshot = this.pictures ? await this.page.screenshot() : undefined;
      this.unseen = !(await this.ring?.painted(box, screenshot));
    } while (this.unseen);
    const { x, y } = middle(box);
    const what = `${reading.target?.role}-${reading.target?.name}`;
    await this.#move(reading, what, `clicked the middle of the ring at ${Math.round(x)},${Math.round(y)}${looks > 1 ? `, seen at look ${looks}` : ''}`, async () => {
      this.clicked = reading.appearance;
      this.clicks += 1;
      await this.page.mouse.click(x, y);
    }, screenshot);
  }

  /**
   * @param {Reading} reading
   * @param {string} what
   * @param {string} did
   * @param {() => Promise<void>} act
   * @param {Buffer} [picture] of the moment before, when there is one already
   */
  async #move(reading, what, did, act, picture) {
    const before = Date.now();
    const screenshot = await this.#keep(reading, what, picture);
    const pictured = Date.now() - before;
    await act();
    const move = {
      number: this.moves.length + 1,
      step: reading.step,
      ring: reading.target,
      did,
      ms: Date.now() - this.since - pictured,
      screenshot,
    };
    this.since = Date.now();
    this.moves.push(move);
    this.tell(move);
  }

  /**
   * A guide that is lost may find its way as soon as a slow page shows what was missing. A person would give it a moment; that it
   * was needed stays in the transcript.
   * @param {Reading} lost
   * @returns {Promise<Reading | null>}
   */
  async #patiently(lost) {
    const deadline = Date.now() + mercy;
    /** @type {Reading | null} */
    let reading = lost;
    while (reading?.state === 'lost') reading = await this.panel.change(reading, Math.max(1, deadline - Date.now()));
    if (reading) await this.#move(lost, 'lost', `waited for a guide that was lost: ${lost.reason}`, async () => undefined);
    return reading;
  }

  /**
   * The last picture shows how it ended.
   * @param {End} end
   */
  async #ended(end) {
    if (end.reading) await this.#keep(end.reading, end.outcome);
    return end;
  }

  /**
   * Keeps a picture of the page under a name that says what it shows.
   * @param {Reading} reading
   * @param {string} what
   * @param {Buffer} [picture]
   */
  async #keep(reading, what, picture) {
    if (!this.pictures) return null;
    const number = String(this.moves.length + 1).padStart(2, '0');
    const name = `${number}-${reading.step ?? 'page'}-${slug(what)}.png`;
    await writeFile(join(this.pictures, name), picture ?? (await this.page.screenshot()));
    return name;
  }
}

/**
 * Whether the panel has this control, and it reacts.
 * @param {Reading} reading
 * @param {string} name
 */
function can(reading, name) {
  return reading.controls.some((control) => control.name === name && control.enabled);
}

/**
 * @param {Outcome} outcome
 * @param {string} reason
 * @param {Reading | null} reading
 * @returns {End}
 */
function end(outcome, reason, reading) {
  return { outcome, step: reading?.step ?? null, reason, says: reading?.alert || reading?.status || '', reading };
}

/**
 * What was typed, short enough for one line.
 * @param {string} text
 */
function shown(text) {
  const quoted = JSON.stringify(text);
  return quoted.length > 60 ? `${quoted.slice(0, 50)}… (${text.length} characters)` : quoted;
}

/** @param {string} text */
function slug(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 50);
}
