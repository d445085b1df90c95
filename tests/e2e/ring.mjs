// The ring, as it is on the screen: found next to the page's own document, never through it, and believed only when its pixels
// are in the picture.

import { PNG } from 'pngjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').CDPSession} CDPSession
 * @typedef {{ x: number, y: number, width: number, height: number, node: number }} Box `node`: for the DevTools protocol
 */

/** Marks the ring's element in the guide's own, closed shadow root. */
const mark = 'data-gu-ring';

/** Looks for the ring of one page. */
export class Ring {
  /**
   * @param {Page} page
   * @param {CDPSession} session
   */
  constructor(page, session) {
    this.page = page;
    this.session = session;
    /** Where it was found last: asking for that is one question instead of four. @type {number | null} */
    this.node = null;
  }

  /** @param {Page} page */
  static async of(page) {
    return new Ring(page, await page.context().newCDPSession(page));
  }

  /**
   * Where the ring is, or `null` when there is none.
   * @returns {Promise<Box | null>}
   */
  async box() {
    const known = this.node && (await this.#where(this.node));
    if (known) return known;
    const { root } = await this.session.send('DOM.getDocument', { depth: 2 });
    const html = root.children?.find((node) => node.localName === 'html');
    for (const host of html?.children ?? []) {
      // The portal lives in these two; the guide does not.
      if (host.localName === 'head' || host.localName === 'body') continue;
      const box = await this.#boxBelow(host.backendNodeId);
      if (box) return box;
    }
    return null;
  }

  /** @param {number} host */
  async #boxBelow(host) {
    this.node = await gone(this.session.send('DOM.describeNode', { backendNodeId: host, depth: -1, pierce: true }).then(({ node }) => find(node)));
    return this.node && this.#where(this.node);
  }

  /** @param {number} node */
  async #where(node) {
    const answer = await gone(this.session.send('DOM.getContentQuads', { backendNodeId: node }));
    return answer && around(answer.quads, node);
  }

  /**
   * Whether people would see the ring here: its outline has the colour it should have in the picture.
   * @param {Box} box
   * @param {Buffer} [screenshot] of the viewport, where there is one already
   */
  async painted(box, screenshot) {
    const png = screenshot ?? (await this.#corner(box));
    const said = await this.#outline(box.node);
    if (!said) return false;
    const [name, width] = said;
    const colour = (name.match(/\d+/g) ?? []).slice(0, 3).map(Number);
    const picture = PNG.sync.read(png);
    const [left, top, right, bottom] = [box.x - width / 2, box.y - width / 2, box.x + box.width + width / 2, box.y + box.height + width / 2];
    /** @type {boolean[]} */
    const points = [];
    for (let x = box.x + 8; x <= box.x + box.width - 8; x += 2) points.push(has(picture, x, top, colour), has(picture, x, bottom, colour));
    for (let y = box.y + 8; y <= box.y + box.height - 8; y += 2) points.push(has(picture, left, y, colour), has(picture, right, y, colour));
    return points.filter(Boolean).length >= points.length * enough;
  }

  /**
   * A picture of the viewport as far as the ring reaches: the rest of it would be drawn, packed and unpacked for nothing. It begins
   * in the corner, because a picture that begins elsewhere moves the page for as long as it is taken.
   * @param {Box} box
   */
  async #corner(box) {
    const { cssVisualViewport: seen } = await this.session.send('Page.getLayoutMetrics');
    const width = Math.min(Math.ceil(box.x + box.width) + margin, seen.clientWidth);
    const height = Math.min(Math.ceil(box.y + box.height) + margin, seen.clientHeight);
    const clip = { x: seen.pageX, y: seen.pageY, width: Math.max(1, width), height: Math.max(1, height), scale: 1 };
    const { data } = await this.session.send('Page.captureScreenshot', { format: 'png', clip, optimizeForSpeed: true });
    return Buffer.from(data, 'base64');
  }

  /**
   * Colour and width of the ring's outline, or `null` when the ring has gone away since.
   * @param {number} node
   * @returns {Promise<[string, number] | null>}
   */
  async #outline(node) {
    try {
      const { object } = await this.session.send('DOM.resolveNode', { backendNodeId: node });
      const { result } = await this.session.send('Runtime.callFunctionOn', {
        objectId: object.objectId ?? '',
        functionDeclaration: 'function () { const { outlineColor, outlineWidth } = getComputedStyle(this); return [outlineColor, parseFloat(outlineWidth)]; }',
        returnByValue: true,
      });
      return result.value;
    } catch (error) {
      if (error instanceof Error && /node|context/i.test(error.message)) return null;
      throw error;
    }
  }

  /**
   * The ring once it is in the same place for two frames, or `null` when `still` says no any more.
   * @param {() => Promise<boolean>} still
   * @returns {Promise<Box | null>}
   */
  async settled(still) {
    let last = null;
    while (await still()) {
      const box = await this.box();
      if (box && last && same(box, last)) return box;
      last = box;
      await twoFrames(this.page);
    }
    return null;
  }
}

/**
 * The answer, or `null` where the node is not rendered, or went away between two questions.
 * @template T
 * @param {Promise<T>} asked
 */
async function gone(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && /content quads|node/i.test(error.message)) return null;
    throw error;
  }
}

/** How far its outline reaches beyond a ring at most, in pixels. */
const margin = 8;

/** How much of its outline a ring has to show to be one for whoever looks: half, because a panel may lie over a corner. */
const enough = 0.5;

/**
 * Whether a point of the picture has the colour, a few shades up or down.
 * @param {PNG} picture
 * @param {number} x
 * @param {number} y
 * @param {number[]} colour
 */
function has(picture, x, y, colour) {
  const [column, row] = [Math.round(x), Math.round(y)];
  // What is beside the picture is not on the screen, and not the beginning of the next line either.
  if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return false;
  const at = (row * picture.width + column) * 4;
  return colour.every((value, channel) => Math.abs((picture.data[at + channel] ?? -99) - value) <= 8);
}

/**
 * The middle of a box.
 * @param {Box} box
 */
export function middle(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** @typedef {{ backendNodeId: number, attributes?: string[], children?: Node[], shadowRoots?: Node[] }} Node */

/**
 * @param {Node} node
 * @returns {number | null}
 */
function find(node) {
  const names = (node.attributes ?? []).filter((_, index) => index % 2 === 0);
  if (names.includes(mark)) return node.backendNodeId;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
    const found = find(child);
    if (found) return found;
  }
  return null;
}

/**
 * @param {number[][]} quads
 * @param {number} node
 * @returns {Box | null}
 */
function around(quads, node) {
  const xs = quads.flatMap((quad) => quad.filter((_, index) => index % 2 === 0));
  const ys = quads.flatMap((quad) => quad.filter((_, index) => index % 2 === 1));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const box = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, node };
  return box.width > 0 && box.height > 0 ? box : null;
}

/**
 * @param {Box} a
 * @param {Box} b
 */
function same(a, b) {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** @param {Page} page */
async function twoFrames(page) {
  await page
    .evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    // The document was left: whoever waits looks again anyway.
    .catch(() => undefined);
}
