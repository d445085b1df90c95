// What a person can read in the panel, and the controls they have there. Nothing of the portal is in here.

import { overlay, patience } from './launch.mjs';

/**
 * @typedef {import('playwright-core').Frame} Frame
 * @typedef {import('playwright-core').Page} Page
 *
 * @typedef {{
 *   step: string | null,
 *   state: string | null,
 *   reason: string | null,
 *   target: { role: string, name: string } | null,
 *   appearance: string,
 *   status: string,
 *   alert: string,
 *   queue: { over: boolean, position: string, lines: { subject: string, standing: string }[] } | null,
 *   controls: { name: string, enabled: boolean, checked: boolean }[],
 * }} Reading `appearance` differs for every time that a target appeared, the same one again included
 */

/** The panel of one page. It outlives reloads: whoever reads it finds the frame of the page's newest document. */
export class Panel {
  /**
   * @param {Page} page
   * @param {number} [waits] how long a document may take to show its panel
   */
  constructor(page, waits = patience) {
    this.page = page;
    this.waits = waits;
  }

  /**
   * The panel as it is now.
   * @returns {Promise<Reading>}
   */
  async read() {
    return this.#inFrame((frame) => frame.evaluate(look, { last: null, patience: 0 }).then(certain));
  }

  /**
   * The panel as soon as it is not `last` any more, or `null` when it stays the same for `stall` milliseconds.
   * @param {Reading} last
   * @param {number} stall
   * @returns {Promise<Reading | null>}
   */
  async change(last, stall) {
    return this.#inFrame((frame) => frame.evaluate(look, { last: JSON.stringify(last), patience: stall }));
  }

  /**
   * The panel as soon as it shows what is wanted; fails when it stays the same for too long before.
   * @param {(reading: Reading) => boolean} wanted
   * @returns {Promise<Reading>}
   */
  async until(wanted) {
    let reading = await this.read();
    while (!wanted(reading)) {
      const next = await this.change(reading, patience);
      if (!next) throw new Error(`the panel stayed at ${JSON.stringify(reading)}`);
      reading = next;
    }
    return reading;
  }

  /**
   * A control of the panel, by the name that no language changes.
   * @param {string} name
   */
  async control(name) {
    return (await overlay(this.page)).locator(`[data-gu="${name}"]`);
  }

  /**
   * Presses a control with the mouse. A frame that has just grown is still small where the browser looks up who gets the pointer, for
   * a frame or two: like a person, the mouse is over the control before it presses.
   * @param {string} name
   * @param {number} [timeout] how long it may take until it can be pressed
   */
  async press(name, timeout = patience) {
    const control = await this.control(name), deadline = Date.now() + timeout;
    do await control.hover({ timeout });
    while (!(await control.evaluate((element) => element.matches(':hover'), undefined, { timeout })) && Date.now() < deadline);
    await control.click({ timeout });
  }

  /**
   * Replaces what the text box holds, as pasting does.
   * @param {string} name
   * @param {string} text
   */
  async type(name, text) {
    await this.press(name);
    // The panel is another process than its page: keys go where they are meant to once the browser has moved the focus over.
    await (await overlay(this.page)).waitForFunction((name) => {
      return document.hasFocus() && document.activeElement?.matches(`[data-gu="${name}"]`);
    }, name, { timeout: patience });
    await this.page.keyboard.press('ControlOrMeta+a');
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.insertText(text);
  }

  /** Everything that can be read in the panel. */
  async text() {
    return (await overlay(this.page)).locator('body').innerText();
  }

  /** The panel's document as text, for a failure's report. */
  async html() {
    return (await overlay(this.page, 1000)).content();
  }

  /**
   * A frame that goes away while it is read belongs to a document that was left: the next one has its own.
   * @template T
   * @param {(frame: Frame) => Promise<T>} read
   * @returns {Promise<T>}
   */
  async #inFrame(read) {
    for (;;) {
      try {
        return await read(await overlay(this.page, this.waits));
      } catch (error) {
        if (this.page.isClosed() || !wasLeft(error)) throw error;
      }
    }
  }
}

/** @param {unknown} error */
function wasLeft(error) {
  return error instanceof Error && /detached|context was destroyed|navigation|Cannot find context|has been closed/i.test(error.message);
}

/**
 * @param {Reading | null} reading
 * @returns {Reading}
 */
function certain(reading) {
  if (!reading) throw new Error('the panel could not be read');
  return reading;
}

/**
 * Runs inside the panel's document: answers with a reading that is not `last`, or with `null` after `patience`.
 * @param {{ last: string | null, patience: number }} wish
 * @returns {Promise<Reading | null>}
 */
async function look({ last, patience }) {
  /** @type {{ guAppearances?: { count: number, now: string } }} */
  const memory = /** @type {any} */ (globalThis);
  const target = () => {
    const main = document.querySelector('main');
    const role = main?.getAttribute('data-target-role');
    return main && role ? { role, name: main.getAttribute('data-target-name') ?? '' } : null;
  };
  if (!memory.guAppearances) {
    const seen = (memory.guAppearances = { count: 0, now: '' });
    const count = () => {
      const now = JSON.stringify(target());
      if (now !== seen.now && now !== 'null') seen.count += 1;
      seen.now = now;
    };
    count();
    new MutationObserver((records) => {
      // Taken away and set again within one task: the records know, the page does not show it any more.
      const again = records.some((record) => record.attributeName === 'data-target-role' && record.oldValue === null);
      if (again && JSON.stringify(target()) === seen.now) seen.count += 1;
      else count();
    }).observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-target-role', 'data-target-name'],
      attributeOldValue: true,
    });
  }
  const seen = memory.guAppearances;

  /** @param {string} selector */
  const text = (selector) => (document.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
  /** The users that were given together; their lines are there while they are shown. */
  const queue = () => {
    const section = document.querySelector('section.queue');
    if (!section) return null;
    const lines = [...section.querySelectorAll('[data-standing]')].map((line) => ({
      subject: line.querySelector('bdi')?.textContent ?? '',
      standing: line.getAttribute('data-standing') ?? '',
    }));
    return { over: section.getAttribute('data-queue') === 'over', position: text('[data-gu=queue-position]'), lines };
  };
  /** @returns {Reading} */
  const read = () => {
    const main = document.querySelector('main');
    return {
      step: main?.getAttribute('data-step') ?? null,
      state: main?.getAttribute('data-state') ?? null,
      reason: main?.getAttribute('data-reason') ?? null,
      target: target(),
      appearance: `${Math.round(performance.timeOrigin)}.${seen.count}`,
      status: text('[role=status]'),
      alert: text('[role=alert]'),
      queue: queue(),
      controls: [...document.querySelectorAll('[data-gu]')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => ({
          name: element.getAttribute('data-gu') ?? '',
          enabled: !element.matches(':disabled, [aria-disabled=true]'),
          checked: element.matches(':checked, [aria-checked=true]'),
        })),
    };
  };

  const now = read();
  if (JSON.stringify(now) !== last) return now;
  if (patience === 0) return null;
  return new Promise((resolve) => {
    /** @param {Reading | null} reading */
    const end = (reading) => {
      clearTimeout(timer);
      observer.disconnect();
      resolve(reading);
    };
    const observer = new MutationObserver(() => {
      const reading = read();
      if (JSON.stringify(reading) !== last) end(reading);
    });
    const timer = setTimeout(() => end(null), patience);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}
