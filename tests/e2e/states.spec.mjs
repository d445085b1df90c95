// What can be there instead of the account's row: each is named, in the page's own words where it has any, with the way by hand.

import { overlay, patience } from './launch.mjs';
import { expect, test } from './world.mjs';

const rob = 'rob@contoso.com';

/**
 * Portals on which the job ends, why, and what the admin can read there.
 * @type {{ name: string, language?: 'en' | 'nb', set: import('./portal.mjs').Switches, reason: string, says: string[] }[]}
 */
const ends = [
  { name: 'a role that may only look', set: { read_only: true }, reason: 'lost.no_unblock', says: ['Global Reader', 'a button called Unblock.'] },
  { name: 'the same in Norwegian', language: 'nb', set: { read_only: true }, reason: 'lost.no_unblock', says: ['en knapp som heter Fjern blokkering / Unblock.'] },
  { name: 'an Unblock that does not react', set: { disabled_unblock: true }, reason: 'refused.unblock_disabled', says: ['Security Administrator'] },
  { name: 'no permission for the list', set: { list: 'forbidden' }, reason: 'lost.list_failed', says: ["You don't have permission to see this list."] },
  { name: 'a session that has ended', set: { list: 'session' }, reason: 'lost.unknown_dialog', says: ['Your session has ended', 'sign in again'] },
  { name: 'a second dialog with a Yes of its own', set: { survey: 'flyout' }, reason: 'lost.unknown_dialog', says: ['Do you like the new look?', 'Close it if you do not need it'] },
  { name: 'a page that is not the list', set: { unknown: true }, reason: 'lost.no_list', says: ['This page is not here', 'Restricted entities'] },
  { name: 'an empty list', set: { list: 'empty' }, reason: 'find.not_listed_empty', says: ['nobody in this organisation'] },
  { name: 'an account that was unblocked too often', set: { limit: true }, reason: 'verify.still_listed', says: ['This account was unblocked too many times.', 'Microsoft Support'] },
];

for (const { name, language, set, reason, says } of ends) {
  test(`${name}: ${reason}`, async ({ open, portal }) => {
    const { page, player } = await open({ ...(language ? { language } : {}), set });
    const end = await player.play(rob);
    expect(end.reason).toBe(reason);
    expect(end.outcome).not.toBe('proven');
    const text = await player.panel.text();
    for (const words of says) expect(text).toContain(words);
    if (end.outcome === 'lost') {
      const commands = (await overlay(page)).locator('[data-gu=powershell]');
      await expect(commands).toContainText(`Remove-BlockedSenderAddress -SenderAddress '${rob}'`);
    }
    expect(portal.ledger().unblocked).toEqual([]);
    expect(portal.ledger().untrusted_clicks).toBe(0);
  });
}

test('a window too narrow for all commands: what hides Unblock is named, and once it is open the job goes on', async ({ open, portal }) => {
  const { page, player } = await open({ set: { overflow: true } });
  const end = await player.play(rob);
  expect(end.reason).toBe('lost.no_unblock');
  expect(await player.panel.text()).toContain('behind “…”');
  await page.getByRole('menuitem', { name: 'More actions' }).click();
  const after = await player.play(rob);
  expect(after.outcome, after.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([rob]);
  expect(portal.ledger().untrusted_clicks).toBe(0);
});

test('page: a list that never loads: said, and that loading anew may help @fault', async ({ open }) => {
  const { player } = await open({ set: { list: 'forever' }, stall: 30_000 });
  const end = await player.play(rob, ({ reason }) => reason === 'open.still_loading');
  expect(end.outcome, end.reason).toBe('stopped');
  expect(end.reading?.controls.map(({ name }) => name)).toContain('button-reload');
});

test('a notice that interrupts: it is read out, and the job goes on', async ({ open, portal }) => {
  const { player } = await open({ set: { toast: 'alert' } });
  const at = await player.play(rob, ({ target }) => target?.name === 'Unblock');
  expect(at.outcome, at.reason).toBe('stopped');
  expect(await player.panel.text()).toContain('A report that you asked for is ready.');
  expect(portal.ledger().attempts).toEqual([]);
});

test('the diagnostics are shown before they are copied, to the letter, and name nobody; by the keyboard', async ({ open }) => {
  const { page, player, browser } = await open({ set: { renamed: { unblock: 'Restore sending' } } });
  /** @type {string[]} */
  const logged = [];
  browser.context.on('console', (message) => logged.push(message.text()));
  const end = await player.play(rob);
  expect(end.reason).toBe('lost.no_unblock');

  await (await player.panel.control('fold-diagnostics')).focus();
  await page.keyboard.press('Enter');
  const shown = await player.panel.control('diagnostics');
  await shown.waitFor({ timeout: patience });
  const text = await shown.inputValue();
  expect(text).toMatch(/^Guided Unblock \d+\.\d+\.\d+, diagnostics 1\nbrowser: Chromium \d+, private window false, side panel false\n/);
  expect(text).toContain('languages: panel en, page en-US\nportal: list, Worldwide, ');
  expect(text).toMatch(/\n\d+ admin reset x\d+ \| find waiting find\.typing \| type none \| epoch \d+ age \d+ \| [-+s?]{8} \|.* fill\b/);
  expect(text).toMatch(/ lost lost\.no_unblock \| rest none \| epoch \d+ age \d+ \| [-+s?]{8} \|/);
  for (const word of ['@', '%40', 'rob', 'young', 'contoso', 'microsoft', 'http', 'restore sending', 'restricted']) {
    expect(text.toLowerCase()).not.toContain(word);
  }

  // On with the keyboard: over the text, to the button.
  await page.keyboard.press('Tab');
  await expect(shown).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const frame = await overlay(page);
  await expect(await player.panel.control('diagnostics-copy')).toHaveText('Copied', { timeout: patience });
  await expect(frame.locator('[aria-live=polite]')).toHaveText('Copied');
  await expect(await player.panel.control('diagnostics-copy')).toBeFocused();
  // It has stayed as it was read, whatever the page did meanwhile.
  expect(await shown.inputValue()).toBe(text);
  const other = await browser.context.newPage();
  await other.setContent('<textarea></textarea>');
  await other.locator('textarea').focus();
  await other.keyboard.press('ControlOrMeta+v');
  await expect(other.locator('textarea')).toHaveValue(text);
  for (const line of logged) expect(line.toLowerCase()).not.toMatch(/@|contoso/);
});
