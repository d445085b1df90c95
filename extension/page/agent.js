// @ts-check
// The page agent: reports what the eyes see to the overlay frame and does what it asks, over one private port. It decides
// nothing. It goes when the page leaves the list, when the frame goes, and when the extension goes.
(() => {
  const shared = guidedUnblock, { eyes, hand } = shared;
  if (shared.agent) return shared.check();
  /** Share of the time, and milliseconds saved up, that looking may take while the page never rests; milliseconds without a look
   * after which it rests; and records of changes beyond which reading them costs more than looking at everything anew. Then what
   * this agent speaks, and the name of the document. */
  const SHARE = 0.05, SAVINGS = 40, REST = 50, MANY = 500, VERSION = 1, DOCUMENT = crypto.randomUUID();
  /** Where Enter and the space bar are text. */
  const TYPED = 'input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]';
  let epoch = 0, rebuilt = 0, session = /** @type {{ close(): void, moved(): void, summon(): void } | null} */ (null);

  /** Whether the page is dark: the background of its main part, as painted. */
  const isDark = () => {
    for (let at = document.querySelector('main,[role=main]') ?? document.body; at; at = /** @type {any} */ (at.parentElement)) {
      const [r = 0, g = 0, b = 0, alpha = 1] = getComputedStyle(at).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
      if (alpha > 0.5) return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
    }
    return false;
  };

  const open = () => {
    const end = new AbortController(), { signal } = end, watched = new WeakSet();
    const frame = document.createElement('iframe'), token = crypto.randomUUID(), untouched = !shared.touched;
    // A dynamic URL is not the frame's origin in Chromium; in Firefox the URL is.
    const base = chrome.runtime.getURL(''), origin = base.startsWith('moz') ? base.slice(0, -1) : `chrome-extension://${chrome.runtime.id}`;
    let url = location.href, last = '', since = 0, calm = false, asked = false, due = false, dark = isDark(), loads = 0;
    let credit = SAVINGS, costs = [0, 0, 0], then = performance.now(), back = /** @type {HTMLElement | null} */ (null);
    // What changed while nobody observed is not known: the first look takes everything anew.
    let needles = /** @type {string[] | null} */ (null), records = /** @type {MutationRecord[]} */ (Array(MANY));

    /** The line to the frame, once the frame has spoken on it; until then what is said is kept. */
    let port = /** @type {MessagePort | undefined} */ (undefined);
    const said = /** @type {Record<string, unknown>[]} */ ([]);
    /** @param {Record<string, unknown>} message */
    const send = (message) => (port ? port.postMessage(message) : said.push(message));
    /** Hands a line over, and another one for as long as the frame has not begun to listen: what arrives before is lost. The
     * token is good for one of them. @param {number} pause */
    const offer = (pause) => {
      if (port || signal.aborted || pause > 10000) return;
      const { port1, port2 } = new MessageChannel(), sent = said.length;
      port1.onmessage = ({ data }) => {
        if (!chrome.runtime?.id) return stop();
        if (!port) for (const message of said.slice(sent)) port1.postMessage(message);
        port ??= port1;
        if (port === port1 && !signal.aborted) wishes[data?.kind]?.(data);
      };
      for (const message of said) port1.postMessage(message);
      frame.contentWindow?.postMessage({ token }, origin, [port2]);
      setTimeout(offer, pause, 2 * pause);
    };

    const stage = shared.stage(frame, (kind, handle, why) => (kind === 'visible' ? look(true) : send({ kind, handle, ...(why && { why }) })));
    const observer = new MutationObserver((more) => {
      if (records.length < MANY) records.push(...more);
      stage.wake();
      // What ends a rest is looked at in this very moment: a target in it may have its ring in the next frame. What follows is
      // looked at once a frame, however much of it there is.
      if (needles && !asked && performance.now() - then > REST) beat(performance.now());
      else ask();
    });
    /** Looks in the next frame; until then something is due that no look has seen. A look that found something new has one more
     * in the next frame, and nothing is due. */
    const ask = () => { due = true; if (needles && !asked) asked = requestAnimationFrame(beat) > 0; };
    /** Looks, and says what is new; with `force` also that nothing is. @param {boolean} [force] */
    const look = (force) => {
      const start = performance.now();
      if (records.push(...observer.takeRecords()) < MANY) eyes.dirty(records);
      records = [];
      const text = eyes.look({ needles: needles ?? [], epoch: epoch + 1 }), body = text.slice(text.indexOf('\x1f', 2)), same = body === last;
      // The panel may be in a root that the eyes do not enter: a dialog's.
      [...eyes.roots(), /** @type {any} */ (stage.host.getRootNode())].forEach(watch);
      if (!same || !calm || force) {
        send({ kind: 'snapshot', epoch: ++epoch, text, settled: same });
        [since, last, calm] = [same ? since : epoch, body, same];
        if (same && dark !== isDark()) send({ kind: 'look', dark: frame.toggleAttribute('dark', (dark = !dark)) });
      }
      if (!same) ask();
      // What takes long once has waited for a processor, as a rule: a look counts as much as the costlier of the two before it at most.
      costs = [performance.now() - start, ...costs.slice(0, 2)];
      [credit, due] = [credit - Math.min(costs[0] ?? 0, Math.max(...costs.slice(1))), false];
    };
    /** Once a frame, while something is going on. @param {number} now */
    const beat = (now) => {
      [credit, then, asked] = [Math.min(SAVINGS, credit + Math.max(0, now - then) * SHARE), now, false];
      if (signal.aborted) return;
      if (!stage.host.isConnected) return again();
      stage.check();
      return credit > 0 ? look() : ask();
    };
    /** Tells what has changed and was not told yet, before anything is done with it. */
    const flush = () => { if (needles && (asked || records.push(...observer.takeRecords()) > 0)) { stage.check(); look(); } };
    /** Forgets the way back from the panel once nothing in the page has the focus. */
    const lost = () => { if (document.activeElement === document.body) back = null; };
    /** @param {Event} event */
    const press = (event) => {
      const path = /** @type {Element[]} */ (event.composedPath()).filter((node) => node.nodeType === 1);
      if (!event.isTrusted || path.includes(stage.host)) return;
      // A native check box has changed already when its click arrives; what it was has been told at the press.
      if (!path.some((node) => node.matches('label,[type=checkbox],[type=radio]'))) flush();
      send({ kind: 'click', epoch, path: path.map(eyes.handle) });
      ask();
    };
    /** Observes and listens in a document or open shadow root. @param {Document | ShadowRoot} root */
    const watch = (root) => {
      if (watched.has(root)) return;
      watched.add(root);
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      const target = root === document ? window : root, options = { signal, capture: true, passive: true };
      /** @param {string} types @param {(event: any) => void} heard */
      const on = (types, heard) => types.split(' ').forEach((type) => target.addEventListener(type, heard, options));
      on('scroll load focusin pointerover transitionrun animationstart', stage.wake);
      on('change input focusin scrollend transitionend animationend', ask);
      on('toggle', (event) => event.newState === 'open' && !eyes.own.has(event.target) && stage.lift());
      // Where the way back from the panel leads: to what last had the focus in the page; that the frame has it now is known only later.
      on('focusout', (event, from = event.composedPath()[0]) => { if (from !== stage.host) back = from; });
      if (!('defaultView' in root)) return;
      // The share is for what the page does by itself: what the admin does is looked at whatever has been spent.
      on('pointerdown keydown', ({ isTrusted, repeat }) => { flush(); if (isTrusted) credit = Math.max(credit, repeat ? 1 : SAVINGS); });
      on('click', (event) => { press(event); lost(); });
      // Rows of Fluent's lists are chosen with the space bar, which makes no click of the admin's.
      on('keydown', (event) => /^(Enter| )$/.test(event.key) && !event.composedPath()[0].matches?.(TYPED) && press(event));
    };

    /** What the frame can ask for: `ToAgent` of src/protocol.rs, and nothing else. @type {Record<string, (wish: any) => void>} */
    const wishes = {
      // Nobody waits for a frame who waits for the first look.
      watch: (wish) => { [needles, calm] = [wish.needles, false]; asked ? ask() : beat(performance.now()); },
      look: () => look(true),
      ring: ({ epoch: seen, handle, tone }) => {
        // What is ringed must be what is there now; where the page never rests, what was there at the last look.
        if (credit > 0 && (due || records.push(...observer.takeRecords()) > 0)) flush();
        const node = seen >= since && seen <= epoch ? eyes.node(handle) : undefined;
        if (node && eyes.same(handle)) return stage.ring(handle, node, tone);
        stage.clear();
        send({ kind: 'not_painted', handle, why: node?.isConnected ? 'changed' : 'gone' });
        if (node) look(true);
      },
      clear: stage.clear,
      fill: async ({ epoch: seen, handle, text, enter }) => {
        flush();
        const node = seen >= since && seen <= epoch && eyes.same(handle) ? eyes.node(handle) : undefined;
        send({ kind: 'filled', handle, ok: node !== undefined && await hand.fill(node, text, enter) });
        ask();
      },
      reload: () => location.reload(),
      // What came before the frame had anything to show may lie over it, in a page that rests since.
      frame: (wish) => { stage.arrange(wish); stage.check(); },
      yield: () => { frame.blur(); back?.focus({ preventScroll: true }); back = null; },
    };

    const vouched = chrome.runtime.sendMessage({ kind: 'vouch', token });
    // A frame that loads twice was sent elsewhere by somebody.
    frame.addEventListener('load', () => (loads++ ? again(stage.moved) : vouched.then(() => offer(50), () => undefined)), { signal });
    Object.assign(frame, { title: 'Guided Unblock', allow: 'clipboard-write', src: chrome.runtime.getURL('overlay.html') });
    send({ kind: 'hello', version: VERSION, document: DOCUMENT, untouched, url });
    // Where the frame grows its own ground is seen until it has drawn what is new.
    send({ kind: 'look', dark: frame.toggleAttribute('dark', dark) });
    watch(document);
    const alive = setInterval(stage.stay, 30000);
    document.addEventListener('visibilitychange', stage.stay, { signal });
    addEventListener('resize', () => { stage.wake(); ask(); }, { signal });
    session = {
      close: () => { clearInterval(alive); end.abort(); observer.disconnect(); port?.close(); stage.remove(); },
      moved: () => { if (url !== location.href) { send({ kind: 'route', url: (url = location.href), untouched }); ask(); } },
      summon: () => {
        if (stage.focused()) return wishes.yield?.(null);
        lost();
        // In Chromium the frame takes the focus itself: a focus trap of the page would hear this, and take it back.
        if (base.startsWith('moz')) frame.focus();
        send({ kind: 'summon' });
      },
    };
    connect();
  };

  /** The end of this connection says that the worker sleeps or that the extension is gone; only the latter cannot connect,
   * or loses its id a moment later. To the worker its end says that the page was left. */
  let line = /** @type {chrome.runtime.Port | undefined} */ (undefined);
  const connect = () => {
    if (!session) return;
    const began = performance.now();
    try {
      line = chrome.runtime.connect({ name: 'life' });
      line.onDisconnect.addListener(() => setTimeout(connect, performance.now() - began < 1000 ? 250 : 0));
      setTimeout(() => chrome.runtime?.id || stop(), 250);
    } catch { stop(); }
  };
  const close = () => { session?.close(); session = null; line?.disconnect(); };
  /** Builds everything anew. A page that keeps throwing the guide out wins in the end. @param {boolean} [own] the guide itself was the reason */
  const again = (own) => { close(); if (chrome.runtime?.id && (own || rebuilt++ < 9)) shared.check(); };
  /** The extension is gone: so is the line, and nothing of this comes back. */
  const stop = () => { line = undefined; close(); shared.agent = { enter() {}, leave() {} }; };

  shared.agent = { enter: () => (session ? session.moved() : open()), leave: close };
  chrome.runtime.onMessage.addListener(({ kind }, { id }) => kind === 'summon' && id === chrome.runtime.id && session?.summon());
  addEventListener('pagehide', ({ isTrusted }) => isTrusted && close());
  addEventListener('pageshow', ({ persisted, isTrusted }) => isTrusted && persisted && shared.check());
  shared.check();
})();
