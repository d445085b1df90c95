// What was measured, for people: a table for the terminal, docs/performance.md, and two pictures.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { LARGE } from './measures.mjs';
import { short } from './stats.mjs';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const names = { ours: 'Guided Unblock', driver: 'driver.js', shepherd: 'Shepherd.js', joyride: 'Joyride' };

const figure = ({ value, unit }) => `${short(value)}${unit && unit !== '%' && unit !== '×' ? ' ' : ''}${unit}`;
/** Whether a goal was reached, and by how much not. */
const verdict = ({ reached, value, limit, unit, more }) => {
  if (reached) return 'reached';
  if (!Number.isFinite(value)) return 'not measured';
  return more ? `short by ${short(limit - value)} ${unit}` : limit === 0 ? `over by ${short(value)}` : `${short(value / limit)} times the goal`;
};
const goal = ({ limit, unit, more }) => `${more ? 'at least' : limit === 0 ? '' : 'at most'} ${figure({ value: limit, unit })}`.trim();

/** Every goal with what was measured of it. */
const lines = ({ goals }) => goals.flatMap(({ what, checks }) => checks.map((check, at) => [at === 0 ? what : '', check.name, figure(check), goal(check), verdict(check)]));

/** What the libraries need for the same. */
function beside({ appear: { Next: appear, Unblock: list }, follow, growth }) {
  const ms = (/** @type {any} */ stat) => (stat ? `${short(stat.p50)} / ${short(stat.p95)} ms` : 'never');
  const tours = Object.keys(names).map((guide) => {
    const { ms: took, frames } = appear[guide], ratio = took && appear.driver.ms ? `${short(took.p50 / appear.driver.ms.p50)} ×` : '';
    return [names[guide], ms(took), frames ? `${frames.p50} / ${frames.p95}` : 'never', ratio, ms(list[guide].ms), `${follow[guide].scroll.late} of ${follow[guide].scroll.moved}`, `${follow[guide].shift.late} of ${follow[guide].shift.moved}`];
  });
  const work = growth.map(({ rows, elements, first, look, rust, chain, peers: { flat, names: named, role } }) => [
    rows.toLocaleString('en-US'), elements.toLocaleString('en-US'), short(first ?? NaN), short(look.p50), short(rust.p50), `${short(chain.p50)} / ${short(chain.p95)}`,
    flat ? short(flat.p50) : '', named ? short(named.p50) : '', role ? short(role.p50) : '', flat ? `${short(chain.p50 / flat.p50)} ×` : '', named ? `${short(chain.p50 / named.p50)} ×` : '', role ? `${short(chain.p50 / role.p50)} ×` : '',
  ]);
  return { tours, work };
}
const heads = {
  goals: ['what', 'figure', 'measured', 'goal', ''],
  tours: ['guide', 'target appears → marked, p50 / p95', 'frames, p50 / p95', 'against driver.js', 'on the list, p50 / p95', 'late on scroll', 'late on shift'],
  work: ['rows', 'elements', 'first pass', 'look', 'Rust', 'chain, p50 / p95', 'flat pass', 'all names', 'one role', 'to flat', 'to names', 'to role'],
};

/** Columns under each other, for the terminal. */
function columns(head, rows) {
  const all = [head, ...rows], widths = head.map((_, at) => Math.max(...all.map((row) => row[at].length)));
  return all.map((row) => row.map((cell, at) => cell.padEnd(widths[at])).join('  ').trimEnd()).join('\n');
}

/** @param {any} found */
export function table(found) {
  const { tours, work } = beside(found);
  return [columns(heads.goals, lines(found)), columns(heads.tours, tours), `Milliseconds for one change, by the length of the list:\n${columns(heads.work, work)}`].join('\n\n');
}

/** @param {string[]} head @param {string[][]} rows */
const markdown = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const colours = ['#0f6cbd', '#0e700e', '#bc4b09', '#7a3fa0', '#616161', '#b10e1c'];
const text = (x, y, said, more = '') => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${said.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;
const svg = (width, height, label, parts) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}" font-family="Segoe UI, sans-serif" font-size="12" fill="#242424">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;

/** Rows against time, both logarithmic. */
function growthPicture({ growth, every }) {
  const series = [
    ['ours: one change, whole chain', growth.map(({ rows, chain }) => [rows, chain.p50])],
    ['ours: first pass', growth.map(({ rows, first }) => [rows, first])],
    ['ours: every row looked at', every.map(({ rows, chain }) => [rows, chain.p50])],
    ['dom-accessibility-api: all names', growth.map(({ rows, peers: { names: named } }) => [rows, named?.p50])],
    ['one flat pass', growth.map(({ rows, peers: { flat } }) => [rows, flat?.p50])],
    ['Testing Library: one role', growth.map(({ rows, peers: { role } }) => [rows, role?.p50])],
  ].map(([name, points]) => /** @type {const} */ ([name, points.filter(([, ms]) => ms > 0)]));
  const [left, top, width, height] = [60, 20, 440, 320];
  const xs = growth.map(({ rows }) => rows), ys = series.flatMap(([, points]) => points.map(([, ms]) => ms));
  const [low, high] = [Math.floor(Math.log10(Math.min(...ys))), Math.ceil(Math.log10(Math.max(...ys)))];
  const x = (rows) => left + (width * Math.log(rows / xs[0])) / Math.log(xs.at(-1) / xs[0]);
  const y = (ms) => top + height - (height * (Math.log10(ms) - low)) / (high - low);
  const parts = [];
  for (let power = low; power <= high; power += 1) {
    parts.push(`<path d="M${left} ${y(10 ** power).toFixed(1)}h${width}" stroke="#d1d1d1"/>`, text(left - 6, y(10 ** power) + 4, `${10 ** power} ms`, 'text-anchor="end"'));
  }
  for (const rows of xs) parts.push(text(x(rows), top + height + 18, rows.toLocaleString('en-US'), 'text-anchor="middle"'));
  parts.push(text(left + width / 2, top + height + 38, 'rows in the list', 'text-anchor="middle"'));
  series.forEach(([name, points], at) => {
    parts.push(`<path d="${points.map(([rows, ms], index) => `${index ? 'L' : 'M'}${x(rows).toFixed(1)} ${y(ms).toFixed(1)}`).join('')}" fill="none" stroke="${colours[at]}" stroke-width="2"/>`);
    for (const [rows, ms] of points) parts.push(`<circle cx="${x(rows).toFixed(1)}" cy="${y(ms).toFixed(1)}" r="3" fill="${colours[at]}"><title>${name}: ${rows} rows, ${short(ms)} ms</title></circle>`);
    parts.push(`<path d="M${left + width + 16} ${top + 16 + at * 22}h18" stroke="${colours[at]}" stroke-width="3"/>`, text(left + width + 40, top + 20 + at * 22, name));
  });
  return svg(740, top + height + 52, 'How the time grows with the rows of the list', parts);
}

/** What page and frame did, under each other. */
function flamePicture({ ms, put, shown, page, frame }) {
  const [left, width, row] = [60, 860, 16], parts = [];
  const x = (at) => left + (width * Math.max(0, Math.min(ms, at))) / ms;
  let top = 34;
  for (const [name, tasks] of /** @type {const} */ ([['page', page], ['panel', frame]])) {
    const seen = tasks.filter((task) => task.ms >= 0.03), deepest = Math.max(0, ...seen.map(({ depth }) => depth));
    parts.push(text(8, top + 12, name, 'font-weight="600"'));
    for (const task of seen) {
      const from = x(task.start), size = Math.max(0.5, x(task.start + task.ms) - from), y = top + task.depth * row;
      const said = `${task.name}${task.detail ? ` ${task.detail}` : ''}`;
      parts.push(`<rect x="${from.toFixed(1)}" y="${y}" width="${size.toFixed(1)}" height="${row - 1}" fill="${/Layout|Paint|Layer|Commit|Composite/.test(task.name) ? '#cfe8cf' : /Function|v8|Event|Fire|Observer|Microtask/i.test(task.name) ? '#ffe0b8' : '#d6e4f2'}"><title>${said.replace(/[&<]/g, '')}: ${short(task.ms)} ms</title></rect>`);
      if (size > 7 * said.length) parts.push(text(from + 3, y + 11, said, 'font-size="10"'));
    }
    top += (deepest + 1) * row + 18;
  }
  for (const [at, said] of /** @type {const} */ ([[put, 'target in the page'], [shown, 'ring on the screen']])) {
    parts.push(`<path d="M${x(at).toFixed(1)} 22V${top}" stroke="#b10e1c"/>`, text(x(at), 16, said, `text-anchor="${at > ms / 2 ? 'end' : 'start'}" fill="#b10e1c"`));
  }
  for (let at = 0; at <= ms; at += 5) parts.push(text(x(at), top + 10, `${at} ms`, 'text-anchor="middle" font-size="10"'));
  return svg(940, top + 20, 'What page and panel do from the target to the ring', parts);
}

/** @param {any} found @param {string} directory */
export async function pictures(found, directory) {
  await writeFile(join(directory, 'growth.svg'), growthPicture(found));
  await writeFile(join(directory, 'flame.svg'), flamePicture(found.flame));
}

/** Writes docs/performance.md and its pictures. @param {any} found */
export async function document(found) {
  const { machine, growth, every, injected, memory, idle, panel, input, storm, floor, appear: { Next: appear } } = found;
  const { tours, work } = beside(found);
  const native = process.env.GU_NATIVE ? await readFile(process.env.GU_NATIVE, 'utf8') : '';
  const [small, large] = [growth[0], growth.find(({ rows }) => rows === LARGE)];
  const MB = (/** @type {number} */ bytes) => `${short(bytes / 1e6)} MB`;
  const parts = (/** @type {any} */ one) => `look ${short(one.look.p50)}, on the way ${short(one.way.p50)}, message read ${short(one.read.p50)}, Rust ${short(one.rust.p50)}, panel drawn ${short(one.draw.p50)} ms`;
  const document = `# Performance

Written by \`cargo xtask bench --write\`; nothing in here is typed by hand. Times are for one machine on one day and say little about
another; the ratios to what ran beside it in the same browser say more.

Measured ${machine.date} on ${machine.cores} × ${machine.cpu}, ${machine.memory} GB, ${machine.system}, ${machine.browser}, without a graphics processor;
load when it began ${short(machine.load)}.

## Goals

${markdown(heads.goals, lines(found))}

A frame is a sixtieth of a second. *Panel, warm* is from the press of the small button to the open panel on the screen. *Cold* is from the moment at
which the address becomes that of the list, in a document that has nothing but the sentinel and with a worker that was stopped, to the open
panel on the screen: worker, agent, frame, Wasm, texts and the running case included. The same way takes an extension with nothing of its own on it,
whose worker brings in one script that opens a frame with one word, ${short(floor.cold?.p50 ?? NaN)} ms (p95 ${short(floor.cold?.p95 ?? NaN)}). *Sentinel runs* is by the clock,
half of ${injected.sentinel?.n ?? 0} times within ${short(injected.sentinel?.p50 ?? NaN)} ms; *its thread works* is without what the thread waited for a processor. *Nothing happens* is ${idle.ms / 1000} s on the list with a
ring on the screen, extrapolated to an hour; the page's own growth without the extension is taken off. Memory is what the page has more than the same
page without the extension (${MB(memory.agent)}), the panel's heap (${MB(memory.frame)}) and its Wasm memory (${MB(memory.wasm)}). In the storm the page
had ${short(storm.with.p50)} frames a second with the guide and ${short(storm.without.p50)} without.

## Beside tour libraries

The button *Next* of the flyout comes into the page, between two frames. Each library is called by an observer in the very moment and has all its
animations off; the guide has to find out by itself what has come, that it is the right one, and that the account is.

${markdown(heads.tours, tours)}

*Never* is not within two seconds. *On the list* it is *Unblock* in the command bar: there the guide waits on purpose until the rows have stood
still, so that no row is pointed at that is about to be another. *Late* are the frames in which the mark was not where the target was, while the
page was scrolled, or while something above the target grew and shrank.

## By the length of the list

One text outside of the list changes; milliseconds until it is decided what that means. *Look* is the agent in the page, *Rust* is parsing,
recognising and deciding in the panel's frame. Beside it: one pass over all elements that reads tag and role; the names of all controls
(dom-accessibility-api); one query for a role and a name (Testing Library).

${markdown(heads.work, work)}

${small.elements.toLocaleString('en-US')} elements: ${parts(small)}.
${large.elements.toLocaleString('en-US')} elements: ${parts(large)}.
Where every row holds the text looked for, so that none may be left out:
${every.map((one) => `${one.rows.toLocaleString('en-US')} rows, chain ${short(one.chain.p50)} ms, p95 ${short(one.chain.p95)} ms (${parts(one)})`).join('; ')}.

![Rows against time, ours and the others'](images/growth.svg)

## From the target to the ring

![What page and panel do until the ring is there](images/flame.svg)

One appearance of the target as the browser has recorded it (${short(found.flame.shown - found.flame.put)} ms). The change of the page wakes the agent's observer. Where it
ends a rest, the agent looks at the page in that very moment and hands over what it saw; what follows is looked at once a frame. The panel's process
reads the message, recognises, decides and answers. The ring is placed after layout and before paint: in the page's next frame where the answer is there
before it begins, and else in the one after. The shorter the time from the change to the next frame, the likelier it is the one after. What the way
to the other process costs by itself is shown by an extension that asks its frame the moment something comes, and marks it whatever it is once the
frame has answered: it needs ${short(floor.appear.bare.ms?.p50 ?? NaN)} ms, p95 ${short(floor.appear.bare.ms?.p95 ?? NaN)}, where driver.js in the same browser needs ${short(floor.appear.driver.ms?.p50 ?? NaN)}, p95 ${short(floor.appear.driver.ms?.p95 ?? NaN)}. Of ${appear.ours.ms?.n ?? 0} appearances the fastest took ${short(appear.ours.ms?.min ?? NaN)} ms.

## In the panel

A key in the text box: ${short(input.key?.p50 ?? NaN)} ms until the next frame, p95 ${short(input.key?.p95 ?? NaN)} ms. The small button pressed: ${short(panel.warm?.p50 ?? NaN)} ms, p95 ${short(panel.warm?.p95 ?? NaN)} ms.
In a document with the list the extension has ${injected.list.scripts} scripts of ${injected.list.bytes.toLocaleString('en-US')} bytes in the page; on another page of the portal ${injected.portal.scripts} of ${injected.portal.bytes.toLocaleString('en-US')}.
${native && `
## The core by itself

\`cargo bench\`, native, with what is allocated:

\`\`\`
${native.trim()}
\`\`\`
`}`;
  await pictures(found, join(docs, 'images'));
  await writeFile(join(docs, 'performance.md'), document);
}
