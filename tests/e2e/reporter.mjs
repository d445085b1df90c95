// A line per test, what went wrong below it, and one closing line that `cargo xtask test` reads.

import { relative } from 'node:path';

import { target } from './places.mjs';

/**
 * @typedef {import('@playwright/test/reporter').TestCase} TestCase
 * @typedef {import('@playwright/test/reporter').TestResult} TestResult
 */

export default class Lines {
  passed = 0;
  failed = 0;

  /**
   * @param {TestCase} test
   * @param {TestResult} result
   */
  onTestEnd(test, result) {
    // One that was left out has shown nothing, and so has not passed.
    const ok = result.status === 'passed';
    if (ok) this.passed += 1;
    else this.failed += 1;
    const name = test.titlePath().filter(Boolean).join(' › ');
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${(result.duration / 1000).toFixed(1).padStart(5)} s  ${name}`);
    for (const { message, stack } of ok ? [] : result.errors) console.log(indented(message ?? stack ?? result.status));
    if (!ok) console.log(indented(`see ${relative(process.cwd(), target)}/e2e`));
  }

  /** @param {import('@playwright/test/reporter').TestError} error */
  onError(error) {
    this.failed += 1;
    console.log(indented(error.message ?? error.stack ?? String(error.value)));
  }

  onEnd() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }

  printsToStdio() {
    return true;
  }
}

/** @param {string} text */
function indented(text) {
  const plain = text.replace(/\u001b\[[\d;]*m/g, '');
  return plain.split('\n').slice(0, 30).map((line) => `       ${line}`).join('\n');
}
