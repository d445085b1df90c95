// Names that read like markup, like templates, like other people's names, or not at all: in every row and every flyout.
'use strict';
globalThis.attack = {
  ran: 0,
  /** @param {string} account whose row gets this name @param {string} name */
  begin(account, name) {
    const rename = () => {
      const rows = [...document.querySelectorAll('main [role=row]')].filter((row) => row.textContent.includes(account));
      for (const row of rows) {
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) if (node.data.trim() === account) node.data = name;
      }
    };
    new MutationObserver(rename).observe(document.body, { subtree: true, childList: true, characterData: true });
    rename();
  },
};
