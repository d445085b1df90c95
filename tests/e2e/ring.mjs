// The ring, as it is on the screen: found next to the page's own document, never through it.

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').CDPSession} CDPSession
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
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
    try {
      const { node } = await this.session.send('DOM.describeNode', { backendNodeId: host, depth: -1, pierce: true });
      const ring = find(node);
      if (!ring) return null;
      const { quads } = await this.session.send('DOM.getContentQuads', { backendNodeId: ring });
      return around(quads);
    } catch (error) {
      // A node that is not rendered, or that went away between the two questions.
      if (error instanceof Error && /content quads|node/i.test(error.message)) return null;
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
 * @returns {Box | null}
 */
function around(quads) {
  const xs = quads.flatMap((quad) => quad.filter((_, index) => index % 2 === 0));
  const ys = quads.flatMap((quad) => quad.filter((_, index) => index % 2 === 1));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const box = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
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
