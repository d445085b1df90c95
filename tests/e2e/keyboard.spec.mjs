// The shortcut: into the panel, and back to exactly where one was, whatever the page does with the focus.

import { overlay, patience, worker } from './launch.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('playwright-core').Page} Page */

const rob = 'rob@contoso.com';

/** What the browser does when the keys of the command are pressed; a browser without a window has no shortcuts of extensions.
 * @param {import('./launch.mjs').Browser} browser */
async function shortcut({ context }) {
  await (await worker(context)).evaluate(async () => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    /** @type {any} */ (chrome.commands.onCommand).dispatch('summon', tab);
  });
}

/** What has the focus in the page, through open shadow roots; the panel is `panel`. @param {Page} page */
const focused = (page) => page.evaluate(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at?.hasAttribute('data-guided-unblock')) return 'panel';
  return at === document.body ? '' : (at?.textContent || at?.getAttribute('placeholder') || at?.tagName || '').trim();
});

/** Whether the keyboard is in the panel, on something in it. @param {Page} page */
const inPanel = async (page) => (await overlay(page)).evaluate(() => document.hasFocus() && document.activeElement !== document.body);

/** There and back, twice: by the shortcut, and with Escape. @param {import('./world.mjs').Stage} stage @param {string} from */
async function thereAndBack({ page, browser }, from) {
  for (const back of /** @type {const} */ (['shortcut', 'Escape'])) {
    await shortcut(browser);
    await expect.poll(() => inPanel(page), { timeout: patience }).toBe(true);
    if (back === 'shortcut') await shortcut(browser);
    else await page.keyboard.press('Escape');
    await expect.poll(() => focused(page), { timeout: patience }).toBe(from);
    expect(await inPanel(page)).toBe(false);
  }
}

test('the shortcut opens the panel and leads into it, and back into the search box where one was typing', async ({ open }) => {
  const stage = await open();
  const { page } = stage;
  await (await overlay(page)).locator('[data-gu=expand]').waitFor();
  const box = page.getByRole('searchbox');
  await box.click();
  await page.keyboard.type('ro');
  const from = await focused(page);
  await thereAndBack(stage, from);
  await expect((await overlay(page)).locator('main[data-collapsed]')).toHaveCount(0);
  await page.keyboard.type('b');
  await expect(box).toHaveValue('rob');
});

test('where a press in the page has left the focus nowhere, the way back from the panel leads nowhere', async ({ open }) => {
  const { page } = await open();
  const panel = await overlay(page);
  await panel.locator('[data-gu=expand]').waitFor();
  await page.getByRole('searchbox').click();
  await page.getByRole('main').getByRole('heading').first().click();
  expect(await focused(page)).toBe('');
  await panel.locator('[data-gu=expand]').focus();
  await expect.poll(() => inPanel(page), { timeout: patience }).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => inPanel(page), { timeout: patience }).toBe(false);
  expect(await focused(page)).toBe('');
});

for (const [what, name] of /** @type {const} */ ([['Fluent 8, a blocking Panel', 'now'], ['Fluent 9, a modal Drawer', 'now9'], ['web components, a native dialog', 'nowwc']])) {
  test(`the shortcut under a focus trap: into the panel and back to the button in the flyout: ${what}`, async ({ open, portal }) => {
    const stage = await open();
    const { page, player } = stage;
    await page.goto(portal.pages[name] ?? '');
    portal.config({ page: name });
    await page.reload();
    const end = await player.play(rob, ({ target }) => target?.name === 'Submit');
    expect(end.outcome, `${end.reason} ${end.says}`).toBe('stopped');
    // The roles of web components are known to the browser alone.
    await page.locator('button, fluent-button').filter({ hasText: /^\s*Cancel\s*$/ }).focus({ timeout: patience });
    const from = await focused(page);
    expect(from).toBe('Cancel');
    await thereAndBack(stage, from);
    // Nothing of this has closed the flyout.
    expect((await player.panel.read()).target?.name).toBe('Submit');
  });
}
