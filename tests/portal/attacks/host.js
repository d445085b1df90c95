// Does to the guide's elements whatever a page may do to elements.
'use strict';
globalThis.attack = {
  looked: '',
  begin() {
    for (const host of document.querySelectorAll('[data-guided-unblock]')) {
      const types = ['click', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'keydown', 'keyup', 'focusin', 'focus', 'blur', 'input', 'change',
        'submit', 'toggle', 'beforetoggle', 'load', 'message', 'scroll', 'transitionend', 'animationend', 'contextmenu', 'pagehide', 'pageshow'];
      for (const type of types) {
        for (const Kind of [Event, MouseEvent, KeyboardEvent, CustomEvent]) {
          host.dispatchEvent(new Kind(type, { bubbles: true, composed: true, cancelable: true, key: 'Enter', detail: 1 }));
        }
      }
      host.click();
      try {
        host.attachShadow({ mode: 'open' });
        this.looked += 'a second shadow root; ';
      } catch {
        // Closed, and one is all there can be.
      }
      if (host.shadowRoot) this.looked += 'into the shadow root; ';
      host.setAttribute('style', 'all: unset !important; display: none !important; opacity: 0 !important; visibility: hidden !important; transform: scale(0) !important; clip-path: inset(50%) !important');
      host.hidden = true;
      host.inert = true;
      host.hidePopover();
      host.removeAttribute('popover');
      host.setAttribute('aria-hidden', 'true');
      document.body.append(host);
    }
    const faded = document.createElement('style');
    faded.textContent = 'body > [data-guided-unblock], [data-guided-unblock] { opacity: 0 !important; display: none !important; transition: opacity 900s !important }';
    document.head.append(faded);
  },
};
