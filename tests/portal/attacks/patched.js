// Patches the methods by which a program looks at a page: boxes, hits, styles, texts and roles all lie, and ports are copied.
'use strict';
(() => {
  const attack = (globalThis.attack = { leaked: [], lies: 0 });
  const lie = (where, name, answer) => {
    const method = where[name];
    where[name] = function (...words) {
      if (new Error().stack.includes('-extension://')) attack.leaked.push(`${name} was called by the guide`);
      attack.lies += 1;
      return answer ? answer.call(this, method, words) : method.apply(this, words);
    };
  };
  for (const name of ['attachShadow', 'getAttribute', 'matches', 'querySelectorAll', 'checkVisibility', 'scrollIntoView', 'append']) lie(Element.prototype, name);
  for (const name of ['elementsFromPoint', 'elementFromPoint', 'createElement', 'getElementById']) lie(Document.prototype, name);
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) lie(EventTarget.prototype, name);
  for (const name of ['postMessage', 'start', 'close']) lie(MessagePort.prototype, name);
  for (const name of ['showPopover', 'hidePopover', 'focus', 'blur']) lie(HTMLElement.prototype, name);
  lie(window, 'getComputedStyle');
  lie(window, 'requestAnimationFrame');
  lie(JSON, 'stringify');
  lie(Array.prototype, 'push');
  const { MutationObserver: Observer } = window;
  window.MutationObserver = class extends Observer {
    constructor(heard) {
      super((records, self) => heard(records.slice(0), self));
    }
  };
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  Object.defineProperty(HTMLInputElement.prototype, 'value', {
    ...value,
    set(text) {
      if (new Error().stack.includes('-extension://')) attack.leaked.push('value was set through the page');
      value.set.call(this, text);
    },
  });
})();
