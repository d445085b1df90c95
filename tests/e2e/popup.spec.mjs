// The way in from the toolbar.

import { patience, popup } from './launch.mjs';
import { Player } from './player.mjs';
import { expect, test } from './world.mjs';

test('from the toolbar: takes an address, opens the page, and the guide is there', async ({ open, portal }) => {
  const { browser, player: first } = await open();
  // A page on which the guide has only just begun would take the case that is opened meanwhile.
  await (await first.panel.control('expand')).waitFor();
  const small = await popup(browser.context);
  await small.locator('[data-gu=intake]').click();
  await small.keyboard.insertText('rob@contoso.com');
  const arrives = browser.context.waitForEvent('page', { timeout: patience });
  await small.locator('[data-gu=start]').click();
  const page = await arrives;
  await page.waitForURL('https://security.microsoft.com/restrictedentities', { timeout: patience });
  const player = new Player(page);
  const gate = await player.play('nobody shall be asked again', ({ controls }) => controls.some(({ name }) => name === 'gate-reset'));
  expect(gate.outcome, gate.reason).toBe('stopped');
  expect(player.moves, 'the panel opened by itself').toEqual([]);
  const end = await player.play('nobody shall be asked again');
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual(['rob@contoso.com']);
});

test('from the toolbar: what is no address is said to be none, and no page is opened', async ({ open }) => {
  const { browser } = await open();
  const small = await popup(browser.context);
  await small.locator('[data-gu=intake]').click();
  await small.keyboard.insertText('robert');
  const before = browser.context.pages().length;
  await small.locator('[data-gu=start]').click();
  await expect(small.getByRole('alert')).not.toBeEmpty();
  expect(browser.context.pages()).toHaveLength(before);
});

test('from the toolbar: a case is gone on with in its own cloud and tenant', async ({ open }) => {
  const { browser } = await open();
  const small = await popup(browser.context);
  const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
  const known = { schema: 3, id: '1-rob@contoso.com', subject: 'rob@contoso.com', opened_at: Date.now(), cloud: 'GCC High', tenant };
  await small.evaluate((known) => chrome.storage.local.set({ journal: { schema: 1, cases: [known], entries: [] } }), known);
  await small.reload();
  const arrives = browser.context.waitForEvent('page', { timeout: patience });
  await small.locator('[data-gu=resume]').click();
  await (await arrives).waitForURL(`https://security.microsoft.us/restrictedentities?tid=${tenant}`, { timeout: patience });
});
