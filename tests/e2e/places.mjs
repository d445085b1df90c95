// Where things are that the end-to-end tests use.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What cargo and the commands write. */
export const target = process.env.GU_TARGET ?? join(root, 'target');

/** The extension as `cargo xtask build` left it. */
export const built = join(target, 'extension', 'chromium');

/** The same for Firefox. */
export const firefoxBuilt = join(target, 'extension', 'firefox');

/** The command of the installed Chromium; `CHROMIUM` names another one. */
export const chromiumPath = () => process.env.CHROMIUM ?? found(['chromium', 'chromium-browser', 'google-chrome-for-testing']);

/** The command of the installed Firefox; `FIREFOX` names another one. */
export const firefoxPath = () => process.env.FIREFOX ?? found(['firefox-esr', 'firefox']);

/** The first of these commands on `PATH`. @param {string[]} names */
function found(names) {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(directory, name);
      if (runs(path)) return path;
    }
  }
  throw new Error(`no browser on PATH; looked for ${names.join(', ')}; \`cargo xtask setup\` installs one`);
}

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
