// Gives every control a twin: unseen ones that only a program finds, or one that everybody sees.
'use strict';
globalThis.attack = {
  twins: 0,
  /** @param {string} [seen] the name of a control that gets a twin to be seen */
  begin(seen) {
    const CONTROLS = 'button,[role=button],[role=menuitem],[role=checkbox],[role=searchbox],input';
    const unseen = ['display: none', 'opacity: 0.01', 'position: fixed; left: -9000px', 'position: fixed; width: 0; height: 0; overflow: hidden; padding: 0; border: 0; min-width: 0', 'visibility: hidden', 'position: fixed; top: -500px'];
    const make = (node, style) => {
      const twin = node.cloneNode(true);
      twin.removeAttribute('id');
      twin.className = 'twin';
      twin.dataset.twin = '';
      twin.style.cssText = style;
      this.twins += 1;
      return twin;
    };
    const own = (node) => node.closest('[data-twin],[data-guided-unblock]');
    const round = () => {
      observer.disconnect();
      for (const node of document.querySelectorAll(CONTROLS)) {
        if (own(node) || node.dataset.twinned !== undefined) continue;
        const text = (node.getAttribute('aria-label') ?? node.textContent).replace(/[\ue000-\uf8ff]/g, '').trim();
        if (seen ? text !== seen : node.closest('[role=row]')) continue;
        node.dataset.twinned = '';
        for (const style of seen ? ['display: inline-block; width: 90px; height: 30px; position: fixed; left: 300px; bottom: 20px'] : unseen) (seen ? document.body : node.parentElement).append(make(node, style));
      }
      for (const row of seen ? [] : document.querySelectorAll('main [role=row]')) {
        if (own(row) || row.dataset.twinned !== undefined || !row.textContent.includes('rob@contoso.com')) continue;
        row.dataset.twinned = '';
        for (const style of unseen) row.parentElement.append(make(row, style));
      }
      observer.observe(document.body, { subtree: true, childList: true });
    };
    const observer = new MutationObserver(round);
    round();
  },
};
