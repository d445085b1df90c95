// How the end-to-end tests run. A test that fails is never tried again: it either holds or it does not.

import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

import { target } from './places.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: join(target, 'e2e'),
  reporter: './reporter.mjs',
  fullyParallel: true,
  // Two thirds of a test's time are work, one third is waiting for browsers and portals: measured on two cores, three finish
  // in 73 % of the time that two need, and four in 69 %.
  workers: 3,
  retries: 0,
  timeout: 180_000,
  forbidOnly: true,
  // What takes long has a verb of its own, which asks for it.
  ...(process.env.GU_LONG ? {} : { grepInvert: /@long/ }),
});
