// Starts the installed Chromium with an unpacked extension and a world that holds the practice portal and nothing else.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { built, chromiumPath } from './places.mjs';

/**
 * @typedef {import('playwright-core').BrowserContext} BrowserContext
 * @typedef {import('playwright-core').Frame} Frame
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Worker} Worker
 * @typedef {{ context: BrowserContext, page: Page, close(): Promise<void> }} Browser
 */

/** How long anything may take to appear: generous, because nothing waits longer than it has to. */
export const patience = 20_000;

/**
 * A browser with a fresh profile. The page is still empty.
 * @param {Pick<import('./portal.mjs').Portal, 'port' | 'spki' | 'hosts'>} portal
 * @param {{
 *   extension?: string | null,
 *   executable?: string,
 *   headless?: boolean,
 *   language?: string,
 *   args?: string[],
 *   profile?: string,
 *   textSize?: number,
 *   zone?: string,
 *   saver?: boolean,
 * }} [options] `extension`: the directory of an unpacked extension, `null` for none; `executable`: another program than the installed browser; `language`: of the browser; `args`: more of
 *   its switches; `profile`: a directory that outlives the browser, for tests that start it again; `textSize`: what its user has set, in pixels;
 *   `zone`: its time zone; `saver`: its Energy Saver is on, which draws thirty frames a second and not sixty
 * @returns {Promise<Browser>}
 */
export async function launch(portal, { extension = built, executable = chromiumPath(), headless = true, language = 'en-US', args = [], profile: kept, textSize, zone, saver = false } = {}) {
  const profile = kept ?? (await mkdtemp(join(tmpdir(), 'guided-unblock-')));
  if (textSize) {
    await mkdir(join(profile, 'Default'), { recursive: true });
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify({ webkit: { webprefs: { default_font_size: textSize } } }));
  }
  if (saver) await writeFile(join(profile, 'Local State'), JSON.stringify({ performance_tuning: { battery_saver_mode: { state: 3 } } }));
  const leave = () => (kept ? undefined : rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const hosts = portal.hosts.map((host) => `MAP ${host}:443 127.0.0.1:${portal.port}`);
  // The sandbox needs rights that root in a container does not have; a person's own browser keeps it.
  const contained = process.getuid?.() === 0 || Boolean(process.env.CI);
  let context;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: executable,
      // Playwright's own headless mode is another browser, one without extensions.
      headless: false,
      chromiumSandbox: !contained,
      viewport: headless ? { width: 1366, height: 900 } : null,
      locale: language,
      env: { ...environment(), LANGUAGE: language.replace('-', '_'), ...(zone ? { TZ: zone } : {}) },
      // Extensions are what is tested; and the back/forward cache is part of every real browser.
      ignoreDefaultArgs: ['--disable-extensions', '--disable-back-forward-cache'],
      args: [
        ...(headless ? ['--headless=new', '--disable-gpu'] : []),
        ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
        `--lang=${language}`,
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--host-resolver-rules=${hosts.join(',')},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`,
        `--ignore-certificate-errors-spki-list=${portal.spki}`,
        ...args,
      ],
    });
  } catch (error) {
    await leave();
    throw error;
  }
  const browser = context;
  return {
    context: browser,
    page: browser.pages()[0] ?? (await browser.newPage()),
    async close() {
      await browser.close();
      await leave();
    },
  };
}

/** The environment without its gaps, as Playwright wants it. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** @param {Frame} frame */
const isOverlay = (frame) => /^(chrome|moz)-extension:\/\/[^/]+\/overlay\.html/.test(frame.url());

/**
 * The extension's frame in this page, once its document is there; fails when none comes in time.
 * @param {Page} page
 * @param {number} [timeout]
 * @returns {Promise<Frame>}
 */
export async function overlay(page, timeout = patience) {
  const there = () => page.frames().find((frame) => isOverlay(frame) && !frame.isDetached());
  const frame = there() ?? (await arrival(page, there, timeout));
  await frame.waitForLoadState('domcontentloaded', { timeout });
  return frame;
}

/**
 * @param {Page} page
 * @param {() => Frame | undefined} there
 * @param {number} timeout
 * @returns {Promise<Frame>}
 */
function arrival(page, there, timeout) {
  return new Promise((resolve, reject) => {
    /** @param {() => void} settle */
    const end = (settle) => {
      clearTimeout(timer);
      page.off('framenavigated', look);
      page.off('close', gone);
      settle();
    };
    const look = () => {
      const frame = there();
      if (frame) end(() => resolve(frame));
    };
    const gone = () => end(() => reject(new Error('the page was closed before a panel came')));
    const timer = setTimeout(() => end(() => reject(new Error(`no panel came within ${timeout} ms`))), timeout);
    page.on('framenavigated', look);
    page.on('close', gone);
  });
}

/**
 * The agent's own world in a page, in which its scripts run; not that of an extension that has been loaded anew since.
 * @param {Page} page
 * @returns {Promise<(work: (...given: any[]) => unknown, ...given: unknown[]) => Promise<any>>} runs a function there
 */
export async function agentWorld(page) {
  const session = await page.context().newCDPSession(page);
  const worlds = /** @type {number[]} */ ([]);
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.auxData?.type === 'isolated' && context.origin.startsWith('chrome-extension:')) worlds.push(context.id);
  });
  await session.send('Runtime.enable');
  /** @param {number} contextId @param {string} expression */
  const run = async (contextId, expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { contextId, expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  for (const id of worlds) {
    if (await run(id, 'Boolean(chrome.runtime?.id)')) return (work, ...given) => run(id, `(${work})(...${JSON.stringify(given)})`);
  }
  throw new Error('the extension is not in this page');
}

/**
 * The extension's worker.
 * @param {BrowserContext} context
 * @returns {Promise<Worker>}
 */
export async function worker(context) {
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker', { timeout: patience });
}

/**
 * A page of the extension in a tab; Chromium has no other way to open the popup from outside.
 * @param {BrowserContext} context
 * @param {'popup' | 'history' | 'options' | 'sidepanel'} name
 * @returns {Promise<Page>}
 */
export async function own(context, name) {
  const { host } = new URL((await worker(context)).url());
  const page = await context.newPage();
  await page.goto(`chrome-extension://${host}/${name}.html`);
  return page;
}

/** @param {BrowserContext} context */
export const popup = (context) => own(context, 'popup');
