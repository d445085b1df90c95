// A table of outcomes instead of lines of tests: for tests whose title is "kind: what: outcome".

/** @typedef {import('@playwright/test/reporter').TestCase} TestCase */

export default class Table {
  constructor() {
    this.passed = 0;
    this.failed = 0;
    /** @type {string[]} */
    this.surprises = [];
  }

  onBegin() {
    console.log(row('kind', 'what', 'expected outcome', 'ms', ''));
  }

  /**
   * @param {TestCase} test
   * @param {import('@playwright/test/reporter').TestResult} result
   */
  onTestEnd(test, result) {
    const ok = result.status === 'passed';
    this[ok ? 'passed' : 'failed'] += 1;
    const [kind = '', ...rest] = test.title.replace(/( @\w+)+$/, '').split(': ');
    const outcome = rest.length > 1 ? rest.pop() : '';
    console.log(row(kind, rest.join(': '), outcome ?? '', String(result.duration), ok ? 'as expected' : 'SURPRISE'));
    if (ok) return;
    const why = result.errors.map(({ message, stack }) => message ?? stack ?? result.status).join('\n');
    this.surprises.push(`${test.title}\n${why.replace(/\u001b\[[\d;]*m/g, '').split('\n').slice(0, 30).map((line) => `  ${line}`).join('\n')}`);
  }

  /** @param {import('@playwright/test/reporter').TestError} error */
  onError(error) {
    this.failed += 1;
    this.surprises.push(error.message ?? error.stack ?? String(error.value));
  }

  onEnd() {
    this.surprises.forEach((surprise) => console.log(`\n${surprise}`));
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }

  printsToStdio() {
    return true;
  }
}

/** @param {string} kind @param {string} attack @param {string} outcome @param {string} ms @param {string} verdict */
function row(kind, attack, outcome, ms, verdict) {
  return `${kind.padEnd(10)} ${attack.padEnd(48)} ${outcome.padEnd(72)} ${ms.padStart(7)}  ${verdict}`;
}
