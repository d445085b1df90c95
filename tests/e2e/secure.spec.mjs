// What an admin has in hand, and what else is to be secured: bounces, hostile texts, the checklist.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { overlay, popup } from './launch.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('./panel.mjs').Reading} Reading */

const rob = 'rob@contoso.com';
const bounce = `Your message could not be delivered.\nFrom: Rob Young <${rob}>\nTo: anna@fabrikam.com\n550 5.1.8 Access denied, bad outbound sender`;

/** @param {Reading} reading */
const hasGate = (reading) => reading.controls.some(({ name }) => name === 'gate-reset');

/** @param {import('playwright-core').Frame | import('playwright-core').Page} frame */
async function axe(frame) {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await frame.evaluate(source);
  const found = await frame.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  return found.violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes.map((/** @type {any} */ node) => node.html).join(' ')}`);
}

test('a bounce of a restricted user: the address is filled in, and Start confirms it', async ({ open }) => {
  const { player } = await open();
  const { panel } = player;
  await panel.press('expand');
  await panel.type('intake', bounce);
  await panel.press('start');
  const said = await panel.until((reading) => reading.reason === 'intake.restricted');
  expect(said.status).toContain(rob);
  expect(said.alert).toBe('');
  await expect(await panel.control('intake')).toHaveValue(rob);
  await panel.press('start');
  expect((await panel.until(hasGate)).step).toBe('secure');
});

const others = {
  'intake.connector': '550 5.7.711 Access denied, bad inbound connector',
  'intake.quota': '550 5.1.90 Your message can\u2019t be sent because you\u2019ve reached your daily limit',
  'intake.tenant': '550 5.7.705 Access denied, tenant has exceeded threshold',
  'intake.bounce': '550 5.7.1 Unable to relay',
  'intake.left_out': `${rob}\n<script>alert(1)</script>@`,
};

for (const [reason, text] of Object.entries(others)) {
  test(`${reason}: said in the panel and in the popup, and the box keeps what was typed`, async ({ open, portal }) => {
    const { browser, player } = await open();
    await player.panel.press('expand');
    await (await player.panel.control('intake')).fill(text);
    await player.panel.press('start');
    await player.panel.until((reading) => reading.reason === reason && reading.alert !== '');
    await expect(await player.panel.control('intake')).toHaveValue(text);
    const small = await popup(browser.context);
    await small.locator('[data-gu=intake]').fill(text);
    await small.locator('[data-gu=start]').click();
    await expect(small.getByRole('alert')).not.toBeEmpty();
    await expect(small.locator('[data-gu=intake]')).toHaveValue(text);
    expect(await small.locator('script:not([src])').count()).toBe(0);
    expect(await axe(small)).toEqual([]);
    expect(portal.ledger().attempts).toEqual([]);
  });
}

test('1 MB of markup or binary, and formulas: a sentence or plain text, never markup', async ({ open }) => {
  const { player } = await open();
  const { panel } = player;
  await panel.press('expand');
  const frame = await overlay(player.page);
  const elements = () => frame.evaluate(() => document.querySelectorAll('script:not([src]), img, iframe, object, [onerror]').length);
  for (const text of ['<img src=x onerror=alert(1)>'.repeat(40_000), '\u0001\ufffd'.repeat(500_000), '=cmd|calc!A1', `${rob}, =cmd@x`]) {
    await panel.type('intake', text);
    await panel.press('start');
    await panel.until((reading) => reading.alert !== '');
    expect(await elements()).toBe(0);
  }
});

test('blocking sign-in: the command is copied, for this account', async ({ open }) => {
  const { page, player } = await open();
  const { panel } = player;
  await player.play(rob, hasGate);
  for (const [what, command] of /** @type {const} */ ([
    ['powershell', `Update-MgUser -UserId '${rob}' -AccountEnabled:$false`],
    ['graph', `PATCH https://graph.microsoft.com/v1.0/users('${rob}')`],
  ])) {
    await panel.press(`copy-sign_in-${what}`);
    await expect(await panel.control(`copy-sign_in-${what}`)).toHaveText('Copied');
    const box = await panel.control('gate-elsewhere');
    await box.focus();
    await page.keyboard.press('Control+V');
    await expect(box).toHaveValue(new RegExp(command.replace(/[.$()/]/g, '\\$&')));
    await box.fill('');
  }
  expect(hasGate(await panel.read()), 'a command is not a word').toBe(true);
});

test('the checklist: answered, kept over a reload, open after the proof, and clean for assistive technology', async ({ open }) => {
  const { page, player } = await open();
  const { panel } = player;
  const said = async (/** @type {string} */ item) => (await overlay(page)).locator(`[data-check=${item}] .said`);
  await player.play(rob, hasGate);
  await panel.press('fold-checks');
  await panel.press('check-sessions');
  await panel.press('check-sessions-done');
  await expect(await said('sessions')).toHaveText('you said: done');
  await panel.press('check-apps');
  await panel.press('check-apps-not_needed');
  await panel.press('check-rules');
  await panel.type('check-rules-skip', 'Exchange is done by another team');
  await page.keyboard.press('Enter');
  await expect(await said('rules')).toHaveText('you said: skipped');
  await panel.press('copy-rules-powershell');
  await expect(await panel.control('copy-rules-powershell')).toHaveText('Copied');
  expect(await axe(await overlay(page))).toEqual([]);
  expect(hasGate(await panel.read()), 'none of it opens the gate').toBe(true);

  await page.reload();
  await panel.until(hasGate);
  await panel.press('fold-checks');
  await expect(await said('sessions')).toHaveText('you said: done');
  await panel.press('check-sessions');
  await panel.press('check-sessions-done');
  await expect(await said('sessions'), 'an answer can be taken back').toHaveCount(0);
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(await panel.text()).toContain('Still open for a secure account: 5.');
  expect(await axe(await overlay(page))).toEqual([]);
});
