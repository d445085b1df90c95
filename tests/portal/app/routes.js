// Which page an address means, and the address of a page. The older centre routes by the fragment, the Defender portal by the
// path; both accept both, and `?hash=` is how links from mail arrive. The query string (tenant id) survives every navigation.

const names = {
  restrictedusers: 'restricted',
  restrictedentities: 'restricted',
  homepage: 'home',
  quarantine: 'quarantine',
  alerts: 'alerts',
  viewalerts: 'alerts',
  threatexplorer: 'explorer',
  reports: 'reports',
  settings: 'settings',
};

const pathOf = {
  home: 'homepage',
  quarantine: 'quarantine',
  alerts: 'alerts',
  explorer: 'threatexplorer',
  reports: 'reports',
  settings: 'settings',
};

const first = (text) => text.replace(/^#?\/?/, '').split(/[/?#]/)[0].toLowerCase();

/** The page that a location means: one of the names above, `home` for the root, `unknown` for anything else. */
export function pageOf({ pathname, search, hash }) {
  const byHash = first(hash);
  const byQuery = first(new URLSearchParams(search).get('hash') ?? '');
  const byPath = first(pathname);
  const segment = byHash || byQuery || byPath;
  return segment === '' ? 'home' : (names[segment] ?? 'unknown');
}

/** Goes to a page without loading a new document, as both portals do. */
export function go(page, { family, title }) {
  const segment = page === 'restricted' ? title.replace('_', '') : pathOf[page];
  if (family === 'centre') {
    location.hash = `#/${segment}`;
    return;
  }
  const query = new URLSearchParams(location.search);
  query.delete('hash');
  const kept = query.toString();
  history.pushState(null, '', `/${segment}${kept ? `?${kept}` : ''}`);
  dispatchEvent(new PopStateEvent('popstate'));
}
