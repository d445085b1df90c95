// Records every pointer, mouse, click, key and input event with its isTrusted flag and tells the server. A classic script, the
// first of the page, so that its capture listeners run before anybody else's and nothing can stop an event before it is seen.
(() => {
  'use strict';
  const kinds = {
    pointer: ['pointerdown', 'pointerup', 'pointercancel'],
    mouse: ['mousedown', 'mouseup'],
    click: ['click', 'dblclick', 'auxclick', 'contextmenu'],
    key: ['keydown', 'keyup', 'keypress'],
    input: ['beforeinput', 'input', 'change', 'paste', 'submit'],
    // Movement arrives by the hundred: counted, and told one by one only when it is not trusted.
    move: ['pointermove', 'mousemove', 'pointerover', 'mouseover', 'touchstart', 'touchend'],
  };
  const flushWithin = 50;
  let queue = [];
  let moves = 0;
  let timer = 0;

  // Some libraries dispatch events themselves (web components: change, and click for the space bar). What a script of the page
  // dispatched is marked as its own; a script of an extension lives in another world and does not come through here.
  const own = new WeakSet();
  let clicking = 0;
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    own.add(event);
    return dispatchEvent.call(this, event);
  };
  const { click } = HTMLElement.prototype;
  HTMLElement.prototype.click = function () {
    clicking += 1;
    try {
      click.call(this);
    } finally {
      clicking -= 1;
    }
  };

  const describe = (node) => {
    if (!(node instanceof Element)) return { tag: node === document ? '#document' : '#other' };
    return {
      tag: node.localName,
      role: node.getAttribute('role') || undefined,
      id: node.id || undefined,
      name: (node.getAttribute('aria-label') || node.textContent || '').trim().slice(0, 60),
    };
  };

  const flush = (leaving) => {
    clearTimeout(timer);
    timer = 0;
    if (queue.length === 0 && moves === 0) return;
    const body = JSON.stringify({ events: queue, moves });
    queue = [];
    moves = 0;
    if (leaving) navigator.sendBeacon('/api/events', body);
    else fetch('/api/events', { method: 'POST', body, keepalive: true }).then((answer) => answer.text()).catch(() => undefined);
  };

  const record = (kind) => (event) => {
    if (kind === 'move' && event.isTrusted) {
      moves += 1;
    } else {
      const seen = { kind, type: event.type, trusted: event.isTrusted, target: describe(event.composedPath()[0]) };
      if (!event.isTrusted) seen.own = own.has(event) || (event.type === 'click' && clicking > 0);
      if (kind === 'key') seen.key = event.key;
      if (kind === 'click' || kind === 'pointer') Object.assign(seen, { x: event.clientX, y: event.clientY });
      queue.push(seen);
    }
    if (!timer) timer = setTimeout(flush, flushWithin);
  };

  for (const [kind, types] of Object.entries(kinds)) {
    for (const type of types) addEventListener(type, record(kind), { capture: true, passive: true });
  }
  addEventListener('pagehide', () => flush(true), { capture: true });
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush(true), { capture: true });
})();
