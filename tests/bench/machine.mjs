// On what was measured, and when.

import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** @param {string} browser its version */
export function machine(browser) {
  const [cpu] = cpus();
  let system = `${platform()} ${release()}`;
  try {
    system = readFileSync('/etc/os-release', 'utf8').match(/^PRETTY_NAME="(.*)"$/m)?.[1] ?? system;
  } catch {
    // Another kind of system: its own name will do.
  }
  return {
    date: new Date().toISOString().slice(0, 10), cores: cpus().length, cpu: cpu?.model.trim() ?? 'unknown',
    memory: Math.round(totalmem() / 2 ** 30), system, browser: `Chromium ${browser}`, load: loadavg()[0],
  };
}
