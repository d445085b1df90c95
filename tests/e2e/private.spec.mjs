// A private window, as a person opens it: the guide is allowed there, does its whole job, and nothing of it is kept anywhere.

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, patience, worker } from './launch.mjs';
import { Player } from './player.mjs';
import { expect, test } from './world.mjs';

/** @typedef {import('playwright-core').Page} Page */

const rob = 'rob@contoso.com';
const anna = 'anna.nilsen@contoso.com';

/**
 * What a person does on the page of extensions: "Allow in Incognito". The browser starts the extension anew for that.
 * @param {import('./launch.mjs').Browser['context']} context
 */
async function allowInPrivate(context) {
  const id = new URL((await worker(context)).url()).host;
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate((id) => {
    const api = /** @type {any} */ (chrome).developerPrivate;
    // Without the developer mode the browser would not start an unpacked extension again.
    return api.updateProfileConfiguration({ inDeveloperMode: true }).then(() => api.updateExtensionConfiguration({ extensionId: id, incognitoAccess: true }));
  }, id);
  await expect.poll(() => page.evaluate((id) => {
    const api = /** @type {any} */ (chrome).developerPrivate;
    return api.getExtensionInfo(id).then((/** @type {any} */ info) => [info.state, info.incognitoAccess.isActive]);
  }, id), { timeout: patience }).toEqual(['ENABLED', true]);
  await page.close();
  return id;
}

/** Files of a profile in which a text stands, in the two ways that browsers write texts. @param {string} dir @param {string} text */
async function filesWith(dir, text) {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = [];
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(path.slice(dir.length + 1));
  }
  return found;
}

/** Everything that is stored. @param {Page} page */
const everything = (page) => page.evaluate(async () => ({
  local: await chrome.storage.local.get(null),
  session: await chrome.storage.session.get(null),
  alarms: await chrome.alarms.getAll(),
  badge: await chrome.action.getBadgeText({}),
}));

test('the whole job in a private window: nothing of it outlives the window, in no storage and in no file of the profile', async ({ portal }) => {
  const profile = await mkdtemp(join(tmpdir(), 'guided-unblock-private-'));
  try {
    portal.reset({ page: 'now' });
    const browser = await launch(portal, { profile });
    try {
      const id = await allowInPrivate(browser.context);
      await browser.page.goto(`chrome-extension://${id}/history.html`);
      const nothing = { local: {}, session: {}, alarms: [], badge: '' };
      expect(await everything(browser.page)).toEqual(nothing);

      const arrives = browser.context.waitForEvent('page', { timeout: patience });
      await browser.page.evaluate((url) => chrome.windows.create({ incognito: true, url }).then(() => undefined), portal.pages.now ?? '');
      const page = await arrives;
      const player = new Player(page);
      const end = await player.play(rob);
      expect(end.outcome, end.reason).toBe('proven');
      expect(portal.ledger().unblocked).toEqual([rob]);

      // The private half knows the case, and the ordinary half knows nothing.
      const inside = await page.context().newPage().then(async (other) => (await other.close(), page));
      await inside.goto(`chrome-extension://${id}/history.html`);
      await expect(inside.getByText('nothing is kept when it closes')).toBeVisible();
      expect(await inside.evaluate(() => chrome.extension.inIncognitoContext)).toBe(true);
      await expect(inside.getByRole('heading', { name: rob })).toBeVisible();
      expect((await everything(inside)).local).toEqual({});
      expect(await everything(browser.page)).toEqual(nothing);
      await inside.close();
      await expect.poll(() => everything(browser.page), { timeout: patience }).toEqual(nothing);

      // Another private window begins with nothing.
      const next = browser.context.waitForEvent('page', { timeout: patience });
      await browser.page.evaluate((url) => chrome.windows.create({ incognito: true, url }).then(() => undefined), `chrome-extension://${id}/history.html`);
      const empty = await next;
      await expect(empty.getByText('Nothing is recorded yet.')).toBeVisible();
      expect(await everything(empty)).toEqual(nothing);
      await empty.close();

      // The same files do hold what an ordinary window stores, or the search below would prove nothing.
      await browser.page.evaluate((subject) => chrome.runtime.sendMessage({ kind: 'open', subject, document: '' }), anna);
    } finally {
      await browser.close();
    }
    expect((await filesWith(profile, anna)).length).toBeGreaterThan(0);
    expect(await filesWith(profile, rob)).toEqual([]);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
