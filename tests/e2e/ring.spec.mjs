// The ring: brought to what is needed now, once, and not held back by what a look has cost.

import { agentWorld, patience } from './launch.mjs';
import { Ring } from './ring.mjs';
import { expect, test } from './world.mjs';

test('what is needed now is scrolled into view once: whoever scrolls away is left there, and finds the ring on the way back', async ({ open }) => {
  const { page, player } = await open();
  // The portal begins far below the edge of the window, and the window scrolls.
  await page.addStyleTag({ content: 'html, body { height: auto !important; overflow: visible !important } body { padding-top: 1600px !important }' });
  /** Where the window is scrolled to, once it has stood still for half a second. */
  const scrolled = () => page.evaluate(() => new Promise((resolve) => {
    let [last, frames] = [scrollY, 30];
    const next = () => {
      [last, frames] = [scrollY, last === scrollY ? frames - 1 : 30];
      if (frames > 0) requestAnimationFrame(next);
      else resolve(Math.round(last));
    };
    next();
  }));
  expect(await scrolled()).toBe(0);
  await player.play('rob@contoso.com', ({ target }) => target !== null);
  const ring = await Ring.of(page);
  const inView = async () => { const box = await ring.box(); return box !== null && box.y >= 0 && box.y + box.height <= 900; };
  await expect.poll(inView, { timeout: patience }).toBe(true);
  const there = await scrolled();
  expect(there).toBeGreaterThan(500);

  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await expect.poll(() => ring.box(), { timeout: patience }).toBeNull();
  // Each change makes the guide look, and want its ring again.
  for (let change = 0; change < 5; change += 1) {
    await page.evaluate(() => document.querySelector('h1')?.toggleAttribute('data-changed'));
    expect(await scrolled()).toBe(0);
  }
  await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), there);
  await expect.poll(inView, { timeout: patience }).toBe(true);
});

test('a look that waited long for a processor does not hold the ones after it back, and long ones every other time are paid for', async ({ open }) => {
  const { page, player } = await open();
  const end = await player.play('rob@contoso.com', ({ target }) => target?.role === 'menuitem');
  expect(end.outcome, end.reason).toBe('stopped');
  const ring = await Ring.of(page);
  await expect.poll(() => ring.box(), { timeout: patience }).not.toBeNull();
  const agent = await agentWorld(page);
  // By the clock that the agent asks, its next look takes a minute: paid back in full, that is twenty minutes without one.
  await agent(() => {
    const world = /** @type {any} */ (globalThis), { eyes } = world.guidedUnblock, { look } = eyes, { now } = performance;
    let waited = 0;
    world.looks = 0;
    performance.now = () => { const time = now.call(performance) + waited; waited = 0; return time; };
    eyes.look = (/** @type {unknown} */ wanted) => { world.looks += 1; waited = world.looks === 1 || (world.slow && world.looks % 2) ? 60_000 : 0; return look(wanted); };
  });
  const looks = () => agent(() => /** @type {any} */ (globalThis).looks);
  const change = (/** @type {number} */ count) => page.evaluate((number) => { document.title = `Restricted entities ${number}`; }, count);
  const frames = (/** @type {number} */ count) => page.evaluate(async (most) => { for (let frame = 0; frame < most; frame += 1) await new Promise(requestAnimationFrame); }, count);
  for (const count of [1, 2, 3]) {
    await change(count);
    await expect.poll(looks, { timeout: patience }).toBeGreaterThanOrEqual(count);
  }
  expect(await ring.box()).not.toBeNull();

  // What takes as long every other time is no accident: it is paid for, and there is no look for a while.
  await agent(() => { /** @type {any} */ (globalThis).slow = true; });
  for (let count = 4; count < 8; count += 1) {
    await change(count);
    await frames(20);
  }
  const spent = await looks();
  await change(8);
  await frames(60);
  expect(await looks()).toBe(spent);
});
