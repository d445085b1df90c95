// The practice portal as the end-to-end tests see it: its interface, with types. The portal knows nothing of this.

/**
 * @typedef {{
 *   unblocked: string[],
 *   attempts: { identities: string[], outcome: string }[],
 *   events: { pointer: number, mouse: number, click: number, key: number, input: number, move: number },
 *   untrusted_clicks: number,
 *   untrusted_keys: number,
 *   untrusted_inputs: number,
 *   untrusted_pointers: number,
 *   untrusted_mouse: number,
 *   outside: { untrusted_clicks: number, untrusted_pointers: number, untrusted_mouse: number },
 *   untrusted: Record<string, unknown>[],
 *   clicks: Record<string, unknown>[],
 * }} Ledger what the server saw
 *
 * @typedef {Record<string, unknown>} Switches see tests/portal/config.mjs
 *
 * @typedef {{
 *   port: number,
 *   spki: string,
 *   hosts: string[],
 *   pages: Record<string, string>,
 *   ledger(): Ledger,
 *   requests(): { host: string, path: string, method: string }[],
 *   state(): { config: Switches, listed: string[] },
 *   reset(config?: Switches): void,
 *   config(patch: Switches): void,
 *   serve(document: string | null): void,
 *   close(): Promise<void>,
 * }} Portal
 */

// Found at run time, so that the type check ends at this file.
const home = new URL('../portal/', import.meta.url).href;

/**
 * Starts a portal of its own on free ports.
 * @param {Switches} config
 * @returns {Promise<Portal>}
 */
export async function startPortal(config) {
  const { startPortal: start } = await import(`${home}server.mjs`);
  return start({ config });
}

/**
 * `key=value` of the command line as switches; throws a sentence when it is none.
 * @param {string} text
 * @returns {Promise<Switches>}
 */
export async function parseSetting(text) {
  const { parseSetting: parse, checked } = await import(`${home}config.mjs`);
  return checked(parse(text));
}

/** The language tags that `--language` stands for. */
export const tags = /** @type {const} */ ({ en: 'en-US', nb: 'nb-NO' });
