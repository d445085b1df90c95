// Bundles the practice portal: one script per component library, each with the React of its time. Sources that have not changed
// are not built again.
//
//   node tests/portal/build.mjs [bundle…]

import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { common } from '../bundle.mjs';
import { pages } from './generations.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '..', 'node_modules');
export const output = join(here, '..', '..', 'target', 'portal');

const react = (version) =>
  version === 18 ? { 'react-root': './app/react/root-18.jsx' } : {
    react: `react-${version}`,
    'react-dom': `react-dom-${version}`,
    'react-root': './app/react/root.jsx',
  };

const bundles = {
  fabric7: { entry: 'app/react/fabric.jsx', alias: { fabric: 'office-ui-fabric-react', ...react(16) }, fonts: '@uifabric/icons/fonts' },
  'fluent8-react17': { entry: 'app/react/fabric.jsx', alias: { fabric: '@fluentui/react', ...react(17) }, fonts: '@fluentui/font-icons-mdl2/fonts' },
  'fluent8-react18': { entry: 'app/react/fabric.jsx', alias: { fabric: '@fluentui/react', ...react(18) }, fonts: '@fluentui/font-icons-mdl2/fonts' },
  fluent9: { entry: 'app/react/fluent9.jsx', alias: react(18) },
  webcomponents3: { entry: 'app/react/webcomponents.jsx', alias: react(18) },
};

async function* sources(directory) {
  for (const entry of (await readdir(directory, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else yield path;
  }
}

async function fingerprint() {
  const hash = createHash('sha256');
  const files = [join(here, 'build.mjs'), join(here, '..', 'bundle.mjs'), join(here, 'config.mjs'), join(here, 'generations.mjs'), join(here, 'labels.json'), join(here, '..', 'package-lock.json')];
  for await (const path of sources(join(here, 'app'))) files.push(path);
  for (const path of files) hash.update(path.slice(here.length)).update('\0').update(await readFile(path)).update('\0');
  return hash.digest('hex');
}

/** Builds what is missing or stale among `names`, into `output`; answers with the fingerprint of the sources. */
export async function build(names = [...new Set(Object.values(pages).map(({ bundle }) => bundle))]) {
  const print = await fingerprint();
  await Promise.all(names.map((name) => {
    const built = building.get(name) ?? buildOne(name, print);
    building.set(name, built);
    return built;
  }));
  return print;
}

/** What this process has built, or is building: the sources of a portal do not change under a run. @type {Map<string, Promise<void>>} */
const building = new Map();

async function buildOne(name, print) {
  const { entry, alias, fonts } = bundles[name];
  const directory = join(output, name);
  const stamp = await readFile(join(directory, 'fingerprint'), 'utf8').catch(() => '');
  if (stamp === print) return;

  // Several test processes may build at the same time: each into a place of its own, and the last rename wins.
  const fresh = `${directory}.${process.pid}.new`;
  await mkdir(fresh, { recursive: true });
  const { build: bundle } = await import('esbuild');
  await bundle({
    entryPoints: [join(here, entry)],
    outfile: join(fresh, 'portal.js'),
    absWorkingDir: here,
    alias,
    ...common,
  });
  if (fonts) await cp(join(modules, fonts), join(fresh, 'fonts'), { recursive: true });
  for (const file of ['recorder.js', 'portal.css']) await cp(join(here, 'app', file), join(fresh, file));
  await writeFile(join(fresh, 'fingerprint'), print);
  const old = `${directory}.${process.pid}.old`;
  await rename(directory, old).catch(() => undefined);
  await rename(fresh, directory).catch(async (error) => {
    // Somebody else was faster with the same sources: theirs is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    await rm(fresh, { recursive: true, force: true });
  });
  await rm(old, { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  await build(process.argv.length > 2 ? process.argv.slice(2) : undefined);
  console.log(`portal built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
