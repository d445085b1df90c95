// @ts-check
// The stage of the page agent: the frame with the panel, the ring and the spotlight, in the top layer over the page. It
// draws and places; it never focuses, presses or edits the page, and everything but the frame lets the pointer through.
(() => {
  const { eyes } = guidedUnblock;
  // Inside a shadow root, !important wins over whatever the page says about the host, inline or not.
  // Two tones that are 3:1 against anything between them: one of them always stands out. Unsure means dashes and a
  // question mark, not only another colour.
  const LOOK = `
    :host { all: initial !important; position: fixed !important; inset: 0 !important; display: block !important;
      pointer-events: none !important; z-index: 2147483647 !important; forced-color-adjust: none !important; }
    :host::backdrop { display: none !important; }
    iframe { position: fixed; border: 0; box-sizing: border-box; opacity: 0; pointer-events: none; background: #fff;
      border-radius: 8px; box-shadow: 0 0 2px rgba(0,0,0,.24), 0 8px 16px rgba(0,0,0,.28); }
    iframe.shown { opacity: 1; pointer-events: auto; }
    i { position: fixed; width: 1px; height: 1px; visibility: hidden; }
    i.tick { width: 2px; }
    [data-gu-ring] { position: fixed; left: 0; top: 0; box-sizing: border-box; border: 3px solid #fff; border-radius: 6px; outline: 3px solid #004578;
      box-shadow: inset 0 0 0 2px #004578, 0 0 0 200vmax rgba(0,0,0,.45); }
    [data-gu-ring=compare] { border: 4px dashed #ffb900; border-radius: 0; outline-color: #2b1600;
      box-shadow: inset 0 0 0 2px #2b1600, 0 0 0 200vmax rgba(0,0,0,.45); }
    [data-gu-ring]::before { content: ''; position: absolute; left: 50%; margin-left: -12px; top: -27px; width: 24px; height: 18px;
      background: #fff; clip-path: polygon(0 0, 100% 0, 50% 100%); }
    [data-gu-ring].below::before { top: calc(100% + 9px); clip-path: polygon(50% 0, 100% 100%, 0 100%); }
    [data-gu-ring=compare]::before { content: '?'; font: 700 17px/24px 'Segoe UI', system-ui, sans-serif; text-align: center; color: #2b1600;
      height: 24px; top: -34px; background: #ffb900; border-radius: 12px; clip-path: none; }
    [data-gu-ring=compare].below::before { clip-path: none; }
    [hidden] { display: none; }
    @media print { :host { display: none !important; } }`;
  const CHOICE = 'input[type=checkbox],input[type=radio],[role=checkbox],[role=radio]';
  // Read through the prototypes: a page may name a form control "parentNode".
  const [parent, slot] = [[Node, 'parentNode'], [Element, 'assignedSlot']].map(([type, name]) =>
    /** @type {(this: Node) => any} */ (Object.getOwnPropertyDescriptor(/** @type {any} */ (type).prototype, /** @type {string} */ (name))?.get));
  /** The parent as people see it, out of shadow roots and frames. @param {any} node @returns {any} */
  const up = (node) => (node.nodeType === 1 && slot?.call(node)) || parent?.call(node) || (node.nodeType === 11 ? node.host : node.nodeType === 9 && node.defaultView?.frameElement);

  guidedUnblock.stage = (frame, tell) => {
    const host = document.createElement('div'), ring = document.createElement('div'), pulse = document.createElement('i');
    const sheet = new CSSStyleSheet(), root = host.attachShadow({ mode: 'closed' }), calm = matchMedia('(prefers-reduced-motion: reduce)');
    sheet.replaceSync(LOOK);
    root.adoptedStyleSheets = [sheet];
    ring.hidden = true;
    root.append(pulse, ring, frame);
    host.popover = 'manual';
    eyes.own.add(host);
    /** What shall be ringed. @type {{ handle: number, node: Element, tone: string, state: 'new' | 'painted' | 'told', scrolled: boolean } | null} */
    let want = null;
    /** Frames left in which a scroll that was asked for may still bring the node. */
    let patience = 0;
    let pending = false, before = '';
    /** What lay over the frame and did not yield to a lift: a modal dialog. @type {Element | null} */
    let over = null;

    /** Where a node is, in the viewport of the top document, and how opaque. @param {Element} node */
    const place = (node) => {
      const box = node.getBoundingClientRect();
      let { x, y } = box, opacity = 1;
      for (let at = node; at; at = up(at)) {
        if (at.nodeType === 1 && !(at === node && node.matches(CHOICE))) opacity *= Number(getComputedStyle(at).opacity);
        if (at.nodeType !== 1 || at === node || at.localName !== 'iframe') continue;
        const outer = at.getBoundingClientRect();
        [x, y] = [x + outer.x + at.clientLeft, y + outer.y + at.clientTop];
      }
      return { x, y, width: box.width, height: box.height, opacity };
    };
    /** Whether somebody who presses at this point reaches the node. @param {Element} node @param {number} x @param {number} y */
    const reaches = (node, x, y) => {
      let at = document.elementsFromPoint(x, y).find((element) => element !== host);
      for (let inner = at; inner && at !== node; at = inner) {
        const page = inner.localName === 'iframe' ? /** @type {HTMLIFrameElement} */ (inner).contentDocument : null;
        if (page) [x, y] = [x - inner.getBoundingClientRect().x - inner.clientLeft, y - inner.getBoundingClientRect().y - inner.clientTop];
        const next = (page ?? inner.shadowRoot)?.elementFromPoint(x, y);
        if (!next || next === inner) break;
        inner = next;
      }
      for (let each = at; each; each = up(each)) if (each === node) return true;
      return at !== undefined && /** @type {any} */ (eyes.around(at, 'label'))?.control === node;
    };
    /** Why the node cannot be ringed, or null. @param {Element} node @param {ReturnType<typeof place>} box @returns {Unpaintable | null} */
    const inspect = (node, { x, y, width, height, opacity }) => {
      if (!node.isConnected) return 'gone';
      if (width < 2 || height < 2 || opacity < 0.1 || !node.checkVisibility({ visibilityProperty: true })) return 'hidden';
      const points = [[0.5, 0.5], [0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]];
      const reached = points.map(([across = 0, down = 0]) => reaches(node, x + width * across, y + height * down));
      return reached[0] && reached.filter(Boolean).length > 2 ? null : 'covered';
    };
    /** @param {Unpaintable} why */
    const fail = (why) => {
      if (!want) return;
      const { handle, state } = want;
      ring.hidden = true;
      want.state = 'told';
      if (why === 'gone' || why === 'changed') want = null;
      if (state !== 'told') tell('not_painted', handle, why);
    };
    /** Brings the node into view, once. @param {Element} node @param {ReturnType<typeof place>} box */
    const scroll = (node, { x, y, width, height }) => {
      const inside = x + width / 2 > 0 && y + height / 2 > 0 && x + width / 2 < innerWidth && y + height / 2 < innerHeight;
      node.scrollIntoView({ block: inside ? 'nearest' : 'center', inline: 'nearest', behavior: calm.matches ? 'instant' : 'smooth' });
      if (want) want.scrolled = true;
      patience = 12;
      requestAnimationFrame(wake);
    };

    /** Runs after layout and before paint, so that the ring is where the node is in this very frame. */
    const follow = () => {
      pending = false;
      if (!want) return;
      const { handle, node, tone, state } = want;
      const box = place(node), now = [box.x, box.y, box.width, box.height, box.opacity].join();
      const busy = now !== before || patience-- > 0 || document.getAnimations().some(({ effect, playState }) =>
        playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
      before = now;
      if (busy) requestAnimationFrame(wake);
      const why = inspect(node, box);
      if (why) {
        ring.hidden = true;
        if (why === 'covered' && !busy && !want.scrolled) return scroll(node, box);
        return void ((state === 'painted' || !busy || why === 'gone') && fail(why));
      }
      if (state === 'told') {
        want = null;
        return tell('visible', handle);
      }
      ring.setAttribute('data-gu-ring', tone);
      ring.classList.toggle('below', box.y < 44);
      // An element at the edge of the window keeps its ring inside, around the same middle.
      const [dx, dy] = [Math.max(0, Math.min(6, box.x - 3, innerWidth - box.x - box.width - 3)), Math.max(0, Math.min(6, box.y - 3, innerHeight - box.y - box.height - 3))];
      Object.assign(ring.style, { transform: `translate(${box.x - dx}px,${box.y - dy}px)`, width: `${box.width + 2 * dx}px`, height: `${box.height + 2 * dy}px` });
      ring.hidden = false;
      want.state = 'painted';
      if (state === 'new') tell('painted', handle);
    };
    new ResizeObserver(follow).observe(pulse);
    /** @param {Event | number} [cause] */
    const wake = (cause) => {
      if (cause instanceof Event && cause.type === 'scroll' && patience > 0) patience = 12;
      if (want && !pending) pending = pulse.classList.toggle('tick') || true;
    };

    const lift = () => {
      const focused = document.activeElement === host;
      host.hidePopover();
      host.showPopover();
      if (focused) frame.focus();
    };
    document.documentElement.append(host);
    host.showPopover();

    return {
      host, wake, lift,
      ring(handle, node, tone) {
        if (want?.node !== node || want.state === 'told') want = { handle, node, tone, state: 'new', scrolled: want?.node === node };
        [want.handle, want.tone, want.state] = [handle, tone, 'new'];
        before = '';
        wake();
      },
      clear() {
        want = null;
        ring.hidden = true;
      },
      check() {
        if (want && want.state !== 'told' && !eyes.same(want.handle)) fail(want.node.isConnected ? 'changed' : 'gone');
        // Outside an open modal dialog everything is inert. So the stage moves in, where the browser can do that without
        // loading the frame anew, and out again.
        const modal = eyes.roots().flatMap((root) => [...root.querySelectorAll('dialog:modal')]).at(-1) ?? document.documentElement;
        if (host.parentNode !== modal && 'moveBefore' in modal) /** @type {any} */ (modal).moveBefore(host, null);
        if (host.inert) host.inert = false;
        if (!host.matches(':popover-open')) host.showPopover();
        const { x, y, width, height } = frame.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        if (top !== host && top !== over && frame.className) lift();
        over = top;
        wake();
      },
      arrange({ collapsed, dock, height }) {
        const edge = collapsed ? { right: '16px', bottom: '16px', width: '48px', height: '48px' } : {
          right: { right: '8px', top: '8px', width: 'min(360px, 100vw - 16px)', height: `min(${height}px, 100vh - 16px)` },
          left: { left: '8px', top: '8px', width: 'min(360px, 100vw - 16px)', height: `min(${height}px, 100vh - 16px)` },
          bottom: { left: '8px', right: '8px', bottom: '8px', width: 'auto', height: `min(${height}px, 50vh)` },
        }[dock];
        Object.assign(frame.style, { left: 'auto', right: 'auto', top: 'auto', bottom: 'auto', ...edge });
        frame.className = 'shown';
      },
      remove() {
        want = null;
        host.remove();
      },
    };
  };
})();
