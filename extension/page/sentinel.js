// @ts-check
// Stands on every page of the portal and knows whether the address is the restricted list. There it asks the worker for
// the rest of the agent. It reads nothing of the page and watches no tree.
(() => {
  const shared = (globalThis.guidedUnblock ??= /** @type {typeof guidedUnblock} */ ({}));
  if (shared.check) return shared.check();
  const named = (/** @type {string | null} */ path) => /^\/*restricted(users|entities)\/*$/i.test(path ?? '');
  /** The forms of src/core/route.rs; the host is the manifest's business. */
  const isList = () => {
    const { href, pathname, search, hash } = location;
    // Tells most; a query may be encoded.
    return (href.includes('%') || href.toLowerCase().includes('restricted')) && (named(pathname)
      || named(new URLSearchParams(search).get('hash')) || (/^\/(homepage)?$/.test(pathname) && named(hash.slice(1).split('?')[0] ?? '')));
  };
  let here = false;
  // Whoever comes late cannot know what was pressed before.
  shared.touched = document.readyState !== 'loading';
  shared.check = () => {
    if (!(here = isList())) return shared.agent?.leave();
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
