// The practice portal in a browser, without the extension, for people: ends when the browser is closed.

import { parseArgs } from 'node:util';

import { launch } from './launch.mjs';
import { parseSetting, startPortal } from './portal.mjs';

const { values } = parseArgs({
  options: {
    page: { type: 'string', default: 'now' },
    language: { type: 'string', default: 'en-US' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const settings = await Promise.all(values.set.map(parseSetting));
const portal = await startPortal(Object.assign({ page: values.page, language: values.language }, ...settings));
const browser = await launch(portal, { extension: null, headless: false, language: values.language });
const closed = browser.context.waitForEvent('close', { timeout: 0 });
const url = portal.pages[values.page];
if (!url) throw new Error(`the practice portal has no page ${values.page}; there are ${Object.keys(portal.pages).join(', ')}`);
await browser.page.goto(url);
console.error(`${url} is the practice portal; close the browser to end`);
await closed;
await browser.close();
await portal.close();
