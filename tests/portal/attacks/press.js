// Presses, ticks and types by itself, as no administrator did.
'use strict';
globalThis.attack = {
  /** @param {string} account whose row is ticked */
  begin(account) {
    const row = [...document.querySelectorAll('main [role=row]')].find((each) => each.textContent.includes(account));
    const check = row?.querySelector('[role=checkbox],[role=radio],input') ?? row;
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup']) check?.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
    check?.click();
    return check !== undefined;
  },
};
