// Nothing leaves the browser: the browser's own log of its network, over a whole job, holds the portal's requests and no other.

import { readFile } from 'node:fs/promises';

import { launch, worker } from './launch.mjs';
import { built } from './places.mjs';
import { Player } from './player.mjs';
import { expect, test } from './world.mjs';

/**
 * @typedef {{ url: string, initiator: string }} Request
 * @typedef {{ requests: Request[], names: string[] }} Traffic `names`: what was asked of the resolver
 */

/** What a log of the network says. @param {string} file @returns {Promise<Traffic>} */
async function traffic(file) {
  // The log ends when the browser does; one that was cut off lacks its last brackets.
  const text = await readFile(file, 'utf8');
  const log = JSON.parse(/\]\s*\}\s*$/.test(text) ? text : `${text.replace(/,\s*$/, '')}]}`);
  const types = log.constants.logEventTypes;
  /** @type {Traffic} */
  const found = { requests: [], names: [] };
  for (const { type, params } of log.events) {
    if (type === types.URL_REQUEST_START_JOB && params?.url) found.requests.push({ url: params.url, initiator: params.initiator ?? '' });
    if (type === types.HOST_RESOLVER_MANAGER_REQUEST && params?.host) found.names.push(String(params.host));
  }
  return found;
}

/** What the practice portal's own pages ask for; a page without the extension asks for the same. */
const own = [/^\/(restrictedusers|restrictedentities)?(\?.*)?$/, /^\/static\/[\w-]+\/(fonts\/)?[\w.-]+$/, /^\/api\/(config|entities|unblock|events)(\?.*)?$/, /^\/favicon\.ico$/];

test('a whole job: the only requests of page, extension and worker are the portal’s own', async ({ portal }, testInfo) => {
  portal.reset({ page: 'now' });
  const file = testInfo.outputPath('network.json');
  const browser = await launch(portal, { extension: built, args: [`--log-net-log=${file}`, '--net-log-capture-mode=Everything'] });
  const ends = /** @type {string[]} */ ([]);
  try {
    const id = new URL((await worker(browser.context)).url()).host;
    // The DevTools protocol's own list, of every target of the extension that has one: its frame, and its pages.
    browser.context.on('request', (request) => ends.push(request.url()));
    await browser.page.goto(portal.pages.now ?? '');
    const end = await new Player(browser.page).play('rob@contoso.com');
    expect(end.outcome, end.reason).toBe('proven');
    const popup = await browser.context.newPage();
    await popup.goto(`chrome-extension://${id}/popup.html`);
    await popup.locator('main *').first().waitFor();
  } finally {
    await browser.close();
  }
  expect(portal.ledger().unblocked).toEqual(['rob@contoso.com']);

  const { requests, names } = await traffic(file);
  const hosts = new Set(portal.hosts);
  const away = (/** @type {string} */ url) => /^(https?|wss?|ftp):/.test(url) && !hosts.has(new URL(url).hostname);
  // Whatever the extension asks for has its origin as initiator, or the portal's where the page agent stands.
  const asked = requests.filter(({ initiator }) => /-extension:\/\//.test(initiator));
  expect(asked.filter(({ url }) => !/^(chrome|data|blob)/.test(url))).toEqual([]);
  expect(requests.filter(({ url, initiator }) => initiator.startsWith('https://') && away(url))).toEqual([]);
  expect(ends.filter(away)).toEqual([]);
  // The log is worth something only if it has seen the job.
  expect(requests.filter(({ url }) => /\/api\/unblock/.test(url)).length).toBeGreaterThan(0);
  expect(names.length).toBeGreaterThan(0);
  // The server's side of it: no path that the portal's own pages would not ask for.
  expect(portal.requests().filter(({ path }) => !own.some((known) => known.test(path)))).toEqual([]);
});
