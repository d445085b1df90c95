// Where the guide is, and how soon it notices: in-app navigation, tenants, and the sovereign clouds that the admin allows.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { overlay, patience, popup, worker } from './launch.mjs';
import { copied, expect, test } from './world.mjs';

const rob = 'rob@contoso.com';
const sovereign = 'https://security.microsoft.us/restrictedentities';
const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';

/** What the browser has registered beyond the manifest. @param {import('./launch.mjs').Browser['context']} context */
async function registered(context) {
  return (await worker(context)).evaluate(() => chrome.scripting.getRegisteredContentScripts());
}

for (const { page: name, away, back } of /** @type {const} */ ([
  { page: 'now', away: '/quarantine', back: '/restrictedentities' },
  { page: 'seed', away: '#/quarantine', back: '#/restrictedusers' },
])) {
  test(`${name}: within 100 ms the guide is gone from another page, and back on the list`, async ({ open }) => {
    const { page } = await open({ page: name });
    await overlay(page);
    const times = await page.evaluate(
      async ({ away, back }) => {
        const root = document.documentElement;
        const there = () => [...root.children].some((child) => child !== document.head && child !== document.body);
        /**
         * From the moment at which the address is another one (for a way back, the browser takes its time before that).
         * @param {boolean} wanted @param {() => void} move
         */
        const until = (wanted, move) =>
          new Promise((resolve) => {
            let moved = 0;
            const observer = new MutationObserver(look);
            function look() {
              if (moved === 0 || there() !== wanted) return;
              observer.disconnect();
              resolve(performance.now() - moved);
            }
            observer.observe(root, { childList: true });
            navigation.addEventListener('currententrychange', () => { moved = performance.now(); queueMicrotask(look); }, { once: true });
            move();
          });
        const measured = /** @type {number[][]} */ ([[], [], [], []]);
        for (let round = 0; round < 7; round += 1) {
          measured[0]?.push(await until(false, () => history.pushState(null, '', away)));
          measured[1]?.push(await until(true, () => history.pushState(null, '', back)));
          measured[2]?.push(await until(false, () => history.back()));
          measured[3]?.push(await until(true, () => history.forward()));
        }
        return measured;
      },
      { away, back },
    );
    // The middle of seven: what else the machine does at one moment is not the guide's.
    const middles = times.map((some) => [...some].sort((a, b) => a - b)[3] ?? Infinity);
    expect(middles, JSON.stringify(times)).toHaveLength(4);
    expect(Math.max(...middles), JSON.stringify(times)).toBeLessThan(100);
  });
}

test('from the alert: View restricted user details leads to the list, and the guide is there', async ({ open, portal }) => {
  const { page, player } = await open();
  await page.goto('https://security.microsoft.com/alerts');
  await page.getByText('User restricted from sending email', { exact: true }).click();
  await page.getByRole('dialog').getByRole('menuitem', { name: 'More options' }).click();
  await page.getByRole('menuitem', { name: 'View restricted user details' }).click();
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([rob]);
});

test('tenant: the page shows another one than that of the case: both said, kept in links, never taken for it @fault', async ({ open, portal }) => {
  const { page, player } = await open();
  await page.goto(`${portal.pages.now}?tid=${tenant}`);
  const found = await player.play(rob, ({ target }) => target?.role === 'checkbox');
  expect(found.outcome, found.reason).toBe('stopped');
  expect(await player.panel.text()).toContain(tenant);
  await page.goto(`${portal.pages.now}?tid=fabrikam.example`);
  const other = await player.panel.until(({ reason }) => reason === 'lost.other_tenant');
  expect(other.target).toBeNull();
  const link = (await overlay(page)).getByRole('link');
  await expect(link).toHaveAttribute('href', `${portal.pages.now}?tid=${tenant}`);
});

test('a sovereign cloud that nobody has allowed: the guide is not there', async ({ open, portal }) => {
  const { browser, page, player } = await open({ stall: 5000 });
  expect(await registered(browser.context)).toEqual([]);
  await page.goto(sovereign);
  expect((await player.play(rob)).reason).toBe('player.no_panel');
  expect(portal.ledger().attempts).toEqual([]);
});

test('a sovereign cloud that is allowed: the sentinel is registered there, and the job is done', async ({ open, portal }, testInfo) => {
  // Only a person can answer the browser's question; so this copy of the extension comes with the answer.
  const extension = await copied(testInfo);
  const file = join(extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  const host = 'https://security.microsoft.us/*';
  manifest.host_permissions.push(host);
  manifest.optional_host_permissions = manifest.optional_host_permissions.filter((/** @type {string} */ one) => one !== host);
  await writeFile(file, JSON.stringify(manifest));
  const { browser, page, player } = await open({ extension });
  await expect.poll(() => registered(browser.context), { timeout: patience }).toHaveLength(1);
  const [script] = await registered(browser.context);
  expect(script).toMatchObject({ matches: [host], js: ['page/sentinel.js'], allFrames: false, runAt: 'document_start' });
  await page.goto(`${sovereign}?tid=${tenant}`);
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().attempts).toMatchObject([{ host: 'security.microsoft.us', identities: [rob] }]);
  expect(portal.ledger().untrusted_clicks).toBe(0);
});

test('from the toolbar: each sovereign cloud can be allowed by a press', async ({ open }) => {
  const { browser } = await open();
  const small = await popup(browser.context);
  await small.evaluate(() => {
    const asked = /** @type {unknown[]} */ ([]);
    Object.assign(globalThis, { asked });
    // The browser's own question cannot be answered from here: what it would be asked is written down, and answered with yes.
    chrome.permissions.request = /** @type {any} */ (async (/** @type {unknown} */ wanted) => asked.push(wanted) > 0);
    chrome.permissions.remove = /** @type {any} */ (async (/** @type {unknown} */ unwanted) => asked.push(unwanted) > 0);
  });
  await small.locator('[data-gu=allow][data-cloud=DoD]').click();
  await small.locator('[data-gu=withdraw][data-cloud=DoD]').click();
  await expect(small.locator('[data-gu=allow]')).toHaveCount(2);
  const dod = { origins: ['https://security.apps.mil/*', 'https://scc.protection.apps.mil/*'] };
  expect(await small.evaluate(() => /** @type {any} */ (globalThis).asked)).toEqual([dod, dod]);
});
