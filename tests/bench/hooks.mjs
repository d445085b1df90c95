// What the measurements put into the pages: nothing of it is in the package. The extension runs as it ships; from outside, functions
// that it calls anyway are wrapped by ones that also look at the clock.

/** In every page, before its own scripts: how to tell when something is on the screen, and the scenes. */
export function inPage() {
  if (!location.protocol.startsWith('http') || top !== self) return;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** The first task after the next frame was painted; answers with its time. */
  const painted = async () => {
    await frame();
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });
  };
  const task = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const middle = (node) => { const { x, y, width, height } = node.getBoundingClientRect(); return [x + width / 2, y + height / 2]; };
  /** Whether a guide's highlight is around the target now. */
  const marks = {
    ours(target) {
      const ring = window.benchRing;
      if (!ring || ring.hidden) return false;
      const [[x, y], [left, top]] = [middle(ring), middle(target)];
      return Math.abs(x - left) < 4 && Math.abs(y - top) < 4;
    },
    /** A path over the whole window with a hole in it. */
    hole(target, selector) {
      const path = document.querySelector(selector);
      if (!path?.checkVisibility({ visibilityProperty: true })) return false;
      const svg = path.ownerSVGElement, [x, y] = middle(target), box = target.getBoundingClientRect();
      const lies = (left, top) => path.isPointInFill(new DOMPoint(left, top).matrixTransform(path.getScreenCTM().inverse()));
      return svg !== null && !lies(x, y) && lies(box.right + 60, y);
    },
    bare(target) {
      const mark = document.querySelector('[data-bare]');
      const [[x, y], [left, top]] = [middle(mark), middle(target)];
      return Math.abs(x - left) < 4 && Math.abs(y - top) < 4;
    },
    driver: (target) => marks.hole(target, '.driver-overlay path'),
    shepherd: (target) => marks.hole(target, '.shepherd-modal-is-visible path'),
    joyride: (target) => marks.hole(target, '.react-joyride__overlay path'),
  };
  window.bench = {
    painted, frame, marks,
    /** What the control that all guides point at is called. */
    name: 'Unblock',
    find: () => [...document.querySelectorAll('[role=menuitem],[role=dialog] button')]
      .find((node) => node.textContent.trim().endsWith(window.bench.name) && node.checkVisibility()),
    /** Waits for so many frames. */
    rest: async (frames) => { for (let at = 0; at < frames; at += 1) await frame(); },
    /** Takes the target out of the page; answers with how to put it back. */
    take() {
      const node = window.bench.find(), { parentNode, nextSibling } = node;
      node.remove();
      window.bench.put = () => { parentNode.insertBefore(node, nextSibling); return node; };
    },
    /** Puts the target back at some moment between two frames: how long, and how many frames, until it is marked on the screen. */
    async appear(guide) {
      await frame();
      await task(Math.random() * 17);
      const start = performance.now(), node = window.bench.put();
      for (let frames = 1; frames < 120; frames += 1) {
        const now = await painted();
        if (marks[guide](node)) return { ms: now - start, frames };
      }
      return null;
    },
    /** The same once more for a recording, with marks in it. */
    async marked() {
      await frame();
      performance.mark('bench put');
      const node = window.bench.put();
      for (let frames = 1; frames < 240 && !marks.ours(node); frames += 1) await painted();
      performance.mark('bench shown');
    },
    /** Moves the target so many times, each between two frames; in how many of the next frames the mark was not on it. */
    async follow(guide, how, times) {
      const target = window.bench.find(), spacer = document.createElement('div'), room = document.createElement('div');
      let late = 0, moved = 0;
      room.style.height = '200vh';
      document.body.append(room);
      document.body.prepend(spacer);
      await painted();
      for (let time = 0; time < times; time += 1) {
        const [, before] = middle(target), to = ((time * 5) % 3) * 40;
        await task(0);
        if (how === 'shift') spacer.style.height = `${to}px`;
        else scrollTo(0, to);
        await painted();
        if (Math.abs(middle(target)[1] - before) > 8) moved += 1;
        if (!marks[guide](target)) late += 1;
      }
      room.remove();
      spacer.remove();
      scrollTo(0, 0);
      return { late, moved };
    },
    /** Makes the list so long, with rows like its own that name other accounts; answers with the number of elements. */
    async grow(rows, name = 'entry') {
      const like = [...document.querySelectorAll('[role=row][aria-rowindex]')].at(-1), into = like.parentNode;
      into.parentNode.parentNode.querySelectorAll('[data-bench]').forEach((row) => row.remove());
      const real = document.querySelectorAll('[role=row]').length - 1, more = document.createDocumentFragment();
      for (let at = real; at < rows; at += 1) {
        const row = like.cloneNode(true);
        row.dataset.bench = '';
        row.setAttribute('aria-rowindex', String(at + 2));
        for (const node of [row, ...row.querySelectorAll('[id],[aria-labelledby]')]) {
          if (node.id) node.id = node.id.replace(/^row\d+-\d+/, `bench-${at}`);
          const by = node.getAttribute('aria-labelledby');
          if (by) node.setAttribute('aria-labelledby', by.replace(/row\d+-\d+/g, `bench-${at}`));
        }
        row.querySelector('.scc-list-first-column').textContent = `${name}${at}@contoso.com`;
        more.append(row);
      }
      into.append(more);
      await painted();
      return document.querySelectorAll('*').length;
    },
    /** Changes one text outside of the list. */
    stir(text) {
      let note = document.getElementById('bench-note');
      if (!note) {
        note = document.createElement('p');
        note.id = 'bench-note';
        document.querySelector('main,[role=main]').append(note);
      }
      note.textContent = text;
    },
    /** Ten thousand changes a second, in texts and attributes, for so long; answers with the frames that the page had. */
    async storm(ms) {
      const box = document.createElement('div');
      box.append(...Array.from({ length: 100 }, () => document.createElement('span')));
      document.querySelector('main,[role=main]').append(box);
      const spans = [...box.children], start = performance.now();
      let changes = 0, frames = 0, running = true;
      const count = () => { if (running) { frames += 1; requestAnimationFrame(count); } };
      requestAnimationFrame(count);
      await new Promise((resolve) => {
        const timer = setInterval(() => {
          const due = Math.min(ms, performance.now() - start) * 10;
          for (; changes < due; changes += 1) {
            const span = spans[changes % spans.length];
            if (changes % 2) span.textContent = String(changes);
            else span.title = String(changes);
          }
          if (performance.now() - start >= ms) { clearInterval(timer); resolve(undefined); }
        }, 4);
      });
      running = false;
      const took = performance.now() - start;
      box.remove();
      return { frames, changes, ms: took };
    },
    /** The least that anybody who looks at everything has to do. */
    flat() {
      const start = performance.now();
      let found = 0;
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.localName === 'button' || node.getAttribute('role') === 'button') found += 1;
      }
      return { ms: performance.now() - start, found };
    },
  };
}

/** In the frame of the extension, before its own scripts: the port's listener, the clock it asks, and its memory. */
export function inFrame() {
  if (location.protocol !== 'chrome-extension:') return;
  const log = [];
  let now = null;
  const at = () => performance.timeOrigin + performance.now();
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (type !== 'message' || !(this instanceof MessagePort)) return addEventListener.call(this, type, listener, options);
    return addEventListener.call(this, type, (event) => {
      const entry = now = { kind: event.data?.kind, epoch: event.data?.epoch, start: at(), asked: [], end: 0 };
      listener.call(this, event);
      entry.end = at();
      log.push(entry);
      now = null;
    }, options);
  };
  // The guide asks what time it is before it decides, and again before it draws: between the two lies what Rust decides.
  const clock = Date.now;
  Date.now = () => {
    now?.asked.push(at());
    return clock();
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      window.benchMemory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
  /** The first task after a frame was painted. */
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(0);
  }));
  // A frame that nobody has placed yet has the width of any other, and is not to be seen.
  const large = () => innerWidth > 300 && document.querySelector('main:not([data-collapsed]) [data-gu]') !== null;
  /** Answers with the time from the next such event in this document until a frame in which `wanted` holds was painted. */
  const after = (type, wanted = () => true) => new Promise((resolve) => {
    addEventListener.call(window, type, async ({ timeStamp }) => {
      for (;;) {
        const then = await painted();
        if (wanted()) return resolve(then - timeStamp);
      }
    }, { capture: true, once: true });
  });
  window.benchFrame = {
    log, after,
    opened: () => after('click', large),
    /** When this document's panel was on the screen, as milliseconds since 1970. */
    shown: (async () => {
      for (;;) {
        const then = await painted();
        if (large()) return performance.timeOrigin + then;
      }
    })(),
  };
}

/** In the agent's own world, once it is there. */
export function inAgent() {
  const { eyes } = guidedUnblock, { look } = eyes, at = () => performance.timeOrigin + performance.now();
  const log = { looks: [], posts: [] };
  eyes.look = (wanted) => {
    const start = at(), text = look(wanted);
    log.looks.push({ epoch: wanted.epoch, start, end: at(), size: text.length });
    log.text = text;
    return text;
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (message, ...more) {
    log.posts.push({ kind: message?.kind, epoch: message?.epoch, at: at() });
    return postMessage.call(this, message, ...more);
  };
  globalThis.benchLog = log;
}
