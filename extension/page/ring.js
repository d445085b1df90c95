// @ts-check
// The stage of the page agent: the frame with the panel, the ring and the spotlight, in the top layer over the page. It
// draws and places; it never focuses, presses or edits the page, and everything but the frame lets the pointer through.
(() => {
  // By its own name, because Firefox's linter takes the whole one for a mistake: there an element knows its root itself.
  const { eyes } = guidedUnblock, { up, CHECK } = eyes, { dom } = /** @type {any} */ (chrome);
  // In a shadow root, !important wins over whatever the page says about the host, inline or not. The ring has two tones
  // of which one is 3:1 against any page; "preview" is grey and asks for nothing; "compare" differs by dashes, corners and a question mark, not only by colour.
  // Firefox ends the agent without a word when the extension goes: whatever it has not looked after for 35 s hides itself.
  const LOOK = `
    iframe, [data-gu-ring] { animation: gone 1ms 35s forwards } @keyframes gone { to { visibility: hidden } }
    :host { all: initial !important; position: fixed !important; inset: 0 !important; display: block !important;
      z-index: 2147483647 !important; pointer-events: none !important; forced-color-adjust: none !important }
    :host::backdrop, [hidden] { display: none !important }
    @media print { :host { display: none !important } } @media (forced-colors: active) { iframe { outline: 2px solid CanvasText } }
    iframe { position: fixed; border: 0; border-radius: 8px; box-shadow: 0 0 2px #0004, 0 8px 16px #0004; background: #fff; opacity: 0 }
    iframe[class] { opacity: 1; pointer-events: auto } .small { right: 16px; width: 48px; height: 48px !important }
    .left, .right { top: 8px; width: min(360px, 100vw - 16px); max-height: calc(100vh - 16px) } .left { left: 8px } .right { right: 8px }
    .bottom, .top { left: 8px; width: calc(100vw - 16px); max-height: 44vh } .bottom { bottom: 8px } .top { top: 8px }
    i { position: fixed; width: 1px; height: 1px; visibility: hidden } .tick { width: 2px } iframe[dark] { background: #292929 }
    [data-gu-ring] { --dark: #004578; position: fixed; left: 0; top: 0; box-sizing: border-box; border: 3px solid #fff; border-radius: 6px;
      outline: 3px solid var(--dark); box-shadow: inset 0 0 0 2px var(--dark), 0 0 0 200vmax #0007 } [data-gu-ring=preview] { --dark: #424242; box-shadow: none }
    [data-gu-ring=compare] { --dark: #2b1600; border: 3px dashed #ffb900; border-radius: 0 } [data-gu-ring=preview]::before { display: none }
    [data-gu-ring]::before { content: ''; position: absolute; left: 50%; translate: -50%; top: -27px; width: 24px; height: 18px;
      background: #fff; clip-path: polygon(0 0, 100% 0, 50% 100%) }
    [data-gu-ring=compare]::before { content: '?'; top: -34px; height: 24px; font: 700 17px/24px system-ui, sans-serif; text-align: center;
      color: var(--dark); background: #ffb900; border-radius: 12px; clip-path: none; rotate: none !important }
    .below::before { top: calc(100% + 9px) !important; rotate: 180deg }`;
  const CONTROL = 'a,button,input,select,textarea,[role=button],[role=link],[role=menuitem],[role=checkbox],[role=tab]';

  guidedUnblock.stage = (frame, tell) => {
    const ring = document.createElement('div'), pulse = document.createElement('i'), sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    ring.hidden = true;
    /** A sheet over the page that the page can neither style nor look into. @param {HTMLElement[]} content */
    const layer = (...content) => {
      const host = document.createElement('div');
      Object.assign(host.attachShadow({ mode: 'closed' }), { adoptedStyleSheets: [sheet] }).append(...content);
      eyes.own.add(host);
      host.dataset.guidedUnblock = '';
      return host;
    };
    const veil = layer(pulse, ring), host = layer(frame);
    /** What shall be ringed; "told" is what cannot be seen, has been reported, and is waited for. */
    let want = /** @type {{ handle: number, node: Element, tone: string, state: 'new' | 'painted' | 'told' } | null} */ (null);
    /** Frames for which a scroll that was asked for may still bring the node; what lay over the frame at the last look; and the node that
     * was last looked for: it is not scrolled to again, even where its ring was taken away in between. */
    let patience = 0, over = /** @type {Element | null} */ (null), sought = over, pending = false, before = '';

    /** Where a node is in the viewport of the top document, and how opaque. @param {Element} node */
    const place = (node) => {
      let { x, y, width, height } = node.getBoundingClientRect(), opacity = 1;
      for (let at = node; at; at = up(at)) {
        if (at.nodeType === 1 && !(at === node && node.matches(CHECK))) opacity *= Number(getComputedStyle(at).opacity);
        if (at === node || at.localName !== 'iframe') continue;
        const outer = at.getBoundingClientRect();
        [x, y] = [x + outer.x + at.clientLeft, y + outer.y + at.clientTop];
      }
      return { x, y, width, height, opacity };
    };
    /** What the page has at a point, the guide aside: everything there is asked for only where the guide lies on top.
     * @param {number} x @param {number} y @returns {any} */
    const under = (x, y, top = document.elementFromPoint(x, y)) => (top === host ? document.elementsFromPoint(x, y).find((it) => it !== host) : top);
    /** Whether a press at this point reaches the node. @param {Element} node @param {number} x @param {number} y */
    const reaches = (node, x, y) => {
      let at = under(x, y);
      for (let inner = at, out = null; inner && at !== node; at = inner ?? out) {
        const box = inner.getBoundingClientRect(), page = inner.localName === 'iframe' && inner.contentDocument;
        if (page) [x, y] = [x - box.x - inner.clientLeft, y - box.y - inner.clientTop];
        [out, inner] = [inner, (page || inner.shadowRoot)?.elementFromPoint(x, y)];
        if (inner === out) break;
      }
      for (let each = at; each; each = up(each)) if (each === node) return true;
      return /** @type {any} */ (eyes.around(at, 'label'))?.control === node;
    };
    /** Why the node cannot be ringed. @param {Element} node @param {ReturnType<typeof place>} box @returns {Unpaintable | null} */
    const inspect = (node, { x, y, width, height, opacity }) => {
      if (!node.isConnected) return 'gone';
      if (width < 2 || height < 2 || opacity < 0.1 || !node.checkVisibility({ visibilityProperty: true })) return 'hidden';
      // The middle, and two of four corners: the browser takes a third of a millisecond to find what is at one point of the portal.
      let corners = 0, reach = (/** @type {number} */ across, /** @type {number} */ down) => reaches(node, x + width * across, y + height * down);
      return reach(0.5, 0.5) && [0, 1, 2, 3].some((at) => reach(at & 1 ? 0.8 : 0.2, at & 2 ? 0.8 : 0.2) && ++corners > 1) ? null : 'covered';
    };
    /** Takes the ring away, and says why, once. @param {Unpaintable} why */
    const fail = (why) => {
      ring.hidden = true;
      if (want && want.state !== 'told') { want.state = 'told'; tell('not_painted', want.handle, why); }
      if (why === 'gone' || why === 'changed') want = null;
    };
    /** Brings the node into view. @param {Element} node @param {ReturnType<typeof place>} box */
    const scroll = (node, { x, y, width, height }) => {
      const inside = Math.abs(x + width / 2 - innerWidth / 2) < innerWidth / 2 && Math.abs(y + height / 2 - innerHeight / 2) < innerHeight / 2;
      const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
      node.scrollIntoView({ block: inside ? 'nearest' : 'center', inline: 'nearest', behavior });
      patience = 12;
      requestAnimationFrame(wake);
    };
    /** How far the ring stands off: less at the edge of the window, so that its middle stays the node's.
     * @param {number} start @param {number} size @param {number} room */
    const gap = (start, size, room) => Math.max(0, Math.min(6, start - 3, room - start - size - 3));
    /** Runs after layout and before paint: the ring is where the node is in this very frame. */
    const follow = () => {
      pending = false;
      if (!want) return;
      const { handle, node, tone, state } = want, box = place(node), now = Object.values(box).join(), why = inspect(node, box), scrolled = sought === node;
      const busy = now !== before || patience-- > 0 || document.getAnimations().some(({ effect, playState }) =>
        playState === 'running' && effect?.getComputedTiming().endTime !== Infinity && effect?.getComputedTiming().progress !== null);
      before = now;
      if (busy) requestAnimationFrame(wake);
      if (why) {
        ring.hidden = true;
        if (!busy) sought = node;
        if (why === 'gone' || state === 'painted' || (!busy && (scrolled || why === 'hidden'))) fail(why);
        else if (!busy) scroll(node, box);
      } else if (state === 'told') {
        want = null;
        tell('visible', handle);
      } else {
        const [dx, dy] = [gap(box.x, box.width, innerWidth), gap(box.y, box.height, innerHeight)];
        ring.setAttribute('data-gu-ring', tone);
        ring.className = box.y < 44 ? 'below' : '';
        ring.style.cssText = `transform: translate(${box.x - dx}px, ${box.y - dy}px); width: ${box.width + 2 * dx}px; height: ${box.height + 2 * dy}px`;
        ring.hidden = false;
        want.state = 'painted';
        if (state === 'new') tell('painted', handle);
      }
    };
    new ResizeObserver(follow).observe(pulse);
    /** @param {unknown} [cause] */
    const wake = (cause) => {
      if (patience > 0 && cause instanceof Event && cause.type === 'scroll') patience = 12;
      if (want && !pending) pending = pulse.classList.toggle('tick') || true;
    };
    /** The keyboard is in the panel: by the root that it is in, because a frame that is focused is no element that is. */
    const focused = () => /** @type {any} */ (host.getRootNode()).activeElement === host;
    const lift = () => {
      const was = focused();
      // A page that takes the attribute away makes the other two throw.
      for (const each of [veil, host]) if (each.isConnected) { each.popover = 'manual'; each.hidePopover(); each.showPopover(); }
      if (was) frame.focus();
    };
    /** Keeps the small button off the page's own controls: it goes up as far as it must. */
    const dodge = () => {
      const left = innerWidth - 64, top = innerHeight - 64, spots = [0, 56, 112, 168, 224, 280];
      const free = (/** @type {number} */ rise) => [0, 24, 48].every((dx) => [0, 24, 48].every((dy) =>
        !eyes.around(under(left + dx, top + dy - rise), CONTROL)));
      frame.style.bottom = `${16 + (spots.find(free) ?? 0)}px`;
    };
    /** Outside an open modal dialog of this document everything is inert: where there is one, the panel belongs in it.
     * One in a closed shadow root, which the eyes do not enter, lies under every point: all else is out of reach. */
    const home = (at = /** @type {any} */ (document.elementFromPoint(0, 0))) => eyes.roots().concat((at && (at.openOrClosedShadowRoot ?? dom?.openOrClosedShadowRoot(at))) ?? [])
      .flatMap((root) => [...root.querySelectorAll('dialog:modal')]).findLast((it) => it.ownerDocument === document) ?? document.documentElement;
    // What an agent has left that could not clean up.
    document.querySelectorAll('[data-guided-unblock]').forEach((stale) => stale.remove());
    home().append(veil, host);
    lift();

    return {
      host, wake, lift, focused, moved: false,
      ring(handle, node, tone) { [want, before] = [{ handle, node, tone, state: 'new' }, '']; wake(); },
      stay() { for (const each of [frame, ring]) for (const animation of each.getAnimations()) animation.currentTime = 0; },
      clear() { want = null; ring.hidden = true; },
      check() {
        if (want && want.state !== 'told' && !eyes.same(want.handle)) fail(want.node.isConnected ? 'changed' : 'gone');
        const { x, y, width, height } = frame.getBoundingClientRect(), top = document.elementFromPoint(x + width / 2, y + height / 2);
        // It moves into a dialog that makes the rest inert, and out of one that is closed: either way it is under no point.
        const to = /** @type {any} */ (top === host ? host.parentNode : home());
        if (host.isConnected && host.parentNode !== to && 'moveBefore' in to) this.moved = !to.moveBefore(host, null);
        // Elsewhere the page could fade the ring, or has taken it away.
        if (veil.parentNode !== document.documentElement) document.documentElement.append(veil);
        Object.assign(host, { inert: false, ariaHidden: null });
        if (frame.className === 'small') dodge();
        if (![veil, host].every((each) => each.matches(':popover-open')) || (top !== host && top !== over && frame.className)) lift();
        // What came while the frame had nothing to show yet is not what it has already risen over.
        over = frame.className ? top : null;
        wake();
      },
      arrange({ collapsed, dock, height }) { [frame.className, frame.style.cssText] = [collapsed ? 'small' : dock, `height: ${height}px`]; },
      remove() { want = null; veil.remove(); host.remove(); },
    };
  };
})();
