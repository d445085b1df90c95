// The goals, and what was measured of each.

import { LARGE } from './measures.mjs';

/** A frame of the browser, in milliseconds. */
const FRAME = 1000 / 60;
const kB = 1000, MB = 1e6;
/** What a file or package may have today: a little above what it has. `cargo xtask package --check` holds it to the same. */
const ceilings = JSON.parse(process.env.GU_CEILINGS ?? '{}');

const at = (name, value, limit, unit, more = false) => ({ name, value, limit, unit, reached: more ? value >= limit : value <= limit, more });

/** @param {any} found what the measures gave */
export function judged(found) {
  const { sizes, injected, growth, memory, storm, idle, appear: { Next: appear }, follow, panel, input } = found;
  const small = growth[0], large = growth.find(({ rows }) => rows === LARGE), longest = growth.at(-1);
  const timers = [...idle.page.set, ...idle.frame.set].filter((ms) => ms < 30_000).length;
  const hourly = ((idle.page.grown - idle.without.grown + idle.frame.grown) * 3_600_000) / idle.ms / MB;
  return [
    { id: 'elsewhere', what: 'page that is not a portal page', checks: [at('brought in', injected.elsewhere.bytes, 0, 'B')] },
    {
      id: 'portal', what: 'portal page that is not the restricted list', ceiling: [{ value: sizes.sentinel, most: 2 * kB }],
      checks: [at('sentinel', sizes.sentinel, 2 * kB, 'B'), at('all scripts there', injected.portal.bytes, 2 * kB, 'B'), at('sentinel runs, p95', injected.sentinel?.p95 ?? NaN, 0.5, 'ms'), at('its thread works, p95', injected.worked?.p95 ?? NaN, 0.5, 'ms'), at('frames', injected.portal.frames, 0, '')],
    },
    {
      id: 'appear', what: 'target appears → ring painted',
      checks: [at('p50', appear.ours.frames?.p50 ?? NaN, 1, 'frames'), at('p95', appear.ours.frames?.p95 ?? NaN, 2, 'frames'), at('p50 against driver.js', (appear.ours.ms?.p50 ?? NaN) / (appear.driver.ms?.p50 ?? NaN), 1, '×')],
    },
    {
      id: 'follow', what: 'target moves → ring follows in the same frame',
      checks: [at('late on scroll', follow.ours.scroll.late, 0, 'frames'), at('late on shift', follow.ours.shift.late, 0, 'frames')],
    },
    {
      id: 'chain', what: `observe → recognise → decide, ${small.elements.toLocaleString('en-US')} elements`,
      checks: [at('p95', small.chain.p95, 4, 'ms'), at('Rust of that, p95', small.rust.p95, 1, 'ms')],
    },
    {
      id: 'chain-large', what: `the same, ${large.elements.toLocaleString('en-US')} elements`,
      checks: [at('p95', large.chain.p95, FRAME, 'ms'), at('first pass', large.first, FRAME, 'ms'), at('longest look, p95', large.look.p95, FRAME, 'ms')],
    },
    { id: 'growth', what: 'cost of one change by the length of the list', checks: [at(`${longest.rows} rows against ${large.rows}`, longest.chain.p50 / large.chain.p50, 1.5, '×')] },
    { id: 'panel', what: 'panel visible', checks: [at('warm, p50', panel.warm?.p50 ?? NaN, 24, 'ms'), at('cold, p50', panel.cold?.p50 ?? NaN, 150, 'ms')] },
    { id: 'input', what: 'input in the panel → next paint', checks: [at('key, p95', input.key?.p95 ?? NaN, 50, 'ms'), at('press, p95', input.press?.p95 ?? NaN, 50, 'ms')] },
    { id: 'storm', what: '10,000 changes a second: frames kept', checks: [at('with against without', (100 * storm.with.p50) / storm.without.p50, 95, '%', true)] },
    {
      id: 'idle', what: `nothing happens for ${idle.ms / 1000} s`,
      checks: [at('timers below 30 s', timers, 0, ''), at('long tasks', idle.page.long + idle.frame.long, 0, ''), at('heap growth, extrapolated', hourly, 1, 'MB/h')],
    },
    { id: 'memory', what: `memory at ${memory.rows.toLocaleString('en-US')} rows`, checks: [at('heap and Wasm, frame and agent', memory.total / MB, 15, 'MB')] },
    {
      id: 'package', what: 'package',
      ceiling: [{ value: sizes.wasm, most: ceilings.wasm }, { value: sizes.zip, most: ceilings.zip }, { value: sizes.agent, most: ceilings.agent }],
      checks: [at('agent, brotli', sizes.agent / kB, 12, 'kB'), at('Wasm, brotli', sizes.wasm / kB, 80, 'kB'), at('zip', sizes.zip / kB, 600, 'kB')],
    },
  ];
}
