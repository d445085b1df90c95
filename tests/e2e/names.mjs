// Roles and names of marked elements in HTML files: what the core computes from what the eyes report, beside what the file
// expects (data-expectedlabel, data-expectedrole, as the public accname tests write it) or beside Chromium's own tree.
//
//   node tests/e2e/names.mjs --wpt DIR     every .html below DIR, against its own expectations; prints the passed count
//   node tests/e2e/names.mjs FILE…         the marked elements of these files (class "ex"), against Chromium
//
// The eyes never report what somebody typed; the specification makes a text box inside a label say its value. So here, where
// nobody types, they are told that the guide typed into every box itself.

import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { Accessibility, names } from './accessibility.mjs';
import { launch } from './launch.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {{ role: string, name: string }} Said
 * @typedef {{ test: string, label: string | null, role: string | null, ours: Said | null, theirs: (Said & { ignored: boolean }) | null }} Case
 *   `label`, `role`: what the file expects; `theirs`: Chromium's
 */

/** Runs in the eyes' world: the marked elements, those in open shadow roots too. */
const marked = `(() => {
  const found = [], roots = [document];
  for (const root of roots) for (const node of root.querySelectorAll('*')) {
    if (node.shadowRoot) roots.push(node.shadowRoot);
    if (node.matches('.ex, [data-expectedlabel], [data-expectedrole]')) found.push(node);
  }
  return found;
})()`;
const described = `${marked}.map((node) => ({ handle: guidedUnblock.eyes.handle(node), label: node.getAttribute('data-expectedlabel'),
  role: node.getAttribute('data-expectedrole'), test: node.getAttribute('data-testname') ?? node.outerHTML.replace(/\\s+/g, ' ').slice(0, 110) }))`;

/** What is marked in the page, as both see it. @param {Page} page @returns {Promise<Case[]>} */
export async function cases(page) {
  const accessibility = await Accessibility.of(page);
  const world = await accessibility.world();
  await accessibility.evaluate(world, `[document, ...${marked}.map((node) => node.getRootNode())].forEach((root) =>
    root.querySelectorAll('input:not([type=password])').forEach((node) => guidedUnblock.eyes.typed.add(node)))`);
  const { value: text } = await accessibility.evaluate(world, 'guidedUnblock.eyes.look({ needles: [""], epoch: 1 })');
  const { value: found } = await accessibility.evaluate(world, described);
  const ours = new Map(names(text).map(({ handle, role, name }) => [Number(handle), { role, name }]));
  const theirs = await accessibility.theirs();
  const nodes = await accessibility.evaluate(world, marked, false);
  const { result } = await accessibility.cdp.send('Runtime.getProperties', { objectId: nodes.objectId ?? '', ownProperties: true });
  return Promise.all(found.map(async (/** @type {{ handle: number, test: string, label: string | null, role: string | null }} */ one, /** @type {number} */ at) => {
    const objectId = result.find(({ name }) => name === String(at))?.value?.objectId ?? '';
    const { node } = await accessibility.cdp.send('DOM.describeNode', { objectId });
    return { ...one, ours: ours.get(one.handle) ?? null, theirs: theirs.get(node.backendNodeId) ?? null };
  }));
}

/** Other words for the same, Chromium's own for tables without headers included. */
const roles = /** @type {Record<string, string>} */ ({ image: 'img', presentation: 'none', LayoutTable: 'table' });
/** @param {string} role */
const known = (role) => roles[role] ?? role;
/** As accname does: a no-break space is text. @param {string} name */
const plain = (name) => name.replace(/[ \t\n\r\f]+/g, ' ').replace(/^ | $/g, '');

/** Whether a case says what its file expects. @param {Case} one */
export function expected({ label, role, ours }) {
  return (label === null || plain(label) === (ours?.name ?? '')) && (role === null || role.split(' ').some((each) => known(each) === ours?.role));
}

/** Whether a case says what Chromium says. What Chromium keeps from assistive technology has neither role nor name.
 * @param {Case} one */
export function agreed({ ours, theirs }) {
  if (!theirs || theirs.ignored) return true;
  const meaningless = ['generic', 'none'].includes(theirs.role) && ['generic', 'none'].includes(ours?.role ?? 'none');
  // Its own words for what has no ARIA role, such as a frame.
  const own = /^[A-Z]/.test(known(theirs.role));
  // It names a row only where a screen reader stops there.
  const silent = theirs.role === 'row' && theirs.name === '';
  return ours !== null && (known(theirs.role) === ours.role || meaningless || own) && (plain(theirs.name) === ours.name || silent);
}

/** @param {string} folder @returns {Promise<string[]>} */
async function below(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.html')).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** The command. */
async function main() {
  const { values, positionals } = parseArgs({ options: { wpt: { type: 'string' } }, allowPositionals: true });
  const folder = values.wpt === undefined ? null : resolve(values.wpt);
  const files = folder === null ? positionals.map((file) => resolve(file)) : await below(folder);
  const browser = await launch({ port: 0, spki: '', hosts: [] }, { extension: null });
  let [passed, count] = [0, 0];
  for (const file of files) {
    await browser.page.goto(pathToFileURL(file).href);
    const all = (await cases(browser.page)).filter((one) => folder === null || one.label !== null || one.role !== null);
    const failed = all.filter((one) => !(folder === null ? agreed(one) : expected(one)));
    [passed, count] = [passed + all.length - failed.length, count + all.length];
    if (all.length > 0) console.log(`${all.length - failed.length}/${all.length}  ${relative(folder ?? process.cwd(), file)}`);
    for (const { test, label, role, ours, theirs } of failed) {
      console.log(`    ${test}\n      ours ${JSON.stringify(ours)}, expected ${JSON.stringify(folder === null ? theirs : { role, name: label })}`);
    }
  }
  await browser.close();
  console.log(`${passed} of ${count} passed (${((100 * passed) / Math.max(1, count)).toFixed(1)} %)`);
  if (count === 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
