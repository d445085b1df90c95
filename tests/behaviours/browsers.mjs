// Two browsers behind one interface: what a person does in a window, and what can be read in the documents there.
//
// A document takes `evaluate(ask, wish)`, `inject(source)` and `click(selector)`, with the mouse of the window; a page is a document that also
// has a `panel()`, and the keyboard and the picture of its window. The keyboard is the window's, in both: where it is, the browser says.

import { launch, overlay, patience } from '../e2e/launch.mjs';
import { launchFirefox, overlay as lookAtPanel } from '../e2e/launch-firefox.mjs';

export const address = 'https://security.microsoft.com/restrictedentities';
/** How long a control may take to react, in milliseconds: what hangs is not slow, and what is slow does not hang. */
export const slow = 5000;

/** Asks again and again, until the answer is one; `null` where none comes in time. */
export async function eventually(ask, within = slow) {
  for (const end = Date.now() + within; ;) {
    const answer = await ask();
    if (answer || Date.now() > end) return answer || null;
  }
}

/** Whether something that fits comes in time. */
export async function appears(document, selector, within = slow) {
  return (await eventually(() => document.evaluate((wanted) => document.querySelector(wanted) !== null, selector), within)) !== null;
}

class ChromiumDocument {
  constructor(frame) {
    this.frame = frame;
  }

  evaluate(ask, wish) {
    return this.frame.evaluate(ask, wish);
  }

  inject(source) {
    return this.frame.evaluate(source);
  }

  /** The pointer comes first, as a person's does: the browser gives a press to whoever was there in the last frame on the screen,
   * and in a slow moment that is the page still, where the panel already stands. */
  async click(selector, within = slow) {
    const control = this.frame.locator(selector);
    const there = await eventually(async () => {
      await control.hover({ timeout: within });
      return control.evaluate((node) => node.matches(':hover'));
    }, within);
    if (!there) throw new Error(`the pointer does not get to ${selector}`);
    await control.click({ timeout: within });
  }
}

class ChromiumPage extends ChromiumDocument {
  constructor(page) {
    super(page.mainFrame());
    this.page = page;
  }

  async panel() {
    return new ChromiumDocument(await overlay(this.page));
  }

  async panelBox() {
    return (await (await overlay(this.page)).frameElement()).boundingBox();
  }

  screenshot() {
    return this.page.screenshot();
  }

  key(name) {
    return this.page.keyboard.press(name);
  }

  write(text) {
    return this.page.keyboard.type(text);
  }
}

/** `look` is what its user has asked for: `reducedMotion` or `forcedColors`. */
export class Chromium {
  async start(portal, { extension, look }) {
    this.browser = await launch(portal, extension ? {} : { extension: null });
    this.look = {
      ...(look.reducedMotion && { reducedMotion: /** @type {const} */ ('reduce') }),
      ...(look.forcedColors && { forcedColors: /** @type {const} */ ('active') }),
    };
  }

  async open() {
    const page = await this.browser.context.newPage();
    await page.emulateMedia(this.look);
    await page.goto(address);
    return new ChromiumPage(page);
  }

  async close() {
    await this.browser?.close();
  }
}

class FirefoxDocument {
  /** `enter` makes it the document that is looked at. */
  constructor(firefox, enter) {
    Object.assign(this, { firefox, enter });
  }

  /** A document that was left meanwhile has a successor, which is asked in its place. */
  async evaluate(ask, wish) {
    const answer = await eventually(async () => {
      try {
        await this.enter();
        return { value: await this.firefox.run(`return (${ask}).apply(null, arguments)`, wish ?? null) };
      } catch (error) {
        if (/no such window|no such frame|discarded|unloaded/i.test(error.message)) return null;
        throw error;
      }
    }, patience);
    if (!answer) throw new Error('the document was left');
    return answer.value;
  }

  async inject(source) {
    await this.enter();
    await this.firefox.run(source);
  }

  async click(selector, within = slow) {
    // Its document may stand still in a frame that does not: the panel's small button keeps out of the page's way.
    let last = '';
    const at = await eventually(async () => {
      const now = await this.evaluate(standing, selector);
      const still = now && String(now) === last;
      last = String(now);
      return still && now;
    }, within);
    if (!at) throw new Error(`nothing can be clicked at ${selector}`);
    await this.firefox.frame();
    const [left, top] = await this.firefox.run('return [mozInnerScreenX, mozInnerScreenY]');
    await this.firefox.click(at[0] - left, at[1] - top);
  }
}

/** Runs in a document: where on the screen an element can be pressed, once it stands still; `null` while it cannot. */
async function standing(selector) {
  const node = document.querySelector(selector);
  if (!node?.checkVisibility({ visibilityProperty: true })) return null;
  node.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  const box = () => JSON.stringify(node.getBoundingClientRect());
  const before = box();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const { x, y, width, height } = node.getBoundingClientRect();
  const [middle, half] = [x + width / 2, y + height / 2];
  const there = document.elementFromPoint(middle, half);
  if (before !== box() || !(node.contains(there) || there?.contains(node))) return null;
  return [window.mozInnerScreenX + middle, window.mozInnerScreenY + half];
}

class FirefoxPage extends FirefoxDocument {
  constructor(firefox) {
    super(firefox, () => firefox.frame());
  }

  async panel() {
    const enter = async () => {
      if (!(await eventually(() => lookAtPanel(this.firefox), patience))) throw new Error('no panel came');
    };
    await enter();
    return new FirefoxDocument(this.firefox, enter);
  }

  async panelBox() {
    const corner = () => [window.mozInnerScreenX, window.mozInnerScreenY];
    const [left, top] = await this.evaluate(corner);
    const [x, y, width, height] = await (await this.panel()).evaluate(() => [window.mozInnerScreenX, window.mozInnerScreenY, innerWidth, innerHeight]);
    return { x: x - left, y: y - top, width, height };
  }

  async screenshot() {
    await this.firefox.frame();
    return this.firefox.screenshot();
  }

  key(name) {
    return this.firefox.key(name);
  }

  write(text) {
    return this.firefox.type(text);
  }
}

/** With `look` as in Chromium, where it is emulated; here it is the user's own setting. */
export class Firefox {
  async start(portal, { look }) {
    this.browser = await launchFirefox(portal, {
      preferences: {
        ...(look.reducedMotion && { 'ui.prefersReducedMotion': 1 }),
        // "Contrast control: custom", on the page of settings.
        ...(look.forcedColors && { 'browser.display.document_color_use': 2 }),
      },
    });
  }

  async open() {
    await this.browser.firefox.send('WebDriver:Navigate', { url: address });
    return new FirefoxPage(this.browser.firefox);
  }

  async close() {
    await this.browser?.close();
  }
}
