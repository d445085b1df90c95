// Mailboxes are listed by their sign-in name, which need not be their address: the admin says which row is the same person.

import { patience } from './launch.mjs';
import { expect, pages, test } from './world.mjs';

/** @typedef {import('./panel.mjs').Reading} Reading */

// The list shows robert.smith@contoso.com, whose mail comes from this address; the display name is Bob Smith.
const typed = 'bob.smith@contoso.com';
const listed = 'robert.smith@contoso.com';

/** @param {Reading} reading */
const asks = (reading) => reading.controls.some(({ name }) => name === 'known-as');
/** @param {Reading} reading */
const offers = (reading) => reading.controls.some(({ name }) => name === 'pick-0');

for (const page of pages) {
  test(`${page}: listed by another name: found by the display name, picked with a reason, proven`, async ({ open, portal }) => {
    const { player } = await open({ page });
    const { panel } = player;
    const first = await player.play(typed, asks);
    expect(first.outcome, first.reason).toBe('stopped');
    expect(first.reading?.reason).toBe('find.not_listed');
    await panel.type('known-as', 'Bob Smith');
    await panel.press('known-as-search');
    const rows = await panel.until(offers);
    expect(rows.reason).toBe('find.not_listed_rows');
    expect(rows.target, 'nothing is pointed at before the admin has said who it is').toBeNull();
    expect(await panel.text()).toContain(listed);

    await panel.press('pick');
    await expect.poll(async () => (await panel.read()).alert + (await panel.text())).toContain('Choose the row');
    await panel.press('pick-0');
    await panel.press('pick');
    await expect.poll(() => panel.text()).toContain('Say why');
    expect((await panel.read()).target).toBeNull();

    await panel.type('pick-reason', 'The directory shows this address for Bob Smith');
    await panel.press('pick');
    const end = await player.play(typed);
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([listed]);
    expect(portal.ledger().untrusted_clicks).toBe(0);
  });
}

test('listed by another name: the sign-in name is enough', async ({ open, portal }) => {
  const { player } = await open();
  expect((await player.play(typed, asks)).outcome).toBe('stopped');
  await player.panel.type('known-as', listed);
  await player.panel.press('known-as-search');
  await player.panel.until(({ target }) => target !== null);
  expect(await player.panel.text()).toContain(listed);
  const end = await player.play(typed);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([listed]);
});

test('a look-alike is not taken for another name of the account', async ({ open, portal }) => {
  const { player } = await open();
  expect((await player.play('robb@contoso.com', asks)).outcome).toBe('stopped');
  await player.panel.type('known-as', 'r\u043ebb@contoso.com');
  await player.panel.press('known-as-search');
  await expect.poll(() => player.panel.text()).toContain('U+043E');
  expect((await player.panel.read()).target).toBeNull();
  expect(portal.ledger().attempts).toEqual([]);
});

test('a look-alike beside the account is named, and the guide goes on', async ({ open, portal }) => {
  const { player } = await open();
  const at = await player.play('rob@contoso.com', ({ target }) => target?.role === 'checkbox');
  expect(at.outcome, at.reason).toBe('stopped');
  // The panel says it as soon as it has been given the rows that do not hold the text looked for.
  await expect.poll(() => player.panel.text(), { timeout: patience }).toContain('r\u043eb@contoso.com');
  expect(await player.panel.text()).toContain('U+043E');
  const end = await player.play('rob@contoso.com');
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual(['rob@contoso.com']);
});
