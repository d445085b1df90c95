// What breaks around the job, one named fault after the other, each with the outcome that is expected: the same step afterwards,
// no case lost, none doubled, no ring without a reason. The title says "kind: fault: outcome"; `cargo xtask faults` prints them
// as a table, together with the tests of other files that carry the same tag.

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { agentWorld, launch, overlay, own, patience, worker } from './launch.mjs';
import { Player } from './player.mjs';
import { copied, expect, test } from './world.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./panel.mjs').Reading} Reading
 * @typedef {import('./portal.mjs').Portal} Portal
 * @typedef {{ browser: import('./launch.mjs').Browser, page: Page, player: Player }} Stage
 */

const rob = 'rob@contoso.com';
const anna = 'adele.vance@contoso.com';

/** @param {string} name */
const at = (name) => (/** @type {Reading} */ reading) => reading.target?.name === name;

/** @param {Reading} reading */
const atRow = (reading) => reading.target?.role === 'checkbox';

/** @param {Reading} reading */
const hasGate = ({ controls }) => controls.some(({ name }) => name === 'gate-reset');

/** Where the guide is. @param {Reading} reading */
const where = (reading) => `${reading.step} ${reading.target?.role ?? reading.state} ${reading.target?.name ?? ''}`;

/** @param {Page} page @returns {Promise<any>} */
const journal = (page) => page.evaluate(async () => (await chrome.storage.local.get('journal')).journal ?? null);

/** Plays until `stop` likes what the panel shows. @param {Player} player @param {(reading: Reading) => boolean} stop @param {string} [user] */
async function reach(player, stop, user = rob) {
  const end = await player.play(user, stop);
  expect(end.outcome, `${end.reason} ${end.says}`).toBe('stopped');
}

/** The job is done, once, and by the administrator's own clicks. @param {Player} player @param {Portal} portal @param {string[]} [users] */
async function proven(player, portal, users = [rob]) {
  const end = await player.play(users.at(-1) ?? rob);
  expect(end.outcome, `${end.reason} ${end.says}`).toBe('proven');
  expect(portal.ledger().unblocked).toEqual(users);
  expect(portal.ledger().untrusted_clicks).toBe(0);
}

/** One case of each, and no other. @param {Page} inside @param {string[]} [users] */
async function oneCaseEach(inside, users = [rob]) {
  const { cases } = await journal(inside);
  expect(cases.map((/** @type {any} */ one) => one.subject).sort()).toEqual([...users].sort());
}

/** A page of the extension behind the portal's. @param {Stage} stage */
async function inside({ browser, page }) {
  const behind = await own(browser.context, 'history');
  await page.bringToFront();
  return behind;
}

/** A player at a page whose case is already begun. @param {Page} page */
function again(page) {
  const player = new Player(page);
  player.started = true;
  return player;
}

/**
 * Ends the worker, and comes back when the browser says that it has stopped.
 * @param {Page} behind a page of the extension
 */
async function kill(behind) {
  const cdp = await behind.context().newCDPSession(behind);
  /** @type {Map<string, string>} */
  const status = new Map();
  /** @type {() => void} */
  let look = () => undefined;
  cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { versionId, runningStatus } of versions) status.set(versionId, runningStatus);
    look();
  });
  await cdp.send('ServiceWorker.enable');
  const stopped = new Promise((resolve) => (look = () => [...status.values()].some((now) => now === 'stopping' || now === 'stopped') && resolve(true)));
  await cdp.send('ServiceWorker.stopAllWorkers');
  look();
  await stopped;
  await cdp.detach();
}

/** The tab of the portal, as the browser counts. @param {Page} behind @param {Page} page */
async function tabOf(behind, page) {
  await page.bringToFront();
  return behind.evaluate(async () => (await chrome.tabs.query({})).filter(({ active }) => active).map(({ id }) => id ?? -1)[0] ?? -1);
}

/** What `body` stores in place of what is there. @param {Page} behind @param {(journal: any) => void} change */
async function rewrite(behind, change) {
  const there = await journal(behind);
  change(there);
  await behind.evaluate((there) => chrome.storage.local.set({ journal: there }), there);
}

// ---- worker -----------------------------------------------------------------------------------------------------------

test('worker: killed before every step: the same step, proven @fault', async ({ open, portal }) => {
  const stage = await open();
  const behind = await inside(stage);
  /** @type {string[]} */
  const killed = [];
  for (;;) {
    const end = await stage.player.play(rob, (reading) => stage.player.started && reading.target !== null && !killed.includes(where(reading)));
    if (end.outcome !== 'stopped' || !end.reading) break;
    const before = where(end.reading);
    killed.push(before);
    await kill(behind);
    // The page may change by itself at that very moment; the guide comes back to where it was.
    await stage.player.panel.until((reading) => where(reading) === before);
  }
  expect(killed.length, killed.join(', ')).toBeGreaterThanOrEqual(5);
  await proven(stage.player, portal);
  await oneCaseEach(behind);
});

test('worker: killed while each step is done: nothing lost or done twice, proven @fault @long', async ({ open, portal }) => {
  const stage = await open();
  const behind = await inside(stage);
  /** @type {string[]} */
  const killed = [];
  let last = '';
  for (;;) {
    const end = await stage.player.play(rob, (reading) => stage.player.started && reading.target !== null && !killed.includes(where(reading)));
    last = `${end.outcome} ${end.reason} ${end.says}`;
    if (end.outcome !== 'stopped' || !end.reading) break;
    killed.push(where(end.reading));
    // The administrator goes on at once: what is pressed and what the guide stores of it meet a worker that is being ended.
    const dying = kill(behind);
    const goal = killed.length;
    const next = await stage.player.play(rob, (reading) => where(reading) !== killed[goal - 1]);
    await dying;
    last = `${next.outcome} ${next.reason} ${next.says}`;
    if (next.outcome !== 'stopped') break;
  }
  expect(killed.length, `${killed.join(', ')}; then ${last}`).toBeGreaterThanOrEqual(4);
  await proven(stage.player, portal);
  await oneCaseEach(behind);
  const { entries } = await journal(behind);
  expect(entries.filter((/** @type {any} */ { what }) => what === 'confirmed')).toHaveLength(1);
});

// ---- extension --------------------------------------------------------------------------------------------------------

/** Chromium's own page of extensions, which can do to this one what its user can. @param {Stage} stage */
async function extensions({ browser, page }) {
  const { host } = new URL((await worker(browser.context)).url());
  const settings = await browser.context.newPage();
  await settings.goto('chrome://extensions');
  // Chromium keeps an unpacked extension that is loaded anew for those who have said that they make them.
  await settings.evaluate(() => /** @type {any} */ (chrome).developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }));
  await page.bringToFront();
  return {
    host,
    reload: () => settings.evaluate((id) => /** @type {any} */ (chrome).developerPrivate.reload(id, { failQuietly: true }), host),
    /** @param {boolean} on */
    enable: (on) => settings.evaluate(([id, on]) => /** @type {any} */ (chrome).management.setEnabled(id, on), /** @type {const} */ ([host, on])),
  };
}

/**
 * Takes note of every element of the guide that is in the page now, and of when the last of them went, by the page's clock.
 * @param {Page} page
 */
async function farewell(page) {
  const there = await page.evaluate(() => {
    const own = [...document.querySelectorAll('[data-guided-unblock]')];
    const gone = new Promise((resolve) => {
      new MutationObserver(() => own.some((each) => each.isConnected) || resolve(Date.now())).observe(document, { subtree: true, childList: true });
    });
    Object.assign(globalThis, { gone });
    return own.length;
  });
  expect(there, 'elements of the guide in the page').toBeGreaterThan(0);
  return { gone: () => page.evaluate(() => /** @type {Promise<number>} */ (/** @type {any} */ (globalThis).gone)) };
}

test('extension: reloaded in mid-step: the old overlay gone within a second, a new one at the same step, after a reload too @fault', async ({ open, portal }) => {
  const stage = await open();
  await reach(stage.player, atRow);
  const settings = await extensions(stage);
  const { gone } = await farewell(stage.page);
  const began = Date.now();
  await settings.reload();
  expect((await gone()) - began, 'milliseconds').toBeLessThan(1000);
  // The new one takes the page over; what is selected there was done while nobody looked, so it is loaded anew.
  await reach(again(stage.page), atRow);
  await stage.page.reload();
  const player = again(stage.page);
  await reach(player, atRow);
  await proven(player, portal);
  const behind = await stage.browser.context.newPage();
  await behind.goto(`chrome-extension://${settings.host}/history.html`);
  await oneCaseEach(behind);
});

test('extension: reloaded elsewhere in the portal: on the list it is not taken for granted that nothing was pressed before @fault', async ({ open }) => {
  const stage = await open();
  const { page } = stage, home = 'https://security.microsoft.com/homepage';
  const touched = async () => {
    await page.evaluate(() => history.pushState(null, '', '/restrictedentities'));
    await overlay(page);
    return (await agentWorld(page))(() => /** @type {any} */ (globalThis).guidedUnblock.touched);
  };
  await page.goto(home);
  expect(await touched()).toBe(false);
  await page.goto(home);
  await (await extensions(stage)).reload();
  await expect.poll(() => agentWorld(page).then(() => true, () => false), { timeout: patience }).toBe(true);
  expect(await touched()).toBe(true);
});

test('extension: updated in mid-step: the old overlay gone within a second, the new version at the same step @fault @long', async ({ open, portal }, testInfo) => {
  const extension = await copied(testInfo);
  const stage = await open({ extension });
  await reach(stage.player, at('Submit'));
  const settings = await extensions(stage);
  const manifest = join(extension, 'manifest.json');
  await writeFile(manifest, JSON.stringify({ ...JSON.parse(await readFile(manifest, 'utf8')), version: '99.0.0' }));
  const { gone } = await farewell(stage.page);
  const began = Date.now();
  await settings.reload();
  expect((await gone()) - began, 'milliseconds').toBeLessThan(1000);
  const player = again(stage.page);
  // The flyout is still open, and names the account.
  await reach(player, at('Submit'));
  await proven(player, portal);
  const behind = await stage.browser.context.newPage();
  await behind.goto(`chrome-extension://${settings.host}/history.html`);
  expect(await behind.evaluate(() => chrome.runtime.getManifest().version)).toBe('99.0.0');
  await oneCaseEach(behind);
});

test('extension: switched off in mid-step: overlay and ring gone within a second; on again, the same step @fault @long', async ({ open, portal }) => {
  const stage = await open();
  await reach(stage.player, at('Submit'));
  const settings = await extensions(stage);
  const { gone } = await farewell(stage.page);
  const began = Date.now();
  await settings.enable(false);
  expect((await gone()) - began, 'milliseconds').toBeLessThan(1000);
  expect(await stage.page.locator('[data-guided-unblock]').count()).toBe(0);
  await settings.enable(true);
  await stage.page.reload();
  const player = again(stage.page);
  await reach(player, atRow);
  await proven(player, portal);
  const behind = await stage.browser.context.newPage();
  await behind.goto(`chrome-extension://${settings.host}/history.html`);
  await oneCaseEach(behind);
});

// ---- tab --------------------------------------------------------------------------------------------------------------

test('tab: duplicated: one works on it, the other says so, and takes over @fault', async ({ open, portal }) => {
  const stage = await open();
  await reach(stage.player, at('Submit'));
  const behind = await inside(stage);
  const tab = await tabOf(behind, stage.page);
  const [copy] = await Promise.all([
    stage.browser.context.waitForEvent('page', { timeout: patience }),
    behind.evaluate((tab) => chrome.tabs.duplicate(tab), tab),
  ]);
  const other = new Player(copy);
  expect((await other.panel.read()).target).toBeNull();
  const said = await other.play(rob);
  expect([said.outcome, said.reason]).toEqual(['lost', 'elsewhere.open_in_tab']);
  await stage.page.bringToFront();
  await stage.page.close();
  await copy.bringToFront();
  // The box still holds the address.
  await other.panel.press('start');
  await other.panel.until(({ state }) => state !== 'lost' && state !== 'idle');
  other.started = true;
  await proven(other, portal);
  await oneCaseEach(behind);
});

test('tab: discarded by the browser: the same step @fault', async ({ open, portal }) => {
  const stage = await open();
  await reach(stage.player, atRow);
  const behind = await inside(stage);
  const tab = await tabOf(behind, stage.page);
  await behind.bringToFront();
  // The browser puts another tab in its place, with another number.
  const discarded = await behind.evaluate(async (tab) => (await chrome.tabs.discard(tab))?.id ?? -1, tab);
  await behind.evaluate((tab) => chrome.tabs.update(tab, { active: true }), discarded);
  const there = () => stage.browser.context.pages().find((page) => page.url().startsWith(portal.pages.now ?? '?'));
  await expect.poll(async () => (await there()?.title().catch(() => '')) ?? '', { timeout: patience }).not.toBe('');
  const player = again(/** @type {Page} */ (there()));
  await reach(player, atRow);
  await proven(player, portal);
  await oneCaseEach(behind);
});

/** Why the browser could not keep a document that was left, in its own words; what merely follows from that is none. @param {Page} page */
async function whyNotKept(page) {
  const cdp = await page.context().newCDPSession(page);
  /** @type {string[]} */
  const reasons = [];
  cdp.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations: all }) => reasons.push(...all.filter(({ type }) => type !== 'Circumstantial').map(({ reason }) => reason)));
  await cdp.send('Page.enable');
  return reasons;
}

/** A page of the portal's other host, where there is no guide. @param {Portal} portal */
const elsewhere = (portal) => new URL('/quarantine', portal.pages.seed).href;

/** Notes whether this document is shown again. @param {Page} page */
const watchReturn = (page) =>
  page.evaluate(() => {
    const memory = /** @type {any} */ (globalThis);
    memory.shown = [];
    addEventListener('pageshow', ({ persisted }) => memory.shown.push(persisted));
  });

/** What this document has noted; `null`: it is another one. @param {Page} page @returns {Promise<boolean[] | null>} */
const returns = (page) => page.evaluate(() => /** @type {any} */ (globalThis).shown ?? null);

test('tab: left and come back to with the guide on it: the guide keeps it from the cache, and nothing else does; the same step @fault', async ({ open, portal }) => {
  const stage = await open({ set: { keep: true } });
  await reach(stage.player, atRow);
  await watchReturn(stage.page);
  const why = await whyNotKept(stage.page);
  await stage.page.goto(elsewhere(portal));
  await stage.page.goBack();
  expect(await returns(stage.page)).toBeNull();
  await expect.poll(() => why, { timeout: patience }).toEqual(['EmbedderExtensionFrame']);
  const player = again(stage.page);
  await reach(player, atRow);
  await proven(player, portal);
  await oneCaseEach(await inside(stage));
});

// ---- browser ----------------------------------------------------------------------------------------------------------

test('browser: killed and started again in another time zone: the same step, proven @fault', async ({ portal }) => {
  const profile = await mkdtemp(join(tmpdir(), 'guided-unblock-killed-'));
  try {
    portal.reset({ page: 'now' });
    const first = await launch(portal, { profile, zone: 'Pacific/Auckland' });
    await first.page.goto(portal.pages.now ?? '');
    await reach(new Player(first.page), atRow);
    const gone = new Promise((resolve) => first.context.once('close', resolve));
    process.kill(browserOf(profile), 'SIGKILL');
    await gone;
    const second = await launch(portal, { profile, zone: 'America/Los_Angeles' });
    try {
      await second.page.goto(portal.pages.now ?? '');
      const player = new Player(second.page);
      await reach(player, atRow);
      await proven(player, portal);
      const behind = await own(second.context, 'history');
      await oneCaseEach(behind);
      const [one] = (await journal(behind)).cases;
      expect(Math.abs(one.proven_at - Date.now())).toBeLessThan(60_000);
      expect(one.opened_at).toBeLessThan(one.proven_at);
    } finally {
      await second.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** The process of the browser that this test has started with this profile. @param {string} profile */
function browserOf(profile) {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 24 }).split('\n');
  const own = lines.filter((line) => line.includes(`--user-data-dir=${profile}`) && !line.includes('--type='));
  expect(own).toHaveLength(1);
  return Number.parseInt(own[0] ?? '', 10);
}

test('windows: two accounts of two tenants in two windows: each its own case in its own tenant, both proven @fault @long', async ({ open, portal }) => {
  const tenants = ['72f988bf-86f1-41af-91ab-2d7cd011db47', '00000000-0000-4000-8000-000000000002'];
  const list = (/** @type {string | undefined} */ tenant) => `${portal.pages.now}?tid=${tenant}`;
  const stage = await open();
  await stage.page.goto(list(tenants[0]));
  await reach(stage.player, at('Submit'));
  const behind = await inside(stage);
  const [page] = await Promise.all([
    stage.browser.context.waitForEvent('page', { timeout: patience }),
    behind.evaluate(() => chrome.windows.create({ url: 'about:blank' })),
  ]);
  await page.goto(list(tenants[1]));
  const other = new Player(page);
  await reach(other, at('Submit'), anna);
  await stage.page.bringToFront();
  await proven(stage.player, portal);
  await page.bringToFront();
  await proven(other, portal, [rob, anna]);
  await oneCaseEach(behind, [rob, anna]);
  const { cases } = await journal(behind);
  expect(Object.fromEntries(cases.map((/** @type {any} */ { subject, tenant }) => [subject, tenant]))).toEqual({ [rob]: tenants[0], [anna]: tenants[1] });
});

// ---- storage ----------------------------------------------------------------------------------------------------------

test('storage: full: said, no ring; as soon as there is room the same step @fault', async ({ open, portal }) => {
  const stage = await open();
  const behind = await inside(stage);
  await reach(stage.player, atRow);
  await behind.evaluate(async () => {
    const { local } = chrome.storage;
    // By trying: the guide may just be saving, and what was free a moment ago would be too much.
    for (let at = 0, size = Number(local.QUOTA_BYTES); size > 30; at += 1) {
      await local.set({ [`filler${at}`]: 'x'.repeat(size) }).catch(() => { size = Math.floor(size / 2); });
    }
  });
  const end = await stage.player.play(rob);
  expect([end.outcome, end.reason]).toEqual(['lost', 'error.storage']);
  expect(end.reading?.target).toBeNull();
  await expect.poll(() => stage.player.ring?.box()).toBeNull();
  await behind.evaluate(async () => {
    const { local } = chrome.storage;
    await local.remove(Object.keys(await local.get(null)).filter((key) => key.startsWith('filler')));
  });
  await stage.player.panel.press('button-try_again');
  await proven(stage.player, portal);
  await oneCaseEach(behind);
});

test('storage: a write rejected at the gate and again at Yes: said, no ring; tried again, the same step, proven @fault', async ({ open, portal }) => {
  const stage = await open();
  const background = await worker(stage.browser.context);
  /** What the browser does when the disk is full. @param {boolean} rejected */
  const reject = (rejected) =>
    background.evaluate((rejected) => {
      const { local } = chrome.storage;
      const memory = /** @type {any} */ (globalThis);
      memory.set ??= local.set.bind(local);
      Object.assign(local, { set: rejected ? async () => Promise.reject(new Error('QUOTA_BYTES quota exceeded')) : memory.set });
    }, rejected);
  for (const until of [hasGate, at('Yes')]) {
    await reach(stage.player, until);
    await reject(true);
    const end = await stage.player.play(rob);
    expect([end.outcome, end.reason]).toEqual(['lost', 'error.storage']);
    expect(end.reading?.target).toBeNull();
    await expect.poll(() => stage.player.ring?.box()).toBeNull();
    await reject(false);
    await stage.player.panel.press('button-try_again');
    await stage.player.panel.until(({ reason }) => reason !== 'error.storage');
  }
  await proven(stage.player, portal);
  await oneCaseEach(await inside(stage));
});

test('storage: older and newer versions: the older case goes on, the newer is kept aside, unread @fault @long', async ({ open, portal }) => {
  const stage = await open();
  const behind = await inside(stage);
  await reach(stage.player, atRow);
  const newer = { schema: 99, id: 'newer', subject: 'later@contoso.com', opened_at: 1, revision: 1 };
  await rewrite(behind, (there) => {
    for (const one of there.cases) {
      one.schema = 1;
      for (const name of ['secured', 'queue', 'recheck', 'still_gone_at', 'back_at', 'language', 'design', 'known_as', 'picked']) delete one[name];
    }
    there.cases.push(newer);
  });
  await stage.page.reload();
  await reach(stage.player, atRow);
  await proven(stage.player, portal);
  await oneCaseEach(behind);
  expect(await behind.evaluate(async () => (await chrome.storage.local.get('kept')).kept)).toEqual([newer]);
});

test('storage: emptied under a running case: said or begun again, nothing doubled @fault @long', async ({ open, portal }) => {
  const stage = await open();
  const behind = await inside(stage);
  await reach(stage.player, atRow);
  await behind.evaluate(() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]));
  const end = await stage.player.play(rob, at('Submit'));
  expect(['lost', 'stopped'], end.reason).toContain(end.outcome);
  if (end.outcome === 'stopped') expect(where(end.reading ?? /** @type {any} */ ({}))).toContain('Submit');
  else expect(end.reading?.target).toBeNull();
  await stage.page.reload();
  const player = new Player(stage.page);
  await proven(player, portal);
  await oneCaseEach(behind);
});

// ---- permission and policy ----------------------------------------------------------------------------------------------

test('permission: withdrawn and given back in mid-step: no guide on the next page, then the same step @fault @long', async ({ open, portal }) => {
  const stage = await open();
  await reach(stage.player, atRow);
  const { host } = new URL((await worker(stage.browser.context)).url());
  const settings = await stage.browser.context.newPage();
  await settings.goto('chrome://extensions');
  const allow = (/** @type {string} */ hostAccess) =>
    settings.evaluate(
      ([extensionId, hostAccess]) => /** @type {any} */ (chrome).developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess }),
      [host, hostAccess],
    );
  await allow('ON_CLICK');
  await stage.page.bringToFront();
  await stage.page.reload();
  await stage.page.getByRole('grid').first().waitFor();
  expect(stage.page.frames().filter((frame) => frame.url().includes('overlay.html'))).toEqual([]);
  await allow('ON_ALL_SITES');
  await stage.page.reload();
  const player = again(stage.page);
  await reach(player, atRow);
  await proven(player, portal);
  await oneCaseEach(await inside(stage));
});

test('policy: changed in mid-case: a stop sign with the reason; lifted again, the same step @fault', async ({ open, portal }) => {
  const stage = await open();
  const background = await worker(stage.browser.context);
  const fix = (/** @type {Record<string, unknown>} */ policy) =>
    background.evaluate((policy) => Object.assign(chrome.storage.managed, { get: async () => policy }), policy);
  await reach(stage.player, atRow);
  await fix({ AllowedHosts: ['protection.office.com'] });
  await stage.page.reload();
  const stopped = await stage.player.panel.until(({ state }) => state === 'refused');
  expect(stopped.reason).toBe('refused.host');
  expect(stopped.target).toBeNull();
  await fix({});
  await stage.page.reload();
  await reach(stage.player, atRow);
  await proven(stage.player, portal);
  await oneCaseEach(await inside(stage));
});

// ---- clock, session, network, page ----------------------------------------------------------------------------------------

for (const [name, hours] of /** @type {const} */ ([['back by two days', -48], ['on by three hours', 3]])) {
  test(`clock: moved ${name} at every step: nobody waits for it, proven @fault${hours > 0 ? ' @long' : ''}`, async ({ open, portal }) => {
    const { page, player } = await open();
    /** @type {string[]} */
    const moved = [];
    for (;;) {
      const end = await player.play(rob, (reading) => player.started && reading.target !== null && !moved.includes(where(reading)));
      if (end.outcome !== 'stopped' || !end.reading) break;
      moved.push(where(end.reading));
      await (await overlay(page)).evaluate((by) => {
        const now = Date.now.bind(Date);
        Date.now = () => now() + by;
      }, hours * 3_600_000);
    }
    expect(moved.length).toBeGreaterThanOrEqual(4);
    await proven(player, portal);
  });
}

test('network: offline in mid-step and back: no guide on the error page, then the same step @fault', async ({ open, portal }) => {
  const { browser, page, player } = await open();
  await reach(player, at('Submit'));
  const reading = await player.panel.read();
  await browser.context.setOffline(true);
  expect(where(await player.panel.read())).toBe(where(reading));
  await expect(page.reload()).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/);
  await expect.poll(() => page.frames().filter((frame) => frame.url().includes('overlay.html')).length).toBe(0);
  await browser.context.setOffline(false);
  await page.goto(portal.pages.now ?? '');
  await reach(player, atRow);
  await proven(player, portal);
  await oneCaseEach(await own(browser.context, 'history'));
});

test('session: ended in mid-step: no ring, said; signed in again, the same step, proven @fault', async ({ open, portal }) => {
  const stage = await open();
  await reach(stage.player, atRow);
  portal.config({ list: 'session' });
  await stage.page.reload();
  const end = await stage.player.play(rob);
  expect(end.outcome, end.reason).toBe('lost');
  expect(end.reading?.status).not.toBe('');
  await expect.poll(() => stage.player.ring?.box()).toBeNull();
  portal.config({ list: 'ok' });
  await stage.page.getByRole('button', { name: 'Sign in' }).click();
  const player = again(stage.page);
  await reach(player, atRow);
  await proven(player, portal);
  await oneCaseEach(await inside(stage));
});

test('session: ended as Yes was pressed: said, still listed; once more, by the admin, to Yes again, proven @fault', async ({ open, portal }) => {
  const stage = await open({ set: { session_after_yes: true } });
  const end = await stage.player.play(rob);
  expect([end.outcome, end.reason], end.says).toEqual(['lost', 'verify.still_listed']);
  expect(portal.ledger().attempts.map(({ outcome }) => outcome)).toEqual(['session']);
  portal.config({ session_after_yes: false });
  await stage.player.panel.press('button-once_more');
  await reach(stage.player, atRow);
  // It is remembered: neither Yes nor that it is to be pressed again is lost with the page.
  await stage.page.reload();
  const player = again(stage.page);
  await reach(player, at('Yes'));
  await proven(player, portal);
  const behind = await inside(stage);
  await oneCaseEach(behind);
  const { entries } = await journal(behind);
  expect(entries.filter((/** @type {any} */ { what }) => what === 'confirmed')).toHaveLength(2);
});

test('page: stands still for half a minute after Yes: neither forgotten nor believed, unblocked once, proven @fault', async ({ open, portal }) => {
  const stage = await open({ stall: 60_000 });
  await reach(stage.player, at('Yes'));
  await stage.page.evaluate(() => {
    addEventListener('click', () => {
      const end = performance.now() + 30_000;
      while (performance.now() < end);
    }, { capture: true, once: true });
  });
  await proven(stage.player, portal);
  const behind = await inside(stage);
  await oneCaseEach(behind);
  const { entries } = await journal(behind);
  const kinds = entries.map((/** @type {any} */ { what }) => what);
  expect(kinds.filter((/** @type {string} */ what) => what === 'not_taken')).toHaveLength(1);
  expect(kinds.at(-1)).toBe('proven');
});

test('page: crashed in mid-step and loaded again: the same step @fault @long', async ({ open, portal }) => {
  const { browser, page, player } = await open();
  await reach(player, atRow);
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  const cdp = await browser.context.newCDPSession(page);
  await Promise.race([cdp.send('Page.crash').catch(() => undefined), crashed]);
  await crashed;
  await page.close();
  const next = await browser.context.newPage();
  await next.goto(portal.pages.now ?? '');
  const later = new Player(next);
  await reach(later, atRow);
  await proven(later, portal);
  await oneCaseEach(await own(browser.context, 'history'));
});

test('page: rendered anew for ever: it answers, the guide waits or points at what is there, and the job can end @fault', async ({ open, portal }) => {
  const { page, player } = await open();
  await reach(player, atRow);
  await page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector('main, [role=main]'));
    const spot = main.appendChild(document.createElement('p'));
    let count = 0;
    const render = () => {
      if (spot.dataset.over) return;
      spot.replaceChildren(...Array.from({ length: 200 }, () => Object.assign(document.createElement('span'), { textContent: String(count++) })));
      requestAnimationFrame(render);
    };
    render();
    /** @type {any} */ (globalThis).rest = () => (spot.dataset.over = 'yes');
  });
  const began = Date.now();
  expect(await page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve('answers'), 50)))).toBe('answers');
  expect(Date.now() - began).toBeLessThan(2000);
  const reading = await player.panel.read();
  expect(['waiting', 'lost', 'asking'], where(reading)).toContain(reading.state);
  await page.evaluate(() => /** @type {any} */ (globalThis).rest());
  await proven(player, portal);
});
