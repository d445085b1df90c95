// Puts false friends on every prototype, before anybody else's script runs.
'use strict';
(() => {
  const poison = { kind: 'ring', token: 'x', handle: 1, epoch: 1, tone: 'sure', text: 'rob@contoso.com', enter: true, needles: ['rob'], document: 'x', collapsed: true, id: 'x', tab: { id: 1 }, own: true };
  for (const [name, value] of Object.entries(poison)) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      get: () => value,
      // Whoever sets the name on an object of their own shall still be able to.
      set(own) { Object.defineProperty(this, name, { value: own, configurable: true, enumerable: true, writable: true }); },
    });
  }
  globalThis.guidedUnblock = { check() { attack.called += 1; }, eyes: {}, agent: { enter() { attack.called += 1; } } };
  globalThis.attack = { called: 0 };
})();
