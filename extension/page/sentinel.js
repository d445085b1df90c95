// @ts-check
// Stands on every page of the portal and knows whether the address is the restricted list. There it asks the worker for
// the rest of the agent. It reads nothing of the page and watches no tree.
(() => {
  const shared = (globalThis.guidedUnblock ??= /** @type {typeof guidedUnblock} */ ({}));
  if (shared.check) return shared.check();
  const named = (/** @type {string | null} */ path) => /^\/*restricted(users|entities)\/*$/i.test(path ?? '');
  /** The forms of src/core/route.rs; the host is the manifest's business. */
  const isList = () => {
    // Every page of the portal pays for what is asked here: the history's entry costs less than `location`, and the word tells most (a
    // query may be encoded).
    const href = globalThis.navigation?.currentEntry?.url ?? location.href, url = (href.includes('%') || href.toLowerCase().includes('restricted')) && new URL(href);
    return url && (named(url.pathname) || named(url.searchParams.get('hash'))
      || (/^\/(homepage)?$/.test(url.pathname) && named(url.hash.slice(1).split('?')[0] ?? '')));
  };
  let here = false, came = performance.now();
  shared.check = () => {
    if (!(here = isList())) return shared.agent?.leave();
    // Whoever comes late cannot know what was pressed before. To ask the document at the start would take as long as most of the rest, so
    // the clock is read there; where no time is known for it, the document is asked late, and rather says so once too often.
    shared.touched ??= came >= (/** @type {any} */ (performance.getEntriesByType('navigation')[0])?.domInteractive || (document.readyState === 'loading' ? Infinity : 0));
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, press, true);
    if (shared.agent) shared.agent.enter();
    // A worker that is being installed does not listen yet.
    else if (chrome.runtime?.id) chrome.runtime.sendMessage({ kind: 'arrive' }).catch(() => setTimeout(shared.check, 1000));
  };
  /** @param {Event & { key?: string }} event */
  const press = ({ isTrusted, key }) => {
    if (here && isTrusted && !/^(Alt|AltGraph|Control|Meta|Shift)$/.test(key ?? '')) shared.touched = true;
  };
  // The page's own pushState is invisible from here; its effect is not.
  if (globalThis.navigation) navigation.addEventListener('currententrychange', shared.check);
  else for (const type of ['popstate', 'hashchange']) addEventListener(type, shared.check);
  shared.check();
})();
