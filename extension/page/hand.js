// @ts-check
// The hand of the page agent: it types into the list's search box and nothing else. It refuses passwords, anything that
// is not a plain text box, and anything inside a dialog or flyout, whatever it is asked. It never presses anything.
(() => {
  const { eyes } = guidedUnblock;
  const FLYOUT = 'dialog,[role=dialog],[role=alertdialog],[aria-modal=true],.ms-Panel,.ms-Dialog,fluent-dialog,fluent-drawer';

  /** The text box itself: web components keep theirs in an open shadow root. @param {Element} node */
  const inner = (node) => (/^fluent-(text-input|text-field|search|search-box)$/.test(node.localName)
    ? node.shadowRoot?.querySelector('input') ?? node.querySelector('input') : node);

  /** Whether the hand may type here. @param {any} box @returns {box is HTMLInputElement} */
  const mayType = (box) => box?.localName === 'input' && box.isConnected && /^(search|text)$/.test(box.type)
    && /^(|searchbox|textbox)$/.test(box.getAttribute('role') ?? '') && !/password|one-time/.test(box.autocomplete)
    && !box.readOnly && !box.matches(':disabled,[aria-disabled=true],[aria-readonly=true]') && !eyes.around(box, FLYOUT);

  /** The one place of the product that dispatches an event: `input`, then at most one Enter, on a box that was typed
   * into. Fluent reads `keyCode`. @param {HTMLInputElement} box @param {boolean} enter */
  const announce = async (box, enter) => {
    box.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    // React renders in a microtask of its own: Enter has to meet the new text, and perhaps another box.
    await null;
    if (!enter || !mayType(box)) return;
    const key = { key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true, composed: true, cancelable: true };
    for (const type of ['keydown', 'keyup']) box.dispatchEvent(new KeyboardEvent(type, key));
  };

  /** @param {Element} node @param {string} text @param {boolean} enter */
  const fill = async (node, text, enter) => {
    const box = inner(node);
    if (!mayType(box)) return false;
    eyes.typed.add(box);
    box.value = text;
    await announce(box, enter);
    return box.value === text;
  };
  guidedUnblock.hand = { fill };
})();
