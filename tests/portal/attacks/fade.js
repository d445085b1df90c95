// Fades, covers or disarms the page around the guide: one way at a time.
'use strict';
globalThis.attack = {
  sheet: document.createElement('style'),
  begin(how) {
    const ways = {
      opacity: 'html { opacity: 0.01 !important }',
      body: 'body { opacity: 0.02 !important }',
      pointer: 'html, body, body * { pointer-events: none !important }',
      glass: '#glass { position: fixed; inset: 0; z-index: 2147483647; background: transparent }',
      curtain: '#glass { position: fixed; inset: 0; z-index: 2147483647; background: rgb(255 255 255 / 0.99) }',
    };
    this.sheet.textContent = ways[how];
    document.head.append(this.sheet);
    const glass = document.createElement('div');
    glass.id = 'glass';
    document.body.append(glass);
  },
  end() {
    this.sheet.remove();
    document.querySelector('#glass')?.remove();
  },
};
