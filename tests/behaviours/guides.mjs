// Three guides behind one interface: the extension, driver.js and Joyride. A behaviour asks the same of each, in whichever browser.

import { patience } from '../e2e/launch.mjs';
import { appears, Chromium, eventually, Firefox, slow } from './browsers.mjs';
import { html } from './page.mjs';

class Guide {
  constructor(name, browser) {
    Object.assign(this, { name, browser });
  }

  async close() {
    await this.browser.close();
  }

  /** Whether what stands there lies over no button of the surface around a control; a tour does not ask itself that. */
  async makesRoom(_page, _inside) {
    return true;
  }

  /** A scene under the portal's own name, in a page of its own. */
  async serve(scene) {
    this.portal.serve(html(scene));
    return this.browser.open();
  }
}

class Ours extends Guide {
  async start(portal, _scripts, look) {
    this.portal = portal;
    await this.browser.start(portal, { extension: true, look });
  }

  /** The panel stands there, with its text box. */
  async open(scene) {
    const page = await this.serve(scene);
    const panel = await page.panel();
    await panel.click('[data-gu=expand]', patience);
    if (!(await appears(panel, '[data-gu=intake]', patience))) throw new Error('the panel has no text box');
    return page;
  }

  /** Everything is ready but for the last word. */
  async ready(page, { subject }) {
    const panel = await page.panel();
    await this.write(page, subject);
    await panel.click('[data-gu=start]', patience);
    if (!(await appears(panel, '[data-gu=gate-reset]', patience))) throw new Error('the guide did not start');
  }

  async point(page) {
    await (await page.panel()).click('[data-gu=gate-reset]', patience);
  }

  frame(page) {
    return page.panel();
  }

  box(page) {
    return page.panelBox();
  }

  /** In the moment in which the panel makes room, a press that is on its way to it reaches what it uncovers. */
  async makesRoom(page, inside) {
    return eventually(async () => {
      const { x, y, width, height } = await this.box(page);
      const boxes = await page.evaluate((control) => {
        const surface = document.querySelector(control)?.closest('[role=dialog],[role=alertdialog]');
        return surface ? [...surface.querySelectorAll('button')].map((button) => button.getBoundingClientRect().toJSON()) : null;
      }, inside);
      return boxes?.every((box) => box.right <= x || box.left >= x + width || box.bottom <= y || box.top >= y + height);
    });
  }

  /** Writes in the text box, once the browser has moved the keyboard over: the panel is another process than its page. */
  async write(page, text) {
    const panel = await page.panel();
    await panel.click('[data-gu=intake]');
    await eventually(() => panel.evaluate(() => document.hasFocus() && document.activeElement?.matches('[data-gu=intake]')));
    await page.write(text);
    return (await eventually(() => panel.evaluate((wanted) => document.querySelector('[data-gu=intake]').value === wanted, text))) !== null;
  }

  /** A press with the mouse on a button of the panel; says whether the button did what it does. */
  async press(page) {
    const panel = await page.panel();
    await panel.click('[data-gu=collapse]');
    const did = await appears(panel, 'main[data-collapsed]');
    if (did) await panel.click('[data-gu=expand]');
    return did && appears(panel, 'main:not([data-collapsed])');
  }

  /** The same with the keyboard, once a text box of the panel has been given its text; says whether both arrived. */
  async type(page, text) {
    const panel = await page.panel();
    const typed = await this.write(page, text);
    for (let at = 0; at < 20 && !(await panel.evaluate(() => document.activeElement?.matches('[data-gu=collapse]'))); at += 1) await page.key('Shift+Tab');
    await page.key('Enter');
    return typed && appears(panel, 'main[data-collapsed]');
  }

  /** What says the one thing to do now. */
  said = '[role=status]';
  async lead(page, { subject }) {
    const panel = await page.panel();
    await this.write(page, subject);
    const before = await text(panel, this.said);
    await panel.evaluate(() => document.querySelector('[data-gu=start]').focus());
    await page.key('Enter');
    if (!(await changes(panel, this.said, before, patience))) throw new Error('the guide did not start');
  }
}

class Tour extends Guide {
  constructor(name, browser, tour, said, onward) {
    super(name, browser);
    Object.assign(this, { tour, said, onward });
  }

  async start(portal, scripts, look) {
    Object.assign(this, { portal, script: scripts.tours });
    await this.browser.start(portal, { extension: false, look });
  }

  async open(scene) {
    const page = await this.prepare(scene);
    await page.evaluate((tour) => window.tours[tour]([() => document.getElementById('second'), () => window.target()]), this.tour);
    if (!(await appears(page, this.onward, patience))) throw new Error('the tour did not start');
    return page;
  }

  /** A page with the library in it, and nothing shown; the search done as the guide does it. */
  async prepare(scene) {
    const page = await this.serve(scene);
    await page.inject(this.script);
    return page;
  }

  async point(page, { subject }) {
    await page.evaluate((query) => {
      const box = document.getElementById('search');
      box.value = query;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }, subject.split('@')[0]);
    await page.evaluate((tour) => window.tours[tour]([() => window.target(), () => document.getElementById('second')]), this.tour);
  }

  async frame(page) {
    return page;
  }

  box(page) {
    return page.evaluate((said) => {
      const box = document.querySelector(said)?.getBoundingClientRect();
      return box ? { x: box.x, y: box.y, width: box.width, height: box.height } : null;
    }, this.said);
  }

  async press(page) {
    const before = await text(page, this.said);
    await page.click(this.onward);
    return changes(page, this.said, before);
  }

  async type(page, words) {
    await page.click('[data-tour=box]');
    await page.write(words);
    const typed = await page.evaluate(() => document.querySelector('[data-tour=box]').value);
    const before = await text(page, this.said);
    for (let at = 0; at < 20 && !(await page.evaluate((next) => document.activeElement?.matches(next), this.onward)); at += 1) await page.key('Tab');
    await page.key('Enter');
    return typed === words && changes(page, this.said, before);
  }

  async lead(page) {
    const before = await text(page, this.said);
    await page.evaluate((onward) => document.querySelector(onward).focus(), this.onward);
    await page.key('Enter');
    await changes(page, this.said, before);
  }
}

const text = (document, selector) => document.evaluate((wanted) => document.querySelector(wanted).innerText, selector);

async function changes(document, selector, before, within = slow) {
  const differs = ([wanted, old]) => {
    const there = document.querySelector(wanted);
    return Boolean(there && there.innerText && there.innerText !== old);
  };
  return (await eventually(() => document.evaluate(differs, [selector, before]), within)) !== null;
}

/** All of them: the product in both browsers, and what it is compared with in one. */
export const guides = () => ({
  ours: [new Ours('Chromium', new Chromium()), new Ours('Firefox', new Firefox())],
  others: [
    new Tour('driver.js', new Chromium(), 'driver', '.driver-popover', '.driver-popover-next-btn'),
    new Tour('Joyride', new Chromium(), 'joyride', '.react-joyride__tooltip', '.react-joyride__tooltip [data-action=primary]'),
  ],
});
