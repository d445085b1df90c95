// Bundles what the comparison loads into its pages.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { script } from '../bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const react18 = { 'react-root': '../portal/app/react/root-18.jsx' };
const older = (version) => ({ react: `react-${version}`, 'react-dom': `react-dom-${version}`, 'react-root': '../portal/app/react/root.jsx' });

const bundles = {
  tours: { entry: 'tours.jsx', alias: {} },
  fluent7: { entry: 'surfaces-fabric.jsx', alias: { fabric: 'office-ui-fabric-react', ...older(16) } },
  fluent8: { entry: 'surfaces-fabric.jsx', alias: { fabric: '@fluentui/react', ...older(17) } },
  fluent9: { entry: 'surfaces-fluent9.jsx', alias: react18 },
};

/** The scripts, by name. @returns {Promise<Record<keyof typeof bundles, string>>} */
export async function scripts() {
  const built = await Promise.all(Object.entries(bundles).map(async ([name, { entry, alias }]) => [name, await script(join(here, entry), alias, here)]));
  return Object.fromEntries(built);
}
