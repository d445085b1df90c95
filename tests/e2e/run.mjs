// Runs the end-to-end tests: all of them, or those whose file or title the words name. `cargo xtask test e2e` builds first.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
const config = fileURLToPath(new URL('playwright.config.mjs', import.meta.url));
const child = spawn(process.execPath, [cli, 'test', '--config', config, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
