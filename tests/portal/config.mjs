// Every switch of the practice portal, with its default and what it may be. One table: the server checks against it, the corner
// bar offers it, the README lists it.

import { pages } from './generations.mjs';
import { tortures } from './app/torture.js';

const choice = (value, ...values) => ({ value, values: [value, ...values] });
const flag = (value) => ({ value, values: [true, false] });
const number = (value) => ({ value, check: (v) => Number.isFinite(v) && v >= 0 });
/** The hostile pages: a script each, in attacks/. */
const attacks = 'bulk fade host markup messages patched pollution popover press read second-frame storm swap throw-out twins'.split(' ');
const text = (value) => ({ value, check: (v) => v === null || typeof v === 'string' });

export const switches = {
  page: { ...choice(null, ...Object.keys(pages)), about: 'the page every host serves; null: seed on the older centre, now on Defender hosts' },
  language: { ...text('en-US'), offer: ['en-US', 'nb-NO', 'de-DE', 'ja-JP', 'ar', 'tr-TR'], about: 'language tag' },
  lang_attribute: { ...text(null), about: 'lang of the document, when it is not the language ("" leaves it out)' },
  label_variant: { ...number(0), about: 'which of the candidate labels of the language is used' },
  untranslated: { value: [], check: (v) => Array.isArray(v), about: 'terms that stay English (a partly translated page)' },
  renamed: { value: {}, check: (v) => v !== null && typeof v === 'object', about: 'terms that the page calls something else, as {"unblock": "Restore sending"}' },
  torture: { ...choice('none', ...tortures), about: 'labels that read the same and are other text' },
  direction: { ...choice('auto', 'ltr', 'rtl'), about: 'text direction' },
  theme: { ...choice('light', 'dark'), about: 'the portal’s own theme' },
  csp: { ...text('strict'), offer: ['strict', 'nonce', 'none'], about: 'strict, nonce, none, or a whole policy' },

  search: { ...choice('auto', 'enter', 'type', 'icon', 'icon-type'), about: 'the box searches on Enter or as one types; icon: it opens from a button' },
  search_ms: { ...number(120), about: 'how long the server takes for a list' },
  header_search: { ...flag(false), about: 'a second, global search box in the header' },
  list: { ...choice('ok', 'fail', 'slow', 'flaky', 'forever', 'forbidden', 'session', 'empty'), about: 'how the list loads' },
  slow_ms: { ...number(4000), about: 'how long slow is' },
  loading: { ...choice('shimmer', 'spinner', 'skeleton'), about: 'what stands there while it loads' },
  toolbar_ms: { ...number(0), about: 'the command bar appears this much later' },
  overflow: { ...flag(false), about: 'the command bar of Fluent 7 and 8 has all its commands behind “…”, as in a narrow window' },
  list_variant: { ...choice('virtual', 'all', 'more', 'grouped'), about: 'how rows are shown' },
  page_size: { ...number(50), about: 'rows per load more' },
  selection: { ...choice('auto', 'check', 'row', 'none'), about: 'how a row is picked' },
  multiselect: { ...flag(true), about: 'false: radio buttons' },
  action: { ...choice('auto', 'command', 'row', 'column'), about: 'where Unblock is' },
  keep_selection: { ...flag(true), about: 'false: a new search clears the selection' },
  hidden_selection: { ...flag(false), about: 'rows that a search hides stay selected' },
  sort_shuffle_ms: { ...number(0), about: 'the list turns round this much after it arrived' },
  rerender: { ...choice('none', 'tick', 'flyout', 'next', 'dialog'), about: 'when the main region (and the flyout or warning that is open) is thrown away and built anew' },
  rerender_ms: { ...number(60), about: 'how long after that moment' },
  frame: { ...flag(false), about: 'the page lies in a frame of the same origin' },

  read_only: { ...flag(false), about: 'a role without Unblock' },
  disabled_unblock: { ...flag(false), about: 'Unblock is there and disabled' },
  panel: { ...choice('blocking', 'light'), about: 'the flyout’s kind' },
  names: { ...choice('both', 'flyout', 'dialog', 'none'), about: 'whether flyout and warning name the account' },
  step_ms: { ...number(0), about: 'a spinner between the steps of the flyout' },
  busy_ms: { value: [300, 300], check: (v) => Array.isArray(v) && v.length === 2 && v.every(Number.isFinite), about: 'how long the server takes to unblock' },
  leave_ms: { ...number(0), about: 'the row leaves the list this much after the success' },
  refresh_after: { ...flag(true), about: 'the list is loaded again after a success' },
  reject: { ...choice('none', 'yes', 'silent'), about: 'yes: refused with a message; silent: reported as done, the row stays' },
  limit: { ...flag(false), about: 'the account was unblocked too often' },
  session_after_yes: { ...flag(false), about: 'the session ends with the last button' },

  survey: { ...choice('none', 'load', 'tick', 'flyout'), about: 'an unrelated dialog with Yes and No' },
  toast: { ...choice(false, true, 'alert'), about: 'an unrelated notice; alert: one that interrupts' },
  unknown: { ...flag(false), about: 'the address of the list leads to a page that is not the list' },
  attack: { ...choice('none', ...attacks), about: 'a hostile page: the script that runs before all others, see attacks/' },
  keep: { ...flag(false), about: 'the browser may keep a document that was left, and show it again on the way back' },
  bar: { ...flag(false), about: 'the corner bar with these switches' },
};

export const defaults = () => Object.fromEntries(Object.entries(switches).map(([key, { value }]) => [key, structuredClone(value)]));

/** `patch` as it may be merged into a configuration; throws with a sentence when a switch or value does not exist. */
export function checked(patch) {
  for (const [key, value] of Object.entries(patch)) {
    const known = switches[key];
    if (!known) throw new Error(`no switch ${key}; there are ${Object.keys(switches).join(', ')}`);
    const fits = known.values ? known.values.includes(value) : known.check(value);
    if (!fits) throw new Error(`switch ${key} cannot be ${JSON.stringify(value)}${known.values ? `; one of ${JSON.stringify(known.values)}` : ''}`);
  }
  return patch;
}

/** The value of `key=value` on the command line: JSON where it reads as JSON, else the text itself. */
export function parseSetting(text) {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`a setting is key=value, not ${text}`);
  const [key, raw] = [text.slice(0, at), text.slice(at + 1)];
  let value = raw;
  try {
    value = JSON.parse(raw);
  } catch {
    // A bare word: the text itself. A number-like key of a page (2018) is a text as well.
  }
  if (key === 'page' && typeof value === 'number') value = String(value);
  return { [key]: value };
}
