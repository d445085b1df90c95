// @ts-check
// The stage of the page agent: the frame with the panel, the ring and the spotlight, in the top layer over the page. It
// draws and places; it never focuses, presses or edits the page, and everything but the frame lets the pointer through.
(() => {
  const { eyes } = guidedUnblock;
  // In a shadow root, !important wins over whatever the page says about the host, inline or not. The ring has two tones
  // of which one is 3:1 against any page; "compare" differs by dashes, corners and a question mark, not only by colour.
  const LOOK = `
    :host { all: initial !important; position: fixed !important; inset: 0 !important; display: block !important;
      z-index: 2147483647 !important; pointer-events: none !important; forced-color-adjust: none !important }
    :host::backdrop, [hidden] { display: none !important }
    @media print { :host { display: none !important } }
    iframe { position: fixed; border: 0; border-radius: 8px; box-shadow: 0 0 2px #0004, 0 8px 16px #0004; background: #fff;
      opacity: 0; pointer-events: none }
    .shown { opacity: 1; pointer-events: auto }
    i { position: fixed; width: 1px; height: 1px; visibility: hidden }
    .tick { width: 2px }
    [data-gu-ring] { --dark: #004578; position: fixed; left: 0; top: 0; box-sizing: border-box; border: 3px solid #fff;
      border-radius: 6px; outline: 3px solid var(--dark); box-shadow: inset 0 0 0 2px var(--dark), 0 0 0 200vmax #0007 }
    [data-gu-ring=compare] { --dark: #2b1600; border: 3px dashed #ffb900; border-radius: 0 }
    [data-gu-ring]::before { content: ''; position: absolute; left: 50%; translate: -50%; top: -27px; width: 24px; height: 18px;
      background: #fff; clip-path: polygon(0 0, 100% 0, 50% 100%) }
    [data-gu-ring=compare]::before { content: '?'; top: -34px; height: 24px; font: 700 17px/24px system-ui, sans-serif;
      text-align: center; color: var(--dark); background: #ffb900; border-radius: 12px; clip-path: none; rotate: none !important }
    .below::before { top: calc(100% + 9px) !important; rotate: 180deg }`;
  const CHOICE = 'input[type=checkbox],input[type=radio],[role=checkbox],[role=radio]';
  const CONTROL = 'a,button,input,select,textarea,[role=button],[role=link],[role=menuitem],[role=checkbox],[role=tab]';
  /** Space between the edge of the window and the small button, and from one place for it to the next. */
  const MARGIN = 16, SMALL = 48, STEP = 56;
  // Read through the prototype: a page may name a form control "parentNode".
  const parentNode = /** @type {() => any} */ (Object.getOwnPropertyDescriptor(Node.prototype, 'parentNode')?.get);
  /** The parent as people see it, out of slots, shadow roots and frames. @param {any} node @returns {any} */
  const up = (node) => (node instanceof HTMLFormElement ? null : node.assignedSlot) ?? parentNode.call(node)
    ?? node.host ?? node.defaultView?.frameElement;

  guidedUnblock.stage = (frame, tell) => {
    const ring = document.createElement('div'), pulse = document.createElement('i'), sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    /** A sheet over the page that the page can neither style nor look into. @param {HTMLElement[]} content */
    const layer = (...content) => {
      const host = document.createElement('div'), root = host.attachShadow({ mode: 'closed' });
      root.adoptedStyleSheets = [sheet];
      root.append(...content);
      host.popover = 'manual';
      eyes.own.add(host);
      document.documentElement.append(host);
      host.showPopover();
      return host;
    };
    ring.hidden = true;
    const veil = layer(pulse, ring), host = layer(frame);
    /** What shall be ringed; "told" is what cannot be seen, has been reported, and is waited for.
     * @type {{ handle: number, node: Element, tone: string, state: 'new' | 'painted' | 'told', scrolled: boolean } | null} */
    let want = null;
    /** Frames for which a scroll that was asked for may still bring the node. */
    let patience = 0;
    let pending = false, small = false, before = '';
    /** What lay over the frame when it was lifted last. @type {Element | null} */
    let over = null;

    /** Where a node is in the viewport of the top document, and how opaque. @param {Element} node */
    const place = (node) => {
      let { x, y, width, height } = node.getBoundingClientRect(), opacity = 1;
      for (let at = node; at; at = up(at)) {
        if (at.nodeType !== 1) continue;
        if (at !== node || !node.matches(CHOICE)) opacity *= Number(getComputedStyle(at).opacity);
        if (at === node || at.localName !== 'iframe') continue;
        const outer = at.getBoundingClientRect();
        [x, y] = [x + outer.x + at.clientLeft, y + outer.y + at.clientTop];
      }
      return { x, y, width, height, opacity };
    };
    /** What the page has at a point, the guide aside. @param {number} x @param {number} y */
    const under = (x, y) => document.elementsFromPoint(x, y).find((element) => element !== host);
    /** Whether a press at this point reaches the node. @param {Element} node @param {number} x @param {number} y */
    const reaches = (node, x, y) => {
      /** @type {any} */
      let at = under(x, y);
      for (let inner = at; inner && at !== node;) {
        const box = inner.getBoundingClientRect(), page = inner.localName === 'iframe' && inner.contentDocument;
        if (page) [x, y] = [x - box.x - inner.clientLeft, y - box.y - inner.clientTop];
        inner = (page || inner.shadowRoot)?.elementFromPoint(x, y);
        if (inner === at) break;
        at = inner ?? at;
      }
      for (let each = at; each; each = up(each)) if (each === node) return true;
      return at !== undefined && /** @type {any} */ (eyes.around(at, 'label'))?.control === node;
    };
    /** Why the node cannot be ringed. @param {Element} node @param {ReturnType<typeof place>} box @returns {Unpaintable | null} */
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
    /** Brings the node into view. @param {Element} node @param {ReturnType<typeof place>} box */
    const scroll = (node, { x, y, width, height }) => {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches, [middle, level] = [x + width / 2, y + height / 2];
      const inside = middle > 0 && level > 0 && middle < innerWidth && level < innerHeight;
      node.scrollIntoView({ block: inside ? 'nearest' : 'center', inline: 'nearest', behavior: calm ? 'instant' : 'smooth' });
      patience = 12;
      requestAnimationFrame(wake);
    };
    /** Runs after layout and before paint: the ring is where the node is in this very frame. */
    const follow = () => {
      pending = false;
      if (!want) return;
      const { handle, node, tone, state, scrolled } = want, box = place(node), now = Object.values(box).join();
      const busy = now !== before || patience-- > 0 || document.getAnimations().some(({ effect, playState }) =>
        playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
      before = now;
      if (busy) requestAnimationFrame(wake);
      const why = inspect(node, box);
      if (why) {
        ring.hidden = true;
        if (why === 'gone' || state === 'painted' || (!busy && (scrolled || why === 'hidden'))) return fail(why);
        if (!busy && !scrolled) scroll(node, box);
        want.scrolled ||= !busy;
        return;
      }
      if (state === 'told') {
        want = null;
        return tell('visible', handle);
      }
      /** How far the ring stands off: less at the edge of the window, so that its middle stays the node's.
       * @param {number} start @param {number} size @param {number} room */
      const gap = (start, size, room) => Math.max(0, Math.min(6, start - 3, room - start - size - 3));
      const [dx, dy] = [gap(box.x, box.width, innerWidth), gap(box.y, box.height, innerHeight)];
      ring.setAttribute('data-gu-ring', tone);
      ring.className = box.y < 44 ? 'below' : '';
      ring.style.cssText = `transform: translate(${box.x - dx}px, ${box.y - dy}px); width: ${box.width + 2 * dx}px; height: ${box.height + 2 * dy}px`;
      ring.hidden = false;
      want.state = 'painted';
      if (state === 'new') tell('painted', handle);
    };
    /** @param {unknown} [cause] */
    const wake = (cause) => {
      if (patience > 0 && cause instanceof Event && cause.type === 'scroll') patience = 12;
      if (want && !pending) pending = pulse.classList.toggle('tick') || true;
    };
    const lift = () => {
      const focused = document.activeElement === host;
      for (const each of [veil, host]) {
        if (!each.isConnected) return;
        each.hidePopover();
        each.showPopover();
      }
      if (focused) frame.focus();
    };
    /** Keeps the small button off the page's own controls: it goes up as far as it must. */
    const dodge = () => {
      const [left, top] = [innerWidth - MARGIN - SMALL, innerHeight - MARGIN - SMALL];
      const free = (/** @type {number} */ step) => [0, SMALL / 2, SMALL].every((dx) => [0, SMALL / 2, SMALL].every((dy) =>
        !eyes.around(under(left + dx, top + dy - step * STEP) ?? null, CONTROL)));
      frame.style.bottom = `${MARGIN + STEP * Math.max(0, [0, 1, 2, 3, 4, 5].findIndex(free))}px`;
    };

    new ResizeObserver(follow).observe(pulse);

    return {
      host, wake, lift,
      ring(handle, node, tone) {
        want = { handle, node, tone, state: 'new', scrolled: want?.node === node && want.scrolled };
        before = '';
        wake();
      },
      clear() {
        want = null;
        ring.hidden = true;
      },
      check() {
        if (want && want.state !== 'told' && !eyes.same(want.handle)) fail(want.node.isConnected ? 'changed' : 'gone');
        // Outside an open modal dialog everything is inert. So the panel moves in, where the browser can do that without
        // loading the frame anew, and out again.
        const home = eyes.roots().flatMap((root) => [...root.querySelectorAll('dialog:modal')]).at(-1) ?? document.documentElement;
        if (host.parentNode !== home && 'moveBefore' in home) /** @type {any} */ (home).moveBefore(host, null);
        host.inert = false;
        if (!host.matches(':popover-open') || !veil.matches(':popover-open')) lift();
        if (small) dodge();
        const { x, y, width, height } = frame.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        if (top !== host && top !== over && frame.className) lift();
        over = top;
        wake();
      },
      arrange({ collapsed, dock, height }) {
        small = collapsed;
        frame.className = 'shown';
        const tall = `height: min(${height}px, 100vh - 16px); width: min(360px, 100vw - 16px); top: 8px`;
        frame.style.cssText = collapsed ? `width: ${SMALL}px; height: ${SMALL}px; right: ${MARGIN}px`
          : dock === 'bottom' ? `height: min(${height}px, 50vh); width: calc(100vw - 16px); left: 8px; bottom: 8px` : `${tall}; ${dock}: 8px`;
        if (small) dodge();
      },
      remove() {
        want = null;
        host.remove();
        veil.remove();
      },
    };
  };
})();
