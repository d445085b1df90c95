// Chromium's own recording of what its threads did.

/**
 * Records while `work` runs.
 * @param {import('playwright-core').Page} page
 * @param {string[]} categories
 * @param {() => Promise<unknown>} work
 * @returns {Promise<any[]>} events of the trace format, of all processes
 */
export async function recorded(page, categories, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => { for (const event of value) events.push(event); });
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories, excludedCategories: ['*'] } });
  const over = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  try {
    await work();
  } finally {
    await session.send('Tracing.end');
    await over;
    await session.detach();
  }
  return events;
}

/** What a thread did within a window of time: nested, longest first in every level. @param {any[]} events @param {(event: any) => boolean} own */
export function nested(events, own, from, to) {
  const open = [];
  const mine = events.filter((event) => event.ph === 'X' && own(event) && event.ts + event.dur > from && event.ts < to).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  return mine.map(({ name, ts, dur, args }) => {
    while (open.length > 0 && open.at(-1) <= ts) open.pop();
    const depth = open.length;
    open.push(ts + dur);
    return { name, depth, start: (ts - from) / 1000, ms: dur / 1000, detail: args?.data?.functionName || args?.data?.type || '' };
  });
}
