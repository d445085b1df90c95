// What admins do that no guide asked for. Here the *test* reaches into the portal, with real mouse clicks; the player still does not.

import { patience } from './launch.mjs';
import { middle } from './ring.mjs';
import { expect, pages, test } from './world.mjs';

/** @typedef {import('./panel.mjs').Reading} Reading */

const rob = 'rob@contoso.com';

/** @param {string} name */
const at = (name) => (/** @type {Reading} */ reading) => reading.target?.name === name;

/** @param {Reading} reading */
const atRow = (reading) => reading.target?.role === 'checkbox';

/**
 * The check box of the row that shows `identity`.
 * @param {import('./launch.mjs').Page} page
 * @param {string} identity
 */
function check(page, identity) {
  const row = page.locator('main [role=row]').filter({ has: page.getByText(identity, { exact: true }) });
  return row.getByRole('checkbox');
}

/** @param {Reading} reading */
const refused = (reading) => reading.state === 'refused';

test('wrong row ticked: a stop sign, and no ring', async ({ open, portal }) => {
  const { page, player } = await open();
  expect((await player.play(rob, atRow)).outcome).toBe('stopped');
  await check(page, 'robert@contoso.com').click();
  const reading = await player.panel.until(refused);
  expect(reading.reason).toBe('refused.other_row');
  expect(reading.alert).toContain('robert@contoso.com');
  expect(reading.target).toBeNull();
  await expect.poll(() => player.ring?.box()).toBeNull();
  expect(portal.ledger().attempts).toEqual([]);
});

test('two rows ticked: a stop sign, and no ring', async ({ open, portal }) => {
  const { page, player } = await open();
  expect((await player.play(rob, at('Unblock'))).outcome).toBe('stopped');
  await check(page, 'robert@contoso.com').click();
  const reading = await player.panel.until(refused);
  expect(reading.reason).toBe('refused.several_rows');
  expect(reading.alert).not.toBe('');
  expect(reading.target).toBeNull();
  await expect.poll(() => player.ring?.box()).toBeNull();
  expect(portal.ledger().attempts).toEqual([]);
});

test('flyout closed half-way: the guide leads back into it', async ({ open, portal }) => {
  const { page, player } = await open();
  expect((await player.play(rob, at('Submit'))).outcome).toBe('stopped');
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await player.panel.until((reading) => !at('Submit')(reading));
  expect(portal.ledger().attempts).toEqual([]);
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([rob]);
});

for (const page of pages) {
  test(`${page}: No instead of Yes: nobody is unblocked, and the guide does not say so`, async ({ open, portal }) => {
    const stage = await open({ page });
    expect((await stage.player.play(rob, at('Yes'))).outcome).toBe('stopped');
    await stage.page.getByRole('button', { name: 'No', exact: true }).click();
    const reading = await stage.player.panel.until((reading) => !at('Yes')(reading));
    expect(reading.state).not.toBe('done');
    expect(portal.ledger().attempts).toEqual([]);
    const end = await stage.player.play(rob);
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([rob]);
  });

  test(`tab: loaded anew at every step (${page}): it goes on where it was @fault`, async ({ open, portal }) => {
    const stage = await open({ page });
    /** @type {string[]} */
    const reloaded = [];
    const where = (/** @type {Reading} */ reading) => `${reading.step} ${reading.target?.role ?? reading.state} ${reading.target?.name ?? ''}`;
    const anew = (/** @type {Reading} */ reading) => {
      const pressable = reading.target !== null || reading.controls.some(({ name }) => name === 'gate-reset');
      return pressable && stage.player.started && !reloaded.includes(where(reading));
    };
    for (;;) {
      const end = await stage.player.play(rob, anew);
      if (end.outcome !== 'stopped' || !end.reading) {
        expect(end.outcome, `${end.reason} after ${reloaded.join(', ')}`).toBe('proven');
        break;
      }
      reloaded.push(where(end.reading));
      await stage.page.reload();
    }
    expect(reloaded.length, reloaded.join(', ')).toBeGreaterThanOrEqual(5);
    expect(portal.ledger().unblocked).toEqual([rob]);
    expect(portal.ledger().untrusted_clicks).toBe(0);
  });
}

test('list re-sorted between find and tick: the ring moves with the row', async ({ open, portal }) => {
  const { page, player } = await open({ set: { sort_shuffle_ms: 1500 } });
  expect((await player.play(rob, atRow)).outcome).toBe('stopped');
  // The list turns round once, a while after it has answered the search; a slow machine may have missed it.
  const rows = page.locator('main [role=row]').filter({ has: page.getByRole('checkbox'), hasText: 'rob' });
  const place = () => rows.allInnerTexts().then((texts) => texts.findIndex((text) => text.split(/\s/).includes(rob)));
  await expect.poll(place, { timeout: patience }).toBe(1);
  const box = await check(page, rob).boundingBox();
  const around = async () => {
    const ring = await player.ring?.box();
    return ring && box && Math.abs(middle(ring).y - box.y - box.height / 2) < 2;
  };
  await expect.poll(around, { timeout: patience }).toBe(true);
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([rob]);
});

test('elsewhere in the portal and back: it goes on where it was', async ({ open, portal }) => {
  const { page, player } = await open();
  expect((await player.play(rob, atRow)).outcome).toBe('stopped');
  await page.getByRole('link', { name: 'Quarantine' }).or(page.getByRole('button', { name: 'Quarantine' })).click();
  await page.getByRole('heading', { name: 'Quarantine', level: 1 }).waitFor();
  await expect.poll(() => player.ring?.box(), { timeout: patience }).toBeNull();
  await page.goBack();
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([rob]);
});
