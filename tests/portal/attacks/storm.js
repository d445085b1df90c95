// Never lets the page rest: changes by the thousand in every frame, or a list that grows for as long as somebody watches.
'use strict';
globalThis.attack = {
  rounds: 0,
  begin(how) {
    const main = document.querySelector('main');
    const box = main.appendChild(document.createElement('div'));
    box.style.cssText = 'max-height: 60px; overflow: hidden';
    const ways = {
      mutations: () => {
        if (this.rounds % 20 === 0) box.replaceChildren();
        for (let at = 0; at < 300; at += 1) {
          const node = box.appendChild(document.createElement('span'));
          node.textContent = `${this.rounds}.${at}`;
          node.setAttribute('aria-label', String(at));
        }
        main.setAttribute('data-round', String(this.rounds));
      },
      rows: () => {
        const grid = document.querySelector('main [role=grid]') ?? box;
        for (let at = 0; at < 3; at += 1) {
          const row = grid.appendChild(document.createElement('div'));
          row.setAttribute('role', 'row');
          for (const text of [`rob${this.rounds}.${at}@contoso.com`, 'Mailbox']) {
            const cell = row.appendChild(document.createElement('div'));
            cell.setAttribute('role', 'gridcell');
            cell.textContent = text;
          }
        }
      },
      addresses: () => {
        if (this.rounds < 150) history.replaceState(null, '', this.rounds % 2 ? '/restrictedentities' : '/quarantine');
      },
    };
    const beat = () => {
      this.rounds += 1;
      ways[how]();
      if (!this.over) requestAnimationFrame(beat);
    };
    beat();
  },
  end() {
    this.over = true;
  },
};
