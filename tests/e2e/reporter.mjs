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
  skipped = 0;

  /**
   * @param {TestCase} test
   * @param {TestResult} result
   */
  onTestEnd(test, result) {
    if (result.status === 'skipped') return this.onSkipped(test);
    const ok = result.status === 'passed';
    if (ok) this.passed += 1;
    else this.failed += 1;
    const name = test.titlePath().filter(Boolean).join(' › ');
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${(result.duration / 1000).toFixed(1).padStart(5)} s  ${name}`);
    for (const { message, stack } of ok ? [] : result.errors) console.log(indented(message ?? stack ?? result.status));
    if (!ok) console.log(indented(`see ${relative(process.cwd(), target)}/e2e`));
  }

  /** What this machine does not allow is neither passed nor failed, and never silent. @param {TestCase} test */
  onSkipped(test) {
    this.skipped += 1;
    console.log(`SKIP          ${test.titlePath().filter(Boolean).join(' › ')}`);
    for (const { type, description } of test.annotations) if (type === 'skip') console.log(indented(description ?? 'no reason given'));
  }

  /** @param {import('@playwright/test/reporter').TestError} error */
  onError(error) {
    this.failed += 1;
    console.log(indented(error.message ?? error.stack ?? String(error.value)));
  }

  onEnd() {
    if (this.skipped > 0) console.log(`${this.skipped} skipped`);
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
