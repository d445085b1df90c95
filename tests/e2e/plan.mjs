// What the matrix runs: which portals, in which languages, in which variants, with which torture of the labels. A variant in here is
// one in which the main job can be done; portals on which it cannot (no right to unblock, an ended session …) have tests of their own.
//
// A variant is about the page and a torture about its texts: what goes wrong with one goes wrong beside the other, too. So a cell
// has one of each, and all of these are in the plan:
// - every page as it is, and every language on the oldest design with a flyout and on the present one;
// - every variant on every page where it is another page, and with every torture (on one of its pages with none);
// - every torture in every language.

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
 *   torture: string,
 *   set: Switches,
 * }} Cell `set`: the switches of variant and torture
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

/** Ways in which a label that reads the same is another text; `none`: the text as it is. */
const tortures = ['none', 'invisible', 'nfd', 'accelerator', 'glyph', 'ellipsis', 'upper', 'spaces'];

/** The plan while it is made: what it holds, and which language has been where. */
class Draft {
  /** @param {Record<string, Design & { generation: string, bundle: string }>} pages */
  constructor(pages) {
    this.pages = pages;
    /** @type {Cell[]} */
    this.cells = [];
  }

  /** @param {{ page: string, language: string, variant?: string, torture?: string, set?: Switches }} cell */
  add({ page, language, variant = 'plain', torture = 'none', set = {} }) {
    const { generation = '', bundle = '' } = this.pages[page] ?? {};
    this.cells.push({ page, generation, library: bundle, language, variant, torture, set: { ...set, torture } });
  }

  /** @param {Partial<Cell>} like */
  count(like) {
    const wanted = /** @type {(keyof Cell)[]} */ (Object.keys(like));
    return this.cells.filter((cell) => wanted.every((key) => cell[key] === like[key])).length;
  }

  /**
   * The language that has met this torture least, then this page, then anything.
   * @param {string} page
   * @param {string} torture
   * @param {string[]} among
   */
  language(page, torture, among) {
    const met = (/** @type {string} */ language) => [this.count({ language, torture }), this.count({ language, page }), this.count({ language })];
    return least(among, met);
  }
}

/**
 * The one with the smallest numbers, of which the first weighs most; of equals the first.
 * @param {string[]} among
 * @param {(one: string) => number[]} numbers
 */
function least(among, numbers) {
  const ranked = among.map((one) => ({ one, rank: numbers(one) }));
  const [best] = ranked.sort((a, b) => a.rank.map((n, at) => n - (b.rank[at] ?? 0)).find((n) => n !== 0) ?? 0);
  return best?.one ?? 'en-US';
}

/**
 * The whole plan, in an order in which every part of it comes early.
 * @returns {Promise<Cell[]>}
 */
export async function plan() {
  const { pages } = await import(new URL('generations.mjs', portal).href);
  const languages = Object.keys(JSON.parse(await readFile(new URL('labels.json', portal), 'utf8')));
  const draft = new Draft(pages);
  const names = Object.keys(pages);
  for (const page of names) draft.add({ page, language: 'en-US' });
  for (const language of languages) for (const page of ['2019', 'now']) if (draft.count({ page, language }) === 0) draft.add({ page, language });
  Object.entries(variants).forEach(([variant, { set, on = () => true, languages: only = languages }], row) => {
    const mine = names.filter((page) => on(pages[page], page));
    mine.forEach((page, column) => {
      // Neighbours get others, so that a page and a torture meet many times.
      const torture = tortures[(row + column) % tortures.length] ?? 'none';
      draft.add({ page, language: draft.language(page, torture, only), variant, torture, set });
    });
  });
  for (const torture of tortures) for (const language of languages) {
    if (draft.count({ language, torture }) > 0) continue;
    draft.add({ page: least(names, (page) => [draft.count({ page, torture, variant: 'plain' }), draft.count({ page, language })]), language, torture });
  }
  return draft.cells;
}

/** The cells that `cargo xtask test` runs: every page, and of every kind of variant the one that has been hardest. */
export const quick = [
  ['seed', 'nb', 'plain', 'none'],
  ['2018', 'fr', 'names nobody', 'none'],
  ['2019', 'ar', 'plain', 'none'],
  ['2020', 'de', 'search: icon', 'none'],
  ['2021', 'ja', 'Actions column', 'none'],
  ['now', 'tr', 'plain', 'none'],
  ['now', 'vi', 'plain', 'nfd'],
  ['now', 'de', 'in a frame', 'none'],
  ['now9', 'th', 'plain', 'invisible'],
  ['now9', 'en-US', 're-render on the tick', 'none'],
  ['nowwc', 'zh-CN', 'flyout beside the page', 'none'],
  ['nowwc', 'he', 'radio buttons', 'none'],
  ['nowwc', 'pl', 're-render on Next', 'accelerator'],
];

/**
 * A few cells instead of all; they need not be in the plan, only made of what is in it.
 * @param {Cell[]} cells
 * @returns {Cell[]}
 */
export function few(cells) {
  return quick.map(([page, language = '', variant = '', torture = '']) => {
    const like = cells.find((cell) => cell.page === page);
    if (!like) throw new Error(`the practice portal has no page ${page}`);
    return { ...like, language, variant, torture, set: { ...variants[variant]?.set, torture } };
  });
}

/** A cell in words. @param {Cell} cell */
export const title = ({ page, generation, library, language, variant, torture }) => `${page} ${generation} ${library} ${language} ${variant}, torture: ${torture}`;
