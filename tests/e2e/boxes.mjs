// Whether text is clipped or lies over other text: by comparing boxes, in a document of the extension.

/**
 * Runs in the document: what is wrong with the places of its texts.
 * @returns {string[]}
 */
export function crowded() {
  /** @type {{ text: string, node: Node, box: DOMRect }[]} */
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const text = (node.textContent ?? '').trim();
    if (!text || !parent?.checkVisibility({ visibilityProperty: true }) || parent.closest('.unseen, script, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 0 && box.height > 0) lines.push({ text: text.slice(0, 40), node, box });
  }
  const wrong = new Set();
  // Where text runs from right to left, the scroll bar is at the left.
  const { left, right } = document.documentElement.getBoundingClientRect();
  for (const { text, node, box } of lines) {
    if (box.left < left - 0.5 || box.right > right + 0.5) wrong.add(`runs out of the frame: ${text}`);
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      const outer = at.getBoundingClientRect();
      // What is scrolled away comes back; what is hidden below an edge does not.
      if (/^(hidden|clip)$/.test(getComputedStyle(at).overflowY) && (box.top < outer.top - 2 || box.bottom > outer.bottom + 2)) wrong.add(`is cut off at its height: ${text}`);
      if (getComputedStyle(at).overflowX !== 'visible' && (box.left < outer.left - 0.5 || box.right > outer.right + 0.5)) wrong.add(`is cut off: ${text}`);
    }
  }
  for (let one = 0; one < lines.length; one += 1) {
    for (let other = one + 1; other < lines.length; other += 1) {
      const [a, b] = [lines[one], lines[other]];
      if (!a || !b || a.node === b.node) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      // The boxes of two lines may touch; the letters in them do not.
      if (wide > 1 && high > 4) wrong.add(`lie on each other: ${a.text} | ${b.text}`);
    }
  }
  for (const control of document.querySelectorAll('button, a, input, textarea')) {
    const box = control.getBoundingClientRect();
    if (box.width === 0 || !control.checkVisibility({ visibilityProperty: true })) continue;
    if (box.left < left - 0.5 || box.right > right + 0.5) wrong.add(`runs out of the frame: ${control.outerHTML.slice(0, 60)}`);
    // WCAG 2.2, 2.5.8: 24 by 24, a link within a sentence aside; a check box is pressed by its label.
    const target = control.matches('[type=checkbox],[type=radio]') ? (control.closest('label') ?? control).getBoundingClientRect() : box;
    if (!control.matches('a') && (target.width < 24 || target.height < 24)) wrong.add(`is smaller than 24 pixels: ${control.outerHTML.slice(0, 60)}`);
  }
  return [...wrong];
}
