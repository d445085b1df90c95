// Notes everything that a page can get to know: of events, of elements, of messages, of what was loaded, of its own patched methods.
'use strict';
(() => {
  const notes = [];
  const seen = new Set();
  /** Writes down whatever hangs on a value, as far as it can be followed. */
  const note = (from, value, depth = 0) => {
    try {
      if (value === null || value === undefined || depth > 3) return;
      if (typeof value !== 'object' && typeof value !== 'function') return void notes.push(`${from}: ${String(value)}`);
      if (seen.has(value)) return;
      seen.add(value);
      if (value instanceof Node) return void notes.push(`${from}: ${value.outerHTML ?? value.nodeName}`);
      for (const key of Object.getOwnPropertyNames(value).slice(0, 50)) note(`${from}.${key}`, value[key], depth + 1);
    } catch {
      // What cannot be read is not known.
    }
  };
  const patch = (where, name) => {
    const method = where[name];
    where[name] = function (...words) {
      note(name, words);
      const result = method.apply(this, words);
      if (!/observe|addEventListener/.test(name)) note(`${name} of`, result);
      return result;
    };
  };
  patch(Element.prototype, 'attachShadow');
  patch(Element.prototype, 'append');
  patch(MessagePort.prototype, 'postMessage');
  patch(Document.prototype, 'createElement');
  patch(Document.prototype, 'elementsFromPoint');
  patch(crypto.constructor.prototype, 'randomUUID');
  patch(HTMLElement.prototype, 'showPopover');
  const types = ['message', 'focusin', 'focusout', 'toggle', 'load', 'error', 'securitypolicyviolation', 'keydown', 'input', 'click', 'pointermove', 'copy', 'paste'];
  for (const type of types) {
    addEventListener(type, (event) => {
      note(`event ${type}`, event.data);
      note(`event ${type} target`, event.target);
      note(`event ${type} related`, event.relatedTarget);
      note(`event ${type} blocked`, event.blockedURI);
      event.composedPath().forEach((node) => note(`path of ${type}`, node));
    }, true);
  }
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => note('performance', JSON.stringify(entry)))).observe({ entryTypes: ['resource', 'navigation', 'mark', 'measure'] });
  new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach((node) => note('added', node))))
    .observe(document, { subtree: true, childList: true, attributes: true });
  globalThis.attack = {
    /** Everything there is to know, as one text. */
    known() {
      note('frames', Array.from({ length: window.length }, (_, at) => {
        try {
          return window[at].location.href;
        } catch (error) {
          return String(error);
        }
      }));
      note('storage', { ...localStorage, ...sessionStorage, cookie: document.cookie });
      note('globals', Object.getOwnPropertyNames(window).filter((name) => /guid|unblock|chrome|browser/i.test(name)).map((name) => `${name} ${Object.keys(window[name] ?? {})}`));
      performance.getEntries().forEach((entry) => notes.push(JSON.stringify(entry)));
      document.getAnimations().forEach((animation) => note('animation', animation.effect?.target));
      [...document.styleSheets, ...document.adoptedStyleSheets].forEach((sheet) => note('style', sheet.href));
      for (let x = 0; x < innerWidth; x += 40) for (let y = 0; y < innerHeight; y += 40) document.elementsFromPoint(x, y).forEach((node) => seen.has(node) || note('point', node));
      notes.push(document.documentElement.outerHTML, getSelection()?.toString() ?? '');
      document.querySelectorAll('[data-guided-unblock]').forEach((host) => notes.push(`host ${host.outerHTML} ${host.innerText} ${host.shadowRoot} ${getComputedStyle(host).cssText}`));
      return notes.join('\n');
    },
  };
})();
