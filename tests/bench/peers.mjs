// Bundles the libraries of the comparison.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @returns {Promise<string>} a script for a page */
export async function peers() {
  const { outputFiles: [file] } = await build({
    entryPoints: [fileURLToPath(new URL('peers.jsx', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'transform',
    legalComments: 'none',
    loader: { '.css': 'text' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return file.text;
}
