// Bundles the libraries of the comparison.

import { fileURLToPath } from 'node:url';

import { script } from '../bundle.mjs';

/** @returns {Promise<string>} a script for a page */
export const peers = () => script(fileURLToPath(new URL('peers.jsx', import.meta.url)));
