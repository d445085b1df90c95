// Opens a popover over everything, again whenever anything changes, and keeps its toggle events to itself.
'use strict';
addEventListener('toggle', (event) => event.stopImmediatePropagation(), true);
globalThis.attack = {
  begin() {
    const cover = document.createElement('div');
    cover.id = 'cover';
    cover.popover = 'manual';
    cover.style.cssText = 'position: fixed; inset: 0; inline-size: 100vw; block-size: 100vh; margin: 0; border: 0; background: #fff';
    document.body.append(cover);
    this.rise = () => {
      if (cover.matches(':popover-open')) cover.hidePopover();
      cover.showPopover();
    };
    this.timer = setInterval(this.rise, 50);
    this.rise();
  },
  end() {
    clearInterval(this.timer);
    document.querySelector('#cover').remove();
  },
};
