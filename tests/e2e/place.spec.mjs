// Where the panel stands: moved by the pointer and by buttons, remembered, and never over what the admin needs or has focused.

import { overlay, patience } from './launch.mjs';
import { Ring } from './ring.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('./world.mjs').Stage} Stage */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** @param {Stage['page']} page @returns {Promise<Box>} */
async function place(page) {
  const box = await (await (await overlay(page)).frameElement()).boundingBox();
  if (!box) throw new Error('the panel has no box');
  return box;
}

/** At which edge the panel says that it stands. @param {Stage['page']} page */
const dock = async (page) => (await overlay(page)).locator('main').getAttribute('data-dock');

/** How much of one box another hides, from 0 to 1. @param {Box} box @param {Box} over */
function hidden(box, over) {
  const along = (/** @type {number} */ a, /** @type {number} */ size, /** @type {number} */ b, /** @type {number} */ other) =>
    Math.max(0, Math.min(a + size, b + other) - Math.max(a, b));
  const area = box.width * box.height;
  return area === 0 ? 0 : (along(box.x, box.width, over.x, over.width) * along(box.y, box.height, over.y, over.height)) / area;
}

/** @param {Stage} stage */
async function opened({ page, player }) {
  await player.panel.press('expand');
  await (await overlay(page)).locator('[data-gu=intake]').waitFor();
}

test('buttons put the panel at an edge, the pointer draws it to another, and that is remembered', async ({ open }) => {
  const stage = await open();
  const { page, player, browser } = stage;
  await opened(stage);
  await expect.poll(() => dock(page)).toBe('right');
  await player.panel.press('dock-left');
  await expect.poll(async () => (await place(page)).x).toBe(8);

  // With the pointer, by its header. The DevTools protocol gives every event to what is under it, held or not: the way on, over
  // the page, is gone in Firefox (firefox.mjs).
  const { x, y } = await place(page);
  await page.mouse.move(x + 60, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 420, { steps: 6 });
  await expect.poll(() => dock(page)).toBe('bottom');
  await page.mouse.up();
  await expect.poll(async () => { const at = await place(page); return Math.round(at.y + at.height); }).toBe(892);

  // Another document, and another tab, find it where it was put.
  await page.reload();
  await (await player.panel.control('intake')).waitFor();
  await expect.poll(() => dock(page)).toBe('bottom');
  const second = await browser.context.newPage();
  await second.goto(page.url());
  await (await overlay(second)).locator('[data-gu=expand]').click({ timeout: patience });
  await expect.poll(() => dock(second)).toBe('bottom');
});

test('the keyboard alone moves the panel, folds it and comes back', async ({ open }) => {
  const stage = await open();
  const { page } = stage;
  const frame = await overlay(page);
  await frame.locator('[data-gu=expand]').focus();
  await page.keyboard.press('Enter');
  const press = async (/** @type {string} */ name) => {
    for (let stop = 0; stop < 30; stop += 1) {
      if (await frame.evaluate((wanted) => document.activeElement?.getAttribute('data-gu') === wanted, name)) return page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Tab');
    }
    throw new Error(`the keyboard does not reach ${name}`);
  };
  await frame.locator('[data-gu=intake]').focus();
  for (const [name, edge] of [['dock-left', 'left'], ['dock-bottom', 'bottom'], ['dock-right', 'right']]) {
    await press(name ?? '');
    await expect.poll(() => dock(page)).toBe(edge);
    await frame.locator('[data-gu=intake]').focus();
  }
  await press('collapse');
  await expect(frame.locator('main[data-collapsed]')).toHaveCount(1);
  await expect.poll(() => frame.evaluate(() => document.activeElement?.getAttribute('data-gu'))).toBe('expand');
  await page.keyboard.press('Enter');
  await expect(frame.locator('main:not([data-collapsed])')).toHaveCount(1);
});

/** The box of what has the focus in the page, through frames and open shadow roots; `null` where nothing of the page has it.
 * @returns {Box | null} */
function focused() {
  let at = document.activeElement, x = 0, y = 0;
  for (;;) {
    const inner = at instanceof HTMLIFrameElement ? at.contentDocument?.activeElement : at?.shadowRoot?.activeElement;
    if (!at || !inner) break;
    if (at instanceof HTMLIFrameElement) { const box = at.getBoundingClientRect(); [x, y] = [x + box.x, y + box.y]; }
    at = inner;
  }
  if (!at || at === document.body || at.hasAttribute('data-guided-unblock')) return null;
  const box = at.getBoundingClientRect();
  return { x: box.x + x, y: box.y + y, width: box.width, height: box.height };
}

/** Goes through the page with Tab, and back; answers with the stops at which the panel hides what has the focus.
 * @param {Stage} stage @param {number} stops */
async function tabbed({ page }, stops) {
  const found = [];
  let seen = 0;
  for (let stop = 0; stop < 2 * stops; stop += 1) {
    await page.keyboard.press(stop < stops ? 'Tab' : 'Shift+Tab');
    const box = await page.evaluate(focused);
    if (!box || box.width < 1) continue;
    seen += 1;
    // The panel gives way in the frames after; what counts is what stays.
    const clear = async () => hidden((await page.evaluate(focused)) ?? box, await place(page));
    try {
      await expect.poll(clear, { timeout: 2000 }).toBeLessThan(1);
    } catch {
      found.push({ stop, box, panel: await place(page) });
    }
  }
  return { found, seen };
}

for (const [what, size, edge] of /** @type {const} */ ([
  ['a wide window, docked right', { width: 1366, height: 900 }, 'right'],
  ['a wide window, docked at the bottom', { width: 1366, height: 900 }, 'bottom'],
  ['320 pixels', { width: 320, height: 568 }, 'right'],
])) {
  test(`at no stop of Tab is the focus hidden by the panel: ${what}`, async ({ open }) => {
    const stage = await open();
    await stage.page.setViewportSize(size);
    await opened(stage);
    await stage.player.panel.press(`dock-${edge}`);
    await stage.page.mouse.click(2, 2);
    const { found, seen } = await tabbed(stage, 20);
    expect(found).toEqual([]);
    expect(seen).toBeGreaterThan(5);
  });
}

test('at no stop of Tab is the focus hidden by the panel: a large page that never rests', async ({ open }) => {
  const stage = await open();
  const { page, player } = stage;
  await opened(stage);
  await player.panel.press('dock-right');
  // Looks that take far more than their share of the time, and a reason for one in every frame: at each key there is a debt.
  await page.evaluate(() => {
    const crowd = document.body.appendChild(document.createElement('div'));
    crowd.style.cssText = 'position: fixed; opacity: .01; pointer-events: none';
    for (let each = 0; each < 8000; each += 1) Object.assign(crowd.appendChild(document.createElement('b')), { title: 'x', textContent: 'x' });
    const change = () => { crowd.title = String(Number(crowd.title) + 1); requestAnimationFrame(change); };
    change();
  });
  await page.mouse.click(2, 2);
  const { found, seen } = await tabbed(stage, 8);
  expect(found).toEqual([]);
  expect(seen).toBeGreaterThan(5);
});

test('at no stop of Tab is the focus hidden by the panel: in the flyout and in the warning', async ({ open }) => {
  const stage = await open();
  const { player, page } = stage;
  for (const name of ['Next', 'Submit', 'Yes']) {
    const end = await player.play('rob@contoso.com', (reading) => reading.target?.name === name);
    expect(end.outcome, end.reason).toBe('stopped');
    const ring = await Ring.of(page);
    await expect.poll(async () => {
      const box = await ring.box();
      return box ? hidden(box, await place(page)) : 1;
    }).toBe(0);
    const { found } = await tabbed(stage, 6);
    expect(found).toEqual([]);
  }
});
