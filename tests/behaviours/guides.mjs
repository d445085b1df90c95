// Three guides behind one interface: the extension, driver.js and Joyride. A behaviour asks the same of each.

import { launch, overlay, patience } from '../e2e/launch.mjs';
import { Panel } from '../e2e/panel.mjs';
import { html } from './page.mjs';

export const address = 'https://security.microsoft.com/restrictedentities';
/** How long a control of a panel may take to react, in milliseconds: what hangs is not slow, and what is slow does not hang. */
const slow = 5000;

/** Serves a scene under the portal's own name, in a page of its own. */
async function serve(context, scene) {
  const page = await context.newPage();
  await page.route('https://security.microsoft.com/**', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html(scene) }));
  await page.goto(address);
  return page;
}

class Ours {
  name = 'Guided Unblock';

  async start(portal) {
    this.browser = await launch(portal, {});
  }

  async close() {
    await this.browser?.close();
  }

  /** The panel stands there, with its text box. */
  async open(scene, prepare = async () => undefined) {
    const page = await serve(this.browser.context, scene);
    await prepare(page);
    this.panel = new Panel(page);
    await this.panel.press('expand');
    await (await this.panel.control('intake')).waitFor({ timeout: patience });
    return page;
  }

  /** Everything is ready but for the last word. */
  async ready(page, { subject }) {
    await this.panel.type('intake', subject);
    await this.panel.press('start');
    await (await this.panel.control('gate-reset')).waitFor({ timeout: patience });
  }

  async point() {
    await this.panel.press('gate-reset');
  }

  async frame(page) {
    return overlay(page);
  }

  async box(page) {
    return (await (await overlay(page)).frameElement()).boundingBox();
  }

  /** A press with the mouse on a button of the panel; says whether the button did what it does. */
  async press(page) {
    const frame = await overlay(page);
    await frame.locator('[data-gu=collapse]').click({ timeout: slow });
    const did = await appears(frame, 'main[data-collapsed]');
    if (did) await frame.locator('[data-gu=expand]').click({ timeout: slow });
    return did && appears(frame, 'main:not([data-collapsed])');
  }

  /** The same with the keyboard, once a text box of the panel has been given its text; says whether both arrived. */
  async type(page, text) {
    const frame = await overlay(page);
    await frame.locator('[data-gu=intake]').click({ timeout: slow });
    await page.keyboard.type(text);
    const typed = await frame.evaluate(() => document.querySelector('[data-gu=intake]').value);
    for (let at = 0; at < 20 && !(await frame.evaluate(() => document.activeElement?.matches('[data-gu=collapse]'))); at += 1) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    return typed === text && appears(frame, 'main[data-collapsed]');
  }

  /** What says the one thing to do now. */
  said = '[role=status]';
  /** A control of the panel that leads on, and what is said after it. */
  onward = '[data-gu=start]';
  async lead(page, { subject }) {
    await this.panel.type('intake', subject);
    const frame = await overlay(page);
    const before = await frame.locator(this.said).innerText();
    await frame.locator(this.onward).focus();
    await page.keyboard.press('Enter');
    await frame.waitForFunction(([selector, old]) => document.querySelector(selector)?.innerText !== old, [this.said, before], { timeout: patience });
  }
}

class Tour {
  constructor(name, tour, said, next, back) {
    Object.assign(this, { name, tour, said, onward: next, back });
  }

  async start(portal, scripts) {
    this.browser = await launch(portal, { extension: null });
    this.script = scripts.tours;
  }

  async close() {
    await this.browser?.close();
  }

  async open(scene, prepare = async () => undefined) {
    const page = await serve(this.browser.context, scene);
    await prepare(page);
    await page.evaluate(this.script);
    await page.evaluate((tour) => window.tours[tour]([() => document.getElementById('second'), () => window.target()]), this.tour);
    await page.locator(this.onward).waitFor({ timeout: patience });
    return page;
  }

  /** A page with the library in it, and nothing shown; the search done as the guide does it. */
  async prepare(scene) {
    const page = await serve(this.browser.context, scene);
    await page.evaluate(this.script);
    return page;
  }

  async point(page, { subject }) {
    await page.fill('#search', subject.split('@')[0]);
    await page.evaluate((tour) => window.tours[tour]([() => window.target(), () => document.getElementById('second')]), this.tour);
  }

  async frame(page) {
    return page.mainFrame();
  }

  async box(page) {
    const panel = page.locator(this.said).first();
    return (await panel.count()) ? panel.boundingBox() : null;
  }

  async press(page) {
    const before = await page.locator(this.said).innerText();
    await page.locator(this.onward).click({ timeout: slow });
    return changes(page, this.said, before);
  }

  async type(page, text) {
    await page.locator('[data-tour=box]').click({ timeout: slow });
    await page.keyboard.type(text);
    const typed = await page.locator('[data-tour=box]').inputValue();
    const before = await page.locator(this.said).innerText();
    for (let at = 0; at < 20 && !(await page.evaluate((next) => document.activeElement?.matches(next), this.onward)); at += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    return typed === text && changes(page, this.said, before);
  }

  async lead(page) {
    const before = await page.locator(this.said).innerText();
    await page.locator(this.onward).focus();
    await page.keyboard.press('Enter');
    await changes(page, this.said, before);
  }
}

/** Whether something that fits comes within two seconds. */
export async function appears(frame, selector) {
  return frame.waitForSelector(selector, { timeout: slow, state: 'attached' }).then(() => true, () => false);
}

async function changes(page, selector, before) {
  return page.waitForFunction(([wanted, old]) => {
    const there = document.querySelector(wanted);
    return there && there.innerText && there.innerText !== old;
  }, [selector, before], { timeout: slow }).then(() => true, () => false);
}

/** All of them; the first one is the product, the others are there to compare with. */
export const guides = () => [
  new Ours(),
  new Tour('driver.js', 'driver', '.driver-popover', '.driver-popover-next-btn', '.driver-popover-prev-btn'),
  new Tour('Joyride', 'joyride', '.react-joyride__tooltip', '.react-joyride__tooltip [data-action=primary]', '.react-joyride__tooltip [data-action=back]'),
];
