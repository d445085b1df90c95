// An organisation's policy, and a browser that keeps extensions out of a page, as the browser itself hands them over.
//
// The policy file is where this browser looks for it, but for this one browser alone: it is started in a mount namespace of its
// own, where a directory of the test lies over that place. The machine is not changed.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { launch, own, patience, popup } from './launch.mjs';
import { chromiumPath } from './places.mjs';
import { Player } from './player.mjs';
import { copied, expect, test } from './world.mjs';

const rob = 'rob@contoso.com';
const allowed = '11111111-2222-3333-4444-555555555555';

/** Where a build of the browser looks for its policies: a directory that is there, and what comes below it. */
const places = /** @type {const} */ ([
  [/Google Chrome for Testing/, '/etc/opt', 'chrome_for_testing/policies/managed'],
  [/Google Chrome/, '/etc/opt', 'chrome/policies/managed'],
  [/Chromium/, '/etc/chromium', 'policies/managed'],
]);

/** @returns {{ root: string, below: string }} */
function place() {
  const version = execFileSync(chromiumPath(), ['--version', '--no-sandbox'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const found = places.find(([build]) => build.test(version));
  if (!found) throw new Error(`nobody knows where this browser looks for its policies: ${version}`);
  return { root: found[1], below: found[2] };
}

// A browser that nobody knows is a failure, and no reason to leave anything out.
const { root, below } = place();

/** What gives a process its own view of the file system, if anything does. */
const unshare = [['--mount'], ['--user', '--map-root-user', '--mount']].find((flags) => {
  try {
    execFileSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'none', root], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

/** The id that a browser gives to an unpacked extension: its path, hashed. @param {string} path */
const idOf = async (path) => createHash('sha256').update(await realpath(path)).digest('hex').slice(0, 32)
  .replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));

/**
 * A program that starts the browser under a policy, and a way to change that policy while it runs.
 * @param {import('@playwright/test').TestInfo} info
 * @param {unknown} policy
 */
async function under(info, policy) {
  // No switch of the browser names another place, and writing into this one would change every browser of the machine.
  if (!unshare) throw new Error(`nothing can be laid over ${root} for one browser alone: make that directory, and run the tests where unshare --mount is allowed`);
  const [directory, program] = [info.outputPath('policies'), info.outputPath('chromium')];
  const file = join(directory, below, 'policy.json');
  /** @param {unknown} policy */
  const change = (policy) => writeFile(file, JSON.stringify(policy));
  await mkdir(join(directory, below), { recursive: true });
  await change(policy);
  const inside = `mount --bind "$0" ${root} && exec "$@"`;
  await writeFile(program, `#!/bin/sh\nexec unshare ${unshare.join(' ')} sh -c '${inside}' '${directory}' '${chromiumPath()}' "$@"\n`);
  await chmod(program, 0o755);
  return { executable: program, change };
}

test('the example of docs/deploy.md, in force: fixed, required, forbidden, and said to be the organisation\'s', async ({ portal }, info) => {
  const extension = await copied(info);
  const document = await readFile(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const example = document.split('```json chromium\n')[1]?.split('```')[0] ?? '';
  const policy = JSON.parse(example.replace('EXTENSION_ID', await idOf(extension)));
  const { executable } = await under(info, policy);
  const browser = await launch(portal, { extension, executable });
  try {
    const options = await own(browser.context, 'options');
    expect(await options.evaluate(() => chrome.storage.managed.get(null))).toEqual(Object.values(policy['3rdparty'].extensions)[0]);
    await expect(options.locator('.fixed').first()).toHaveText('Set by your organisation');
    await expect(options.locator('#retention')).toBeDisabled();
    await expect(options.locator('#retention')).toHaveValue('90');
    const said = options.locator('main');
    for (const text of [allowed, 'security.microsoft.com', 'Securing the account cannot be skipped.']) await expect(said).toContainText(text);
    await expect(options.locator('.problems')).toHaveCount(0);

    // The gate cannot be skipped, and the password alone is not enough.
    portal.reset({ page: 'now' });
    // A person types into the tab that is in front.
    await browser.page.bringToFront();
    await browser.page.goto(`${portal.pages.now}?tid=${allowed}`);
    const job = new Player(browser.page);
    const stopped = await job.play(rob, ({ reason }) => reason === 'secure.required');
    expect(stopped.outcome, stopped.reason).toBe('stopped');
    expect(stopped.reading?.target, 'nothing is pointed at').toBeNull();
    expect(stopped.reading?.controls.some(({ name }) => name === 'gate-elsewhere')).toBe(false);

    // On a host and in a tenant that are not allowed: a stop sign, and nothing is typed.
    await browser.page.goto(`${portal.pages.now}?tid=99999999-2222-3333-4444-555555555555`);
    await job.panel.until(({ state, alert }) => state === 'refused' && alert !== '');
    expect((await job.panel.read()).reason).toBe('refused.tenant');
    await browser.page.goto(portal.pages.seed ?? '');
    await job.panel.until(({ reason, state }) => reason === 'refused.host' && state === 'refused');
    await browser.page.goto(`${portal.pages.now}?tid=${allowed}`);
    await job.panel.until(({ reason }) => reason === 'secure.required');
    // What is required is not folded away.
    for (const item of ['sessions', 'forwarding', 'rules']) {
      await job.panel.press(`check-${item}`);
      await job.panel.press(`check-${item}-done`);
    }
    const end = await job.play(rob);
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([rob]);
  } finally {
    await browser.close();
  }
});

test('a policy that changes in mid-case counts at once: required, forbidden, and free again, without another document', async ({ portal }, info) => {
  const extension = await copied(info);
  const id = await idOf(extension);
  /** @param {Record<string, unknown>} values */
  const policy = (values) => ({ '3rdparty': { extensions: { [id]: values } } });
  const { executable, change } = await under(info, policy({ RetentionDays: 7 }));
  const browser = await launch(portal, { extension, executable });
  try {
    portal.reset({ page: 'now' });
    await browser.page.goto(portal.pages.now ?? '');
    const job = new Player(browser.page);
    // In the open flyout, with Submit ringed.
    const before = await job.play(rob, ({ target }) => target?.name === 'Submit');
    expect(before.outcome, before.reason).toBe('stopped');
    const since = await browser.page.evaluate(() => performance.timeOrigin);
    await change(policy({ RequiredChecks: ['sessions'], AllowSkipping: false }));
    const required = await job.panel.until(({ reason }) => reason === 'secure.required');
    expect(required.target, 'the ring on the button that commits is taken back').toBeNull();
    await change(policy({ AllowedHosts: ['protection.office.com'] }));
    expect((await job.panel.until(({ reason }) => reason === 'refused.host')).target).toBeNull();
    await change(policy({}));
    await job.panel.until(({ target }) => target?.name === 'Submit');
    expect(await browser.page.evaluate(() => performance.timeOrigin), 'the same document').toBe(since);
    const end = await job.play(rob);
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([rob]);
  } finally {
    await browser.close();
  }
});

/** Loads the popup again, in a tab behind another one, which a busy machine draws late. @param {import('playwright-core').Page} small */
async function drawnAnew(small) {
  await small.reload();
  await small.locator('.side').waitFor({ timeout: patience });
}

test('where the browser keeps every extension out of the list, the popup says so, and the side panel has the steps', async ({ portal }, info) => {
  const extension = await copied(info);
  const policy = { ExtensionSettings: { [await idOf(extension)]: { runtime_blocked_hosts: ['*://security.microsoft.com'] } } };
  const { executable } = await under(info, policy);
  const browser = await launch(portal, { extension, executable });
  try {
    portal.reset({ page: 'now' });
    const small = await popup(browser.context);
    await browser.page.goto(portal.pages.now ?? '');
    await browser.page.bringToFront();
    await drawnAnew(small);
    await expect(small.locator('.side[data-only]')).toContainText('cannot run');
    expect(await browser.page.evaluate(() => document.documentElement.children.length), 'nothing of the extension is in the page').toBe(2);
    const side = await own(browser.context, 'sidepanel');
    await side.locator('[data-gu=intake]').fill(rob);
    await side.locator('[data-gu=start]').click();
    await side.locator('[data-gu=gate-reset]').click({ timeout: patience });
    await expect(side.locator('main')).toHaveAttribute('data-step', 'open');
    // And the same browser lets it onto the list's other host.
    await browser.page.goto(portal.pages.seed ?? '');
    await browser.page.bringToFront();
    await new Player(browser.page).panel.read();
    await small.reload();
    await expect(small.locator('.side[data-only]')).toHaveCount(0);
  } finally {
    await browser.close();
  }
});
