// The panel over a dialog that puts all else out of reach, and what a screen reader is told of a job: each instruction once.

import { overlay } from './launch.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('playwright-core').Page} Page */

const rob = 'rob@contoso.com';

test('over a native modal dialog in a closed shadow root the panel works, and is back in its place when the dialog is gone', async ({ open }) => {
  const stage = await open();
  const { page, player } = stage;
  const end = await player.play(rob, ({ controls }) => controls.some(({ name }) => name === 'gate-reset'));
  expect(end.outcome, end.reason).toBe('stopped');
  await page.evaluate(() => {
    const element = document.createElement('div');
    const dialog = document.createElement('dialog');
    dialog.append('The session ends soon.', document.createElement('button'));
    element.attachShadow({ mode: 'closed' }).append(dialog);
    document.body.append(element);
    Object.assign(window, { dialog });
    dialog.showModal();
  });
  const isOpen = () => page.evaluate(() => /** @type {any} */ (window).dialog.open);
  await player.panel.press('dock-left');
  await expect.poll(async () => (await overlay(page)).locator('main').getAttribute('data-dock')).toBe('left');
  expect(await isOpen(), 'the press reached the panel alone').toBe(true);
  await player.panel.press('fold-checks');
  await page.evaluate(() => /** @type {any} */ (window).dialog.close());
  await player.panel.press('dock-right');
  await expect.poll(async () => (await overlay(page)).locator('main').getAttribute('data-dock')).toBe('right');
  await expect(page.locator('html > [data-guided-unblock]'), 'ring and panel are where they were').toHaveCount(2);
});

/** @typedef {{ role: 'status' | 'alert' | 'region', text: string }} Spoken `region`: a live region that came into the document */

/** Writes down what every document of the panel says in its live regions, as often as it says it. @param {Page} page */
async function listen(page) {
  /** @type {Spoken[]} */
  const spoken = [];
  await page.exposeFunction('guSpoke', (/** @type {Spoken} */ said) => spoken.push(said));
  await page.addInitScript(() => {
    if (!location.pathname.endsWith('/overlay.html')) return;
    const say = /** @type {any} */ (globalThis).guSpoke;
    new MutationObserver((records) => {
      for (const role of ['status', 'alert']) {
        const region = document.querySelector(`[role=${role}]`);
        if (!region) continue;
        if (records.some(({ addedNodes }) => [...addedNodes].some((node) => node.contains(region)))) say({ role: 'region', text: role });
        else if (records.some(({ target }) => region.contains(target))) say({ role, text: (region.textContent ?? '').replace(/\s+/g, ' ').trim() });
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return spoken;
}

test('each instruction is said once, in a region that stays, and a refusal is said as one', async ({ open }) => {
  const { page, player } = await open();
  const spoken = await listen(page);
  await page.reload();
  let end = await player.play(rob, ({ target }) => target?.role === 'checkbox');
  expect(end.outcome, end.reason).toBe('stopped');
  const said = (/** @type {string} */ role) => spoken.filter((it) => it.role === role).map(({ text }) => text);
  expect(said('region'), 'one document, one region each').toEqual(['status', 'alert']);

  // A wrong row: the refusal is an alert, once.
  const wrong = page.getByRole('row').filter({ hasText: 'robert.smith@contoso.com' }).getByRole('checkbox');
  await wrong.click();
  await player.panel.until(({ state }) => state === 'refused');
  await wrong.click();
  await player.panel.until(({ target }) => target?.role === 'checkbox');
  end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');

  const alerts = said('alert').filter((text) => text !== '');
  expect(alerts, 'the refusal').toEqual(['robert.smith@contoso.com is selected, not rob@contoso.com. Clear that selection to go on.']);
  const status = said('status');
  const twice = status.filter((text, at) => text === status[at - 1]);
  expect(twice, 'nothing is said twice in a row').toEqual([]);
  expect(status).not.toContain('');
  for (const text of ['Reset the password now, or block sign-in.', 'Select the row of rob@contoso.com.', 'Select Submit for rob@contoso.com.', 'Select Yes to unblock rob@contoso.com.', 'rob@contoso.com is unblocked.']) {
    expect(status).toContain(text);
  }
  for (const text of ['Select Submit for rob@contoso.com.', 'Select Yes to unblock rob@contoso.com.', 'rob@contoso.com is unblocked.']) {
    expect(status.filter((it) => it === text), 'once').toHaveLength(1);
  }
  expect(said('region'), 'the list was loaded anew once').toEqual(['status', 'alert', 'status', 'alert']);
});
