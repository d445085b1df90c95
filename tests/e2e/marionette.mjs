// Drives the installed Firefox by its own remote protocol, Marionette: the only one that also reaches the documents of an
// extension. Messages are JSON with their length in bytes before them; every command has one answer.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long the browser may take to listen, in milliseconds. */
const patience = 60_000;
/** What WebDriver calls the keys that type nothing. @type {Record<string, string>} */
const CODES = { Shift: '\uE008', Tab: '\uE004', Enter: '\uE006', Escape: '\uE00C' };

/**
 * @typedef {{ id: string, type: string, actions: Record<string, unknown>[], parameters?: Record<string, unknown> }} Source
 */

export class Firefox {
  /**
   * A browser with a profile of its own, without a window.
   * @param {string} path of its command
   * @param {Record<string, string | number | boolean>} preferences
   */
  static async launch(path, preferences) {
    const profile = await mkdtemp(join(tmpdir(), 'guided-unblock-'));
    const lines = Object.entries({ ...preferences, 'marionette.port': 0 }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    await writeFile(join(profile, 'user.js'), lines.join('\n'));
    // The keyboard is the window's, and the window is the browser's own: whoever drives that has to be let.
    const words = ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile];
    const child = spawn(path, words, { stdio: 'ignore' });
    const firefox = new Firefox(profile, child);
    try {
      await firefox.#listen();
      await firefox.send('WebDriver:NewSession', { acceptInsecureCerts: true });
    } catch (error) {
      await firefox.close();
      throw error;
    }
    return firefox;
  }

  /** @param {string} profile @param {import('node:child_process').ChildProcess} child */
  constructor(profile, child) {
    this.profile = profile;
    this.child = child;
    /** @type {import('node:net').Socket | null} */
    this.socket = null;
    this.last = 0;
    /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
    this.waiting = new Map();
    this.ended = new Promise((resolve) => {
      child.on('exit', resolve);
      child.on('error', resolve);
    });
  }

  /** The browser writes down on which port it listens. */
  async #listen() {
    for (const end = Date.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      if (this.child.exitCode !== null) throw new Error(`Firefox ended with ${this.child.exitCode}`);
      const port = Number(await readFile(join(this.profile, 'MarionetteActivePort'), 'utf8').catch(() => ''));
      if (port > 0) return this.#connect(port);
      if (Date.now() > end) throw new Error('Firefox does not listen');
    }
  }

  /** @param {number} port @returns {Promise<void>} */
  #connect(port) {
    const socket = connect(port, '127.0.0.1');
    this.socket = socket;
    let read = Buffer.alloc(0);
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => {
        for (const { reject: fail } of this.waiting.values()) fail(new Error('Firefox is gone'));
        this.waiting.clear();
      });
      socket.on('data', (data) => {
        read = Buffer.concat([read, data]);
        for (;;) {
          const colon = read.indexOf(':');
          const size = Number(read.subarray(0, colon).toString());
          if (colon < 0 || read.length < colon + 1 + size) return;
          const message = JSON.parse(read.subarray(colon + 1, colon + 1 + size).toString());
          read = read.subarray(colon + 1 + size);
          // The first one is a greeting.
          if (!Array.isArray(message)) { resolve(); continue; }
          const [, id, error, result] = message;
          const asked = this.waiting.get(id);
          this.waiting.delete(id);
          if (error) asked?.reject(new Error(`${error.error}: ${error.message}`));
          else asked?.resolve(result && 'value' in result ? result.value : result);
        }
      });
    });
  }

  /** @param {string} name @param {Record<string, unknown>} [parameters] @returns {Promise<any>} */
  send(name, parameters = {}) {
    const id = (this.last += 1);
    const text = JSON.stringify([0, id, name, parameters]);
    return new Promise((resolve, reject) => {
      // Nobody would answer what is written into a line that has ended.
      if (!this.socket || this.socket.destroyed) return reject(new Error('Firefox is gone'));
      this.waiting.set(id, { resolve, reject });
      this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  /** Runs a script in the document that is looked at. @param {string} script @param {unknown[]} args */
  run(script, ...args) {
    return this.send('WebDriver:ExecuteScript', { script, args });
  }

  /** Looks at the document in the page's frame of this number, in the order of the page; without one at the page itself. @param {number | null} id */
  frame(id = null) {
    return this.send('WebDriver:SwitchToFrame', { id });
  }

  /** Presses the mouse at a place of the document that is looked at. @param {number} x @param {number} y */
  async click(x, y) {
    const move = { type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) };
    const actions = [move, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    await this.send('WebDriver:PerformActions', { actions: [{ id: 'mouse', type: 'pointer', parameters: { pointerType: 'mouse' }, actions }] });
  }

  /** Types a text where the keyboard is. @param {string} text */
  async type(text) {
    await this.#keys([...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]));
  }

  /** Presses a key where the keyboard is, as `Tab` or `Shift+Tab`. @param {string} name */
  async key(name) {
    const values = name.split('+').map((part) => CODES[part] ?? part);
    await this.#keys([
      ...values.map((value) => ({ type: 'keyDown', value })),
      ...values.reverse().map((value) => ({ type: 'keyUp', value })),
    ]);
  }

  /** Keys go to the window, which knows in which document the keyboard is; given to a document they would stay in its process.
   * @param {{ type: string, value: string }[]} actions */
  async #keys(actions) {
    await this.send('Marionette:SetContext', { value: 'chrome' });
    try {
      await this.send('WebDriver:PerformActions', { actions: [{ id: 'keys', type: 'key', actions }] });
    } finally {
      await this.send('Marionette:SetContext', { value: 'content' });
    }
  }

  /** A picture of the window. @returns {Promise<Buffer>} */
  async screenshot() {
    return Buffer.from(await this.send('WebDriver:TakeScreenshot', { full: false, hash: false }), 'base64');
  }

  async close() {
    if (this.socket && !this.socket.destroyed) await this.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
    this.socket?.destroy();
    this.child.kill();
    await this.ended;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
