// How the scripts of the test pages are bundled: alike for the practice portal, the comparison and the benchmark.

/** What all of them have in common. */
export const common = /** @type {const} */ ({
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'transform',
  charset: 'utf8',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});

/**
 * One script for a page, styles included.
 * @param {string} entry the path of its first file
 * @param {Record<string, string>} [alias] packages under other names; paths are relative to `directory`
 * @param {string} [directory]
 * @returns {Promise<string>}
 */
export async function script(entry, alias = {}, directory) {
  // Only whoever bundles needs it: what is built already is served without.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({ ...common, entryPoints: [entry], alias, absWorkingDir: directory, write: false, loader: { '.css': 'text' } });
  return outputFiles[0]?.text ?? '';
}
