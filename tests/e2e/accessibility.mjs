// Puts the agent's eyes and the core's roles and names beside the browser's own accessibility tree, node by node.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').CDPSession} CDPSession
 * @typedef {{ role: string, name: string }} Said
 * @typedef {{ what: string, theirs: Said | null, ours: Said | null }} Difference
 */

/** What people use, and what the guide takes its bearings from. */
const compared = new Set(('button link checkbox radio switch textbox searchbox combobox listbox option slider spinbutton menuitem '
  + 'menuitemcheckbox menuitemradio tab treeitem dialog alertdialog heading alert status progressbar toolbar menubar menu tablist '
  + 'grid treegrid table row columnheader rowheader gridcell cell main navigation banner search').split(' '));
/** Roles whose names nobody looks at, and which Chromium computes only where a screen reader stops. */
const nameless = new Set('grid treegrid table row columnheader rowheader gridcell cell main banner'.split(' '));
/** What the browser calls by names of its own. */
const aliases = /** @type {Record<string, string>} */ ({ DisclosureTriangle: 'button', ColorWell: 'button', ToggleButton: 'button', Date: 'textbox', image: 'img' });

/** Roles and names of a snapshot by handle, from `examples/names.rs`. @param {string} text */
export function names(text) {
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const out = execFileSync('cargo', ['run', '--quiet', '--example', 'names'], { cwd, input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
  return out.trimEnd().split('\n').map((line) => {
    const [handle = '', role = '', name = ''] = line.split('\t');
    return { handle, role, name };
  });
}

export class Accessibility {
  /** @param {Page} page */
  static async of(page) {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('DOM.enable');
    await cdp.send('Page.enable');
    return new Accessibility(cdp, await readFile(new URL('../../extension/page/eyes.js', import.meta.url), 'utf8'));
  }

  /** @param {CDPSession} cdp @param {string} eyes */
  constructor(cdp, eyes) {
    this.cdp = cdp;
    this.eyes = eyes;
  }

  /** All frames of the page, the top one first. */
  async frames() {
    const { frameTree } = await this.cdp.send('Page.getFrameTree');
    /** @param {typeof frameTree} tree @returns {string[]} */
    const ids = (tree) => [tree.frame.id, ...(tree.childFrames ?? []).flatMap(ids)];
    return ids(frameTree);
  }

  /** A world of its own beside the page's, as the agent has one, with the eyes in it. */
  async world() {
    const [frameId = ''] = await this.frames();
    const { executionContextId } = await this.cdp.send('Page.createIsolatedWorld', { frameId });
    await this.evaluate(executionContextId, `globalThis.guidedUnblock ??= {}; ${this.eyes}`);
    return executionContextId;
  }

  /** @param {number} contextId @param {string} expression @param {boolean} [returnByValue] */
  async evaluate(contextId, expression, returnByValue = true) {
    const { result, exceptionDetails } = await this.cdp.send('Runtime.evaluate', { expression, contextId, returnByValue, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result;
  }

  /** What the core makes of a look, by the browser's node numbers. @param {number} world @param {string} text */
  async ours(world, text) {
    const told = names(text).filter(({ role }) => compared.has(role));
    const nodes = await this.evaluate(world, `[${told.map(({ handle }) => handle)}].map((handle) => guidedUnblock.eyes.node(handle))`, false);
    const { result: properties } = await this.cdp.send('Runtime.getProperties', { objectId: nodes.objectId ?? '', ownProperties: true });
    const known = await Promise.all(properties.map(async ({ name, value }) => {
      const said = told[Number(name)];
      if (!said || !value?.objectId) return [];
      const { node } = await this.cdp.send('DOM.describeNode', { objectId: value.objectId });
      return [/** @type {const} */ ([node.backendNodeId, { ...said, what: value.description ?? '' }])];
    }));
    return new Map(known.flat());
  }

  /** The browser's own tree. @returns {Promise<Map<number, Said & { ignored: boolean }>>} */
  async theirs() {
    await this.cdp.send('Accessibility.enable');
    const theirs = new Map();
    for (const frameId of await this.frames()) {
      const { nodes } = await this.cdp.send('Accessibility.getFullAXTree', { frameId });
      for (const { backendDOMNodeId, role, name, ignored } of nodes) {
        if (backendDOMNodeId) theirs.set(backendDOMNodeId, { role: aliases[role?.value] ?? role?.value ?? '', name: name?.value ?? '', ignored });
      }
    }
    return theirs;
  }

  /** How many nodes were compared, and where the two differ; taken while the page stood still, two frames before and after.
   * @returns {Promise<{ compared: number, differences: Difference[] }>} */
  async compare() {
    const world = await this.world();
    const look = async () => {
      await this.evaluate(world, 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))');
      return (await this.evaluate(world, 'guidedUnblock.eyes.look({ needles: [""], epoch: 1 })')).value;
    };
    for (let before = await look(), after = ''; ; before = after) {
      after = await look();
      if (after !== before) continue;
      const theirs = await this.theirs();
      const ours = await this.ours(world, after);
      if ((await look()) === after) return difference(ours, theirs);
    }
  }
}

/**
 * @param {Map<number, Said & { what: string }>} ours
 * @param {Map<number, Said & { ignored: boolean }>} theirs
 */
function difference(ours, theirs) {
  let count = 0;
  /** @type {Difference[]} */
  const differences = [];
  for (const [node, their] of theirs) {
    const our = ours.get(node);
    // What the browser keeps from assistive technology has no role or name to compare.
    if (their.ignored || !(compared.has(their.role) || (our && compared.has(our.role)))) continue;
    count += 1;
    const same = our && our.role === their.role && (nameless.has(our.role) || our.name === their.name.trim());
    if (!same) differences.push({ what: our?.what ?? '', theirs: { role: their.role, name: their.name }, ours: our ? { role: our.role, name: our.name } : null });
  }
  return { compared: count, differences };
}
