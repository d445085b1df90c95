// What the matrix runs: which portals, in which languages, in which variants. A variant in here is one in which the main job can
// be done; portals on which it cannot (no right to unblock, an ended session …) have tests of their own.

import { readFile } from 'node:fs/promises';

/**
 * @typedef {import('./portal.mjs').Switches} Switches
 *
 * @typedef {{
 *   page: string,
 *   generation: string,
 *   library: string,
 *   language: string,
 *   variant: string,
 *   set: Switches,
 * }} Cell
 *
 * @typedef {{ generation: string, bundle: string, selection: string, action: string, search: string, steps: string[] }} Design
 *   of a page: see tests/portal/generations.mjs
 *
 * @typedef {{ set: Switches, on?: (design: Design, page: string) => boolean, languages?: string[] }} Variant `on`: where it is
 *   another page at all; `languages`: where it needs one of these
 */

const portal = new URL('../portal/', import.meta.url);

/** What the terms in the portal's own language are, for a page that leaves some of them in English. */
const halfTranslated = ['yes', 'next', 'submit', 'restricted_users', 'restricted_entities'];
const otherHalf = ['unblock', 'unblock_user', 'search', 'no', 'cancel', 'close'];

/** Languages that differ from each other in script, direction, case, spaces and normal form. */
const various = ['en-US', 'nb', 'de', 'ja', 'ar', 'tr', 'pt-BR', 'zh-CN', 'vi', 'ru', 'th', 'el', 'he', 'hi', 'sr-Latn', 'fr'];
/** The pages that hold every language: the oldest design and the present one. */
const everyLanguage = ['2019', 'now'];
/** The pages that hold a way of torture for every language: the two other libraries. */
const everyTorture = ['now9', 'nowwc'];

const hasFlyout = (/** @type {Design} */ { steps }) => steps.length > 0;
const picksRow = (/** @type {Design} */ { selection }) => selection !== 'none';

/** @type {Record<string, Variant>} */
export const variants = {
  'search: Enter': { set: { search: 'enter' }, on: ({ search }) => search !== 'enter' },
  'search: as one types': { set: { search: 'type' } },
  'search: icon': { set: { search: 'icon' }, on: ({ search }) => search !== 'icon' },
  'search: icon, as one types': { set: { search: 'icon-type' } },
  'a second search in the header': { set: { header_search: true } },
  'list: all rows': { set: { list_variant: 'all' } },
  'list: load more': { set: { list_variant: 'more' } },
  'list: grouped': { set: { list_variant: 'grouped' } },
  'radio buttons': { set: { selection: 'check', action: 'command', multiselect: false } },
  'check boxes': { set: { selection: 'check', action: 'command' }, on: ({ selection }) => selection !== 'check' },
  'a click on the row': { set: { selection: 'row', action: 'command' }, on: ({ selection }) => selection !== 'row' },
  'Unblock in the row': { set: { selection: 'none', action: 'row' }, on: ({ action }) => action !== 'row' },
  'Actions column': { set: { selection: 'none', action: 'column' }, on: ({ action }) => action !== 'column' },
  'slow: shimmer': { set: { list: 'slow', slow_ms: 1500, loading: 'shimmer' } },
  'slow: spinner': { set: { list: 'slow', slow_ms: 1500, loading: 'spinner' } },
  'slow: skeleton': { set: { list: 'slow', slow_ms: 1500, loading: 'skeleton' } },
  'toolbar late': { set: { toolbar_ms: 1500 } },
  'flaky list': { set: { list: 'flaky' } },
  'left to right': { set: { direction: 'ltr' }, languages: ['ar', 'he'] },
  'right to left': { set: { direction: 'rtl' }, languages: ['en-US', 'de'] },
  dark: { set: { theme: 'dark' } },
  'partly translated': { set: { untranslated: halfTranslated }, languages: various.slice(1) },
  'partly translated, the other half': { set: { untranslated: otherHalf }, languages: various.slice(1) },
  'other words': { set: { label_variant: 1 }, languages: ['cs', 'pt-PT', 'zh-TW', 'sv', 'fi', 'ko', 'it', 'pl'] },
  'CSP: nonce': { set: { csp: 'nonce' } },
  'CSP: none': { set: { csp: 'none' } },
  'in a frame': { set: { frame: true } },
  're-render on the tick': { set: { rerender: 'tick' }, on: picksRow },
  're-render under the flyout': { set: { rerender: 'flyout' }, on: hasFlyout },
  're-render on Next': { set: { rerender: 'next' }, on: hasFlyout },
  're-render under the warning': { set: { rerender: 'dialog' } },
  'names nobody': { set: { names: 'none' } },
  'names in the flyout': { set: { names: 'flyout' }, on: hasFlyout },
  'names in the warning': { set: { names: 'dialog' } },
  'flyout beside the page': { set: { panel: 'light' }, on: hasFlyout },
  'busy between the steps': { set: { step_ms: 800, busy_ms: [1000, 3000] } },
  'row leaves late': { set: { leave_ms: 2000 } },
  'list stays as it was after Yes': { set: { refresh_after: false } },
  'search clears the selection': { set: { keep_selection: false }, on: picksRow },
  'list turns round': { set: { sort_shuffle_ms: 400 } },
  'a notice': { set: { toast: true } },
};

/** Ways in which a label that reads the same is another text: every page in some languages, every language on some page. */
const tortures = ['invisible', 'nfd', 'accelerator', 'glyph', 'ellipsis', 'upper', 'spaces'];

/**
 * The whole plan, in an order in which every part of it comes early.
 * @returns {Promise<Cell[]>}
 */
export async function plan() {
  const { pages } = await import(new URL('generations.mjs', portal).href);
  const languages = Object.keys(JSON.parse(await readFile(new URL('labels.json', portal), 'utf8')));
  /** @type {Cell[]} */
  const cells = [];
  const add = (/** @type {string} */ page, /** @type {string} */ language, /** @type {string} */ variant, /** @type {Switches} */ set) => {
    const { generation, bundle } = pages[page];
    const same = cells.some((cell) => cell.page === page && cell.language === language && cell.variant === variant);
    if (!same) cells.push({ page, generation, library: bundle, language, variant, set });
  };
  const names = Object.keys(pages);
  for (const page of names) add(page, 'en-US', 'plain', {});
  for (const language of languages) for (const page of everyLanguage) add(page, language, 'plain', {});
  Object.entries(variants).forEach(([variant, { set, on = () => true, languages: only = various }], row) => {
    names.forEach((page, column) => {
      // Neighbours get other languages, so that a page and a variant each meet many of them.
      if (on(pages[page], page)) add(page, only[(row * 3 + column) % only.length] ?? 'en-US', variant, set);
    });
  });
  tortures.forEach((torture, row) => {
    names.forEach((page, column) => add(page, various[(row * 3 + column) % various.length] ?? 'en-US', `torture: ${torture}`, { torture }));
  });
  languages.forEach((language, row) => {
    everyTorture.forEach((page, column) => {
      const torture = tortures[(row + column * 3) % tortures.length];
      add(page, language, `torture: ${torture}`, { torture });
    });
  });
  return cells;
}

/** The cells that `cargo xtask test` runs: every page, and of every kind of variant the one that has been hardest. */
export const quick = [
  ['seed', 'nb', 'plain'],
  ['2018', 'fr', 'names nobody'],
  ['2019', 'ar', 'plain'],
  ['2020', 'de', 'search: icon'],
  ['2021', 'ja', 'Actions column'],
  ['now', 'tr', 'plain'],
  ['now', 'vi', 'torture: nfd'],
  ['now', 'de', 'in a frame'],
  ['now9', 'th', 'torture: invisible'],
  ['now9', 'en-US', 're-render on the tick'],
  ['nowwc', 'zh-CN', 'flyout beside the page'],
  ['nowwc', 'he', 'radio buttons'],
];

/**
 * A few cells instead of all; they need not be in the plan, only made of what is in it.
 * @param {Cell[]} cells
 * @returns {Cell[]}
 */
export function few(cells) {
  return quick.map(([page, language = '', variant = '']) => {
    const like = cells.find((cell) => cell.page === page);
    const set = variant === 'plain' ? {} : (variants[variant]?.set ?? { torture: variant.replace('torture: ', '') });
    if (!like) throw new Error(`the practice portal has no page ${page}`);
    return { ...like, language, variant, set };
  });
}

/** A cell in words. @param {Cell} cell */
export const title = ({ page, generation, library, language, variant }) => `${page} ${generation} ${library} ${language} ${variant}`;
