// How the end-to-end tests run. A test that fails is never tried again: it either holds or it does not.

import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

import { patience } from './launch.mjs';
import { target } from './places.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: join(target, 'e2e'),
  reporter: './reporter.mjs',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  // What comes in the end is waited for as long as a busy machine takes; what must come sooner says so where it stands.
  expect: { timeout: patience },
  forbidOnly: true,
  // What takes long has a verb of its own, which asks for it.
  ...(process.env.GU_LONG ? {} : { grepInvert: /@long/ }),
});
