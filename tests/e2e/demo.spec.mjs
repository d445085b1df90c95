// The demo itself, as `cargo xtask demo` starts it.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from './world.mjs';

const demo = fileURLToPath(new URL('demo.mjs', import.meta.url));

/** @param {string[]} words @returns {Promise<{ code: number, report: any, said: string }>} */
const run = (...words) => new Promise((resolve, reject) => {
  const child = execFile(process.execPath, [demo, '--headless', '--json', ...words], (_error, stdout, said) => {
    if (child.exitCode === null) reject(new Error(`the demo was ended: ${said}`));
    else resolve({ code: child.exitCode, report: stdout === '' ? null : JSON.parse(stdout), said });
  });
});

test('twelve users: eight proven, two not listed, one connector, one look-alike, and the ledger holds the eight', async () => {
  test.setTimeout(420_000);
  const { code, report, said } = await run('--users', '12');
  expect([code, report?.outcome], said).toEqual([0, 'through']);
  const standings = report.report.rows.map((/** @type {{ standing: string }} */ { standing }) => standing);
  const count = (/** @type {string} */ wanted) => standings.filter((/** @type {string} */ standing) => standing === wanted).length;
  expect([count('proven'), count('not_listed'), count('connector'), count('look_alike')]).toEqual([8, 2, 1, 1]);
  const proven = report.report.rows.flatMap((/** @type {{ standing: string, user: string }} */ row) => (row.standing === 'proven' ? [row.user] : []));
  expect(report.ledger.unblocked).toEqual(proven);
  expect([report.ledger.untrusted_clicks, report.ledger.untrusted_pointers, report.ledger.untrusted_mouse]).toEqual([0, 0, 0]);
});

test('words that it does not know: exit 2, and what there is', async () => {
  for (const words of [['--users', '13'], ['--page', 'next'], ['--what']]) {
    const { code, said } = await run(...words);
    expect([code, said.includes('usage:')], words.join(' ')).toEqual([2, true]);
  }
});
