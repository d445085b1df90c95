// Too much of everything: names of five million letters, a hundred thousand nodes, three hundred shadow roots in each other.
'use strict';
globalThis.attack = {
  begin(what) {
    const main = document.querySelector('main') ?? document.body;
    const ways = {
      names() {
        const letters = 'x'.repeat(5_000_000);
        const box = document.createElement('div');
        box.innerText = '';
        for (const role of ['button', 'row', 'dialog', 'heading']) {
          const node = document.createElement('div');
          node.setAttribute('role', role);
          node.setAttribute('aria-label', letters);
          node.title = letters;
          node.style.cssText = 'position: fixed; left: -100px; top: 0; width: 1px; height: 1px; overflow: hidden';
          box.append(node);
        }
        const text = document.createElement('p');
        text.style.cssText = 'height: 1px; overflow: hidden; font-size: 1px; content-visibility: hidden';
        text.textContent = letters;
        box.append(text);
        document.body.append(box);
        document.title = letters;
      },
      nodes() {
        const box = document.createElement('div');
        box.style.cssText = 'height: 1px; overflow: hidden; contain: strict';
        for (let at = 0; at < 100_000; at += 1) {
          const node = document.createElement('b');
          node.textContent = `Unblock ${at}`;
          box.append(node);
        }
        main.append(box);
      },
      shadows() {
        let at = main.appendChild(document.createElement('div'));
        for (let depth = 0; depth < 300; depth += 1) at = at.attachShadow({ mode: depth % 7 === 6 ? 'closed' : 'open' }).appendChild(document.createElement('div'));
        const button = at.appendChild(document.createElement('button'));
        button.textContent = 'Unblock';
      },
    };
    ways[what]();
  },
};
