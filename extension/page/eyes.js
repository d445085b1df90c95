// @ts-check
// The eyes of the page agent: they write down what the page shows, in the format of src/core/snapshot.rs, and judge
// nothing. They never change the page and never touch network, storage or clipboard. They report no password, nothing
// that somebody typed except into a search box, and no row that contains none of the texts looked for.
(() => {
  // A page may name a form control "parentNode" or an image "getElementById", which then answers in place of the form's
  // or document's own property. So these are read through the getters and methods of the prototypes.
  /** @param {{ prototype: object }} type @param {string} names @returns {((node: any) => any)[]} */
  const getters = (type, names) => names.split(' ').map((name) => {
    const get = /** @type {() => any} */ (Object.getOwnPropertyDescriptor(type.prototype, name)?.get);
    return (node) => get.call(node);
  });
  const [nodeType, parentNode, lastChild, before, after, textContent, isConnected] =
    getters(Node, 'nodeType parentNode lastChild previousSibling nextSibling textContent isConnected');
  const [localName, namespace, shadowRoot, assignedSlot, firstElement, nextElement] =
    getters(Element, 'localName namespaceURI shadowRoot assignedSlot firstElementChild nextElementSibling');
  const [rootElement, view, activeElement, title, styleSheets] =
    getters(Document, 'documentElement defaultView activeElement title styleSheets');
  const [frameDocument, inputValue] = [...getters(HTMLIFrameElement, 'contentDocument'), ...getters(HTMLInputElement, 'value')];
  const { checkVisibility, getAttribute, getAttributeNames, getBoundingClientRect, matches, querySelector, querySelectorAll } = Element.prototype;

  /** What one look may report; beyond it things are counted, never silently dropped. */
  const LIMIT = { nodes: 2e4, visits: 6e4, depth: 250, size: 4e6, text: 2000, attribute: 500, rowText: 2e4, chosenRows: 50 };
  /** The flags of src/core/snapshot.rs; the passing ones say where a node stands, not what it is. */
  const HIDDEN = 1, INVISIBLE = 2, TRANSPARENT = 4, OUTSIDE = 8, DISABLED = 16, CHECKED = 32, INDETERMINATE = 64,
    SELECTED = 128, FOCUSED = 256, MODAL = 512, INERT = 1024, BLOCK = 2048, SLOTTED = 4096, PASSING = TRANSPARENT | OUTSIDE | FOCUSED;
  const set = (/** @type {string} */ list) => new Set(list.split(' '));
  const SKIPPED = set('head script style template noscript link meta base source track param'), BOXLESS = set('option optgroup area');
  const CHILDLESS = set('input textarea audio video object embed'), CELLS = set('td gridcell cell fluent-data-grid-cell');
  const STATEFUL = set('button input select textarea option optgroup fieldset dialog');
  const POINTED = set('a button input select textarea summary dialog tr h1 h2 h3 h4 h5 h6 iframe progress label');
  const ATTRIBUTES = set('role id for type alt title placeholder lang dir open inert tabindex contenteditable readonly multiple '
    + 'size scope colspan label list data-automationid');
  const UNPOINTED = set('none presentation cell gridcell rowgroup rowheader columnheader img'), REFERENCES = set('aria-labelledby aria-describedby aria-owns');
  /** What its content names: what the style sheet adds in there counts as well. */
  const NAMED = 'a,button,summary,label,legend,caption,option,h1,h2,h3,h4,h5,h6,[role=button],[role=link],[role=heading],[role^=menuitem],[role=tab],[role=option],[role=checkbox]';
  const CHECK = 'input[type=checkbox],input[type=radio],[role=checkbox],[role=radio]';
  const DIALOG = 'dialog,[role=dialog],[role=alertdialog],fluent-dialog,fluent-drawer';
  const ROW = 'tr:not([role]),[role=row],fluent-data-grid-row';
  /** Roles, tags and input types that one entry of a list does not contain; header rows and layout tables do. */
  const LARGE = set('columnheader row grid treegrid table tr dialog alertdialog search searchbox h1 h2 heading iframe fluent-data-grid-row');
  /** How web components tell their states to style sheets, where the browser knows that. @param {string} state */
  const custom = (state) => (CSS.supports('selector(:state(x))') ? `,:state(${state})` : '');
  const CHOSEN = `input:checked,[aria-selected=true],[aria-checked=true]${custom('checked')}${custom('selected')}`;
  /** The states that no attribute shows. @type {[number, string][]} */
  const STATES = [[DISABLED, ':disabled' + custom('disabled')], [MODAL, 'dialog:modal'], [CHECKED, 'input:checked' + custom('checked')],
    [INDETERMINATE, 'input:indeterminate' + custom('indeterminate')], [SELECTED, 'option:checked' + custom('selected')]];

  /** @param {any} node @param {string} selector @returns {boolean} */
  const is = (node, selector) => matches.call(node, selector);
  /** The parent as people see it: a slot, the host of a shadow root, the frame of a document. @param {any} node @returns {any} */
  const up = (node) => {
    const type = nodeType(node);
    if (type === 9) return view(node)?.frameElement ?? null;
    return (type === 1 && assignedSlot(node)) || parentNode(node) || (type === 11 ? node.host : null);
  };
  /** The nearest such element, `node` included. @param {any} node @param {string} selector @returns {any} */
  const around = (node, selector) => {
    while (node && !(nodeType(node) === 1 && is(node, selector))) node = up(node);
    return node;
  };
  /** One form for case, width and composition of letters, without invisible characters. @param {string} text */
  const fold = (text) => (/[^\x00-\x7f]/.test(text) ? text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '') : text).toLowerCase();

  /** @type {WeakMap<any, number>} */
  const handles = new WeakMap();
  let handleCount = 0;
  /** The number of a node, the same for the life of the document. @param {any} node @returns {number} */
  const handle = (node) => handles.get(node) ?? (handles.set(node, ++handleCount), handleCount);
  /** Rows shown as chosen are shown until they are gone: otherwise nobody would see that they are chosen no longer.
   * Elements of the guide itself, never reported; and the boxes it has typed into, whose values are. */
  const onceChosen = new WeakSet(), own = new WeakSet(), typed = new WeakSet();

  /** What one look gathers; `nodes` and `lines` run in parallel. @param {string[]} needles */
  const begin = (needles) => ({ needles, nodes: /** @type {any[]} */ ([]), lines: /** @type {string[]} */ ([]), at: new Map(), cuts: new Map(),
    references: /** @type {{ node: any, ids: string }[]} */ ([]), roots: /** @type {any[]} */ ([]), focused: new Set(), kept: new Set(),
    chosen: new Set(), left: 0, leftChosen: 0, over: 0, cut: 0, size: 0, visits: 0 });
  /** @typedef {ReturnType<typeof begin>} Look */
  let last = begin([]), looks = 0, informed = false;

  /** Folded texts of rows; '' for those that are more than one entry of a list. Rows with shadow roots are read anew each
   * time, since no observer of the page tells what changes in there. @type {WeakMap<any, string>} */
  let rows = new WeakMap();
  /** Elements whose rows have not changed since they were looked through: which are only counted, how many of those are chosen, what
   * else is in there, and whether a row is chosen only by an attribute, which an observer tells.
   * @type {WeakMap<any, { needles: string, left: Set<any>, rest: any[], chosen: number, quiet: boolean }>} */
  let lists = new WeakMap();
  /** What nodes have said of themselves, and at which look; and at which look it was that nodes, or those beside them, have changed
   * since. @type {WeakMap<any, { at: number, said: string, pointed: boolean, references: string[], named: boolean, row: boolean }>} */
  let descriptions = new WeakMap(), changes = new WeakMap(), sheets = '';
  const forget = () => { [rows, lists, descriptions, changes] = [new WeakMap(), new WeakMap(), new WeakMap(), new WeakMap()]; };
  /** @param {any} row @returns {string} */
  const rowText = (row) => {
    const known = rows.get(row);
    if (known !== undefined) return known;
    const labels = (/** @type {any} */ node) => ` ${getAttribute.call(node, 'aria-label') ?? ''} ${getAttribute.call(node, 'title') ?? ''}`;
    let said = textContent(row) + labels(row), cells = 0, entry = getAttribute.call(row, 'aria-expanded') === null, closed = true;
    // Step by step: a list of what is in each row takes longer, and one that is kept up to date would have to be, ten thousand times.
    for (let node = firstElement(row), next; node; node = next) {
      const tag = localName(node), shadow = shadowRoot(node);
      const kind = getAttribute.call(node, 'role') ?? (tag === 'input' ? getAttribute.call(node, 'type') : tag);
      if (CELLS.has(kind)) cells += 1;
      if (LARGE.has(kind) || shadow?.querySelector(CHOSEN)) entry = false;
      if (shadow) said += ' ' + textContent(shadow);
      closed &&= !shadow && !tag.includes('-');
      for (next = firstElement(node); !next && node !== row; node = parentNode(node)) next = nextElement(node);
    }
    const labelled = querySelectorAll.call(row, '[aria-label],[title]');
    for (let at = 0; at < labelled.length; at += 1) said += labels(labelled[at]);
    const text = entry && cells > 1 && said.length < LIMIT.rowText ? fold(said) : '';
    if (closed) rows.set(row, text);
    return text;
  };
  /** @param {any} row @returns {boolean} */
  const isChosen = (row) => is(row, CHOSEN) || querySelector.call(row, CHOSEN) !== null;
  /** Whether a row is only counted. @param {Look} look @param {any} row */
  const leftOut = (look, row) => {
    const text = rowText(row), chosen = text && isChosen(row);
    if (chosen && look.chosen.add(row).size <= LIMIT.chosenRows) onceChosen.add(row);
    if (!text || look.kept.has(row) || onceChosen.has(row) || look.needles.some((needle) => text.includes(needle))) return false;
    if (chosen) look.leftChosen += 1;
    return ++look.left > 0;
  };
  /** The children of an element, the last one first, without the rows that are only counted; `anew` from the page and nothing else.
   * @param {Look} look @param {any} node @param {boolean} anew @returns {any[]} */
  const below = (look, node, anew) => {
    const known = lists.get(node), needles = look.needles.join('\0'), { leftChosen } = look;
    if (!anew && known?.needles === needles && ![...look.kept].some((row) => known.left.has(row)) && (known.quiet || ![...known.left].some(isChosen))) {
      [look.left, look.leftChosen] = [look.left + known.left.size, leftChosen + known.chosen];
      return known.rest;
    }
    const left = /** @type {any[]} */ ([]), rest = /** @type {any[]} */ ([]);
    for (let child = lastChild(node); child; child = before(child)) {
      (nodeType(child) === 1 && is(child, ROW) && ++look.visits < LIMIT.visits && leftOut(look, child) ? left : rest).push(child);
    }
    if (left.length && left.every((row) => rows.has(row))) {
      lists.set(node, { needles, left: new Set(left), rest, chosen: look.leftChosen - leftChosen, quiet: !querySelector.call(node, 'input') });
    }
    return rest;
  };
  /** Notes what has the focus in a document or shadow root, and in which row it is. @param {Look} look @param {any} root */
  const enter = (look, root) => {
    const focus = nodeType(root) === 9 ? activeElement(root) : root.activeElement;
    look.roots.push(root);
    look.focused.add(focus);
    look.kept.add(around(focus, ROW));
  };

  /** `text` without the separators of the format, and not too long. @param {Look} look @param {string} text @param {number} most */
  const quote = (look, text, most) => {
    if (text.length > most) look.cut += 1;
    return text.slice(0, most).replace(/[\x1d-\x1f]/g, '');
  };
  /** The live value of an input that is a caption, a position on a scale, or a search. @param {any} node @returns {string | null} */
  const openValue = (node) => {
    const type = (getAttribute.call(node, 'type') ?? 'text').toLowerCase(), caption = /^(button|submit|reset|image)$/.test(type);
    const search = type === 'search' || (type === 'text' && is(node, '[role=searchbox],[role=search] *,search *'));
    const open = caption || type === 'range' || (search && !around(node, DIALOG)) || (type !== 'password' && typed.has(node));
    return !open ? null : caption ? getAttribute.call(node, 'value') : inputValue(node);
  };
  /** The attributes that say what a node is, whether its content names it, and whether somebody may point at it; `inner`: it is
   * part of a name. @param {Look} look @param {any} node @param {string} tag @param {boolean} inner @param {boolean} row */
  const describe = (look, node, tag, inner, row) => {
    const { cut } = look, references = /** @type {string[]} */ ([]), named = is(node, NAMED);
    let said = '', pointed = POINTED.has(tag) || tag.includes('-');
    const say = (/** @type {string} */ name, /** @type {string | null | undefined} */ value) => {
      if (value === null || value === undefined) return;
      if (said.length < LIMIT.text) said += (said && '\x1d') + quote(look, `${name}=${value}`, LIMIT.attribute);
      else look.cut += 1;
    };
    for (const name of getAttributeNames.call(node)) {
      if (ATTRIBUTES.has(name) || name.startsWith('aria-')) {
        const value = getAttribute.call(node, name) ?? '';
        say(name, value);
        if (REFERENCES.has(name)) references.push(value);
        if (name === 'role' ? !UNPOINTED.has(value) : name === 'tabindex' || name === 'contenteditable') pointed = true;
      } else if (name === 'href') say(name, '');
      // By which Fluent 7 and 8 show that something still loads: there it has no role and no state.
      else if (name === 'class') say(name, /\bms-Spinner[\w-]*/.exec(getAttribute.call(node, name) ?? '')?.[0]);
    }
    say('value', tag === 'input' ? openValue(node) : tag === 'meter' || tag === 'progress' ? getAttribute.call(node, 'value') : null);
    for (const pseudo of (pointed || inner || named) && tag !== 'svg' && !CHILDLESS.has(tag) ? ['::before', '::after'] : []) {
      // Where there is none, the browser works its style out anew for each question: one has to be enough.
      const style = getComputedStyle(node, pseudo), { content } = style;
      if (!/^(none|normal|"")$/.test(content) && style.display !== 'none') say(pseudo, (style.display === 'inline' ? '' : 'block ') + content);
    }
    const now = { at: looks, said, pointed, references, named, row };
    // What somebody types changes no attribute.
    if (tag !== 'input' && cut === look.cut) descriptions.set(node, now);
    return now;
  };
  /** Whether a box lies before the beginning of the page, where no scrolling leads. @param {any} node @param {DOMRect} box */
  const outside = (node, { right, bottom }) => {
    if ((right > 0 && bottom > 0) || (right + scrollX > 0 && bottom + scrollY > 0)) return false;
    for (let outer = up(node); outer; outer = up(outer)) {
      if (nodeType(outer) === 1 && outer.scrollHeight + outer.scrollWidth > outer.clientHeight + outer.clientWidth
        && /auto|scroll/.test(getComputedStyle(outer).overflow)) return false;
    }
    return true;
  };

  /** Adds a record. @param {Look} look @param {any} node @param {string} line */
  const write = (look, node, line) => {
    look.at.set(node, look.nodes.push(node) - 1);
    look.lines.push(line + '\x1e');
    look.size += line.length;
  };
  /** Writes down `from` and everything below it; `unlit` when it is not rendered but named by something that is.
   * What was said up to look `since` is asked anew.
   * @param {Look} look @param {any} from @param {number} level @param {boolean} unlit @param {number} since */
  const walk = (look, from, level, unlit, since) => {
    const stack = [{ node: from, depth: level, dark: unlit, inner: Boolean(around(up(from), NAMED)), opacity: 1, x: 0, y: 0, anew: since }];
    for (let item; (item = stack.pop());) {
      let { node, depth, dark, inner, opacity, x, y, anew } = item;
      const type = nodeType(node);
      if (type !== 1 && type !== 3 && type !== 9 && type !== 11) continue;
      if (++look.visits > LIMIT.visits || look.nodes.length >= LIMIT.nodes || look.size > LIMIT.size || depth > LIMIT.depth) {
        look.over += 1;
        continue;
      }
      anew = Math.max(anew, changes.get(node) ?? 0);
      const push = (/** @type {any} */ child) => stack.push({ node: child, depth: depth + 1, dark, inner, opacity, x, y, anew });
      if (type === 3) {
        const text = textContent(node);
        if (text.trim() || (before(node) && after(node))) write(look, node, `${depth}\x1f\x1f#\x1f0\x1f\x1f\x1f${quote(look, text, LIMIT.text)}`);
        continue;
      }
      if (type !== 1) {
        enter(look, node);
        write(look, node, `${depth}\x1f\x1f${type === 9 ? '#frame' : '#shadow'}`);
        for (let child = lastChild(node); child; child = before(child)) push(child);
        continue;
      }
      const html = namespace(node) === 'http://www.w3.org/1999/xhtml', name = localName(node);
      const tag = html || /^(svg|title|math)$/.test(name) ? name : 'foreign';
      const then = descriptions.get(node), known = then && then.at > anew ? then : null, row = known ? known.row : is(node, ROW);
      if (SKIPPED.has(tag) || own.has(node) || (row && leftOut(look, node))) continue;
      const { said, pointed, references, named } = known ?? describe(look, node, tag, inner, row);
      inner ||= named;
      for (const ids of references) look.references.push({ node, ids });
      const { display, visibility, opacity: ownOpacity } = getComputedStyle(node);
      if (ownOpacity !== '1' && !is(node, CHECK)) opacity *= Number(ownOpacity);
      const rendered = display !== 'none' && (!pointed || display === 'contents' || BOXLESS.has(tag) || checkVisibility.call(node));
      if (!rendered && tag === 'label') dark = true;
      const shadow = html ? shadowRoot(node) : null, assigned = html && tag === 'slot' ? node.assignedNodes() : [];
      const plain = !shadow && !assigned.length && !firstElement(node), shown = (rendered || dark) && !CHILDLESS.has(tag);
      const part = tag === 'svg' ? 'title,text' : tag === 'details' && !is(node, '[open]') ? ':scope > summary' : '';
      let rect = '', flags = (rendered && !dark ? 0 : HIDDEN) | (visibility === 'visible' ? 0 : INVISIBLE) | (opacity < 0.1 ? TRANSPARENT : 0)
        | (look.focused.has(node) ? FOCUSED : 0) | (display === 'inline' || tag === 'slot' ? 0 : BLOCK) | (assigned.length ? SLOTTED : 0)
        | (said && is(node, '[inert]') ? INERT : 0);
      if (STATEFUL.has(tag) || tag.includes('-')) for (const [flag, selector] of STATES) if (is(node, selector)) flags |= flag;
      if (pointed && !(flags & HIDDEN)) {
        const box = getBoundingClientRect.call(node);
        rect = `${Math.round(x + box.x)},${Math.round(y + box.y)},${Math.round(box.width)},${Math.round(box.height)}`;
        if (outside(node, box)) flags |= OUTSIDE;
        if (tag === 'iframe') [x, y] = [x + box.x + node.clientLeft, y + box.y + node.clientTop];
      }
      const text = shown && plain ? quote(look, textContent(node), LIMIT.text) : '';
      write(look, node, `${depth}\x1f${handle(node)}\x1f${tag}\x1f${flags}\x1f${rect}\x1f${said}\x1f${text}`);
      if (!rendered && !dark) look.cuts.set(node, { at: look.nodes.length - 1, depth, line: '', below: '' });
      else if (shadow) push(shadow);
      else if (assigned.length) assigned.reverse().forEach(push);
      else if (part) [...querySelectorAll.call(node, part)].reverse().forEach(push);
      else if (html && tag === 'iframe') { if (frameDocument(node)) push(frameDocument(node)); }
      else if (!plain && shown) below(look, node, anew === Infinity).forEach(push);
    }
  };
  /** Writes down what is not rendered but names something that is, where the walk has stopped. @param {Look} look */
  const uncover = (look) => {
    for (const { node, ids } of look.references) {
      const root = /** @type {any} */ (Node.prototype.getRootNode.call(node));
      for (const id of ids.split(/\s+/)) {
        const target = nodeType(root) === 9 ? Document.prototype.getElementById.call(root, id) : root.getElementById?.(id);
        let place = target;
        while (place && !look.at.has(place)) place = up(place);
        const cut = look.cuts.get(place);
        if (!cut) continue;
        const inner = Object.assign(begin(look.needles), { visits: look.visits, size: look.size });
        walk(inner, target, place === target ? cut.depth : cut.depth + 1, true, Infinity);
        if (place === target) cut.line = inner.lines.join('');
        else cut.below += inner.lines.join('');
        look.at.set(target, cut.at);
        Object.assign(look, { visits: inner.visits, size: inner.size, over: look.over + inner.over, cut: look.cut + inner.cut });
      }
    }
  };
  /** What a record says, without where it stands. @param {string} line */
  const gist = (line) => line.split('\x1f').map((part, at) => (at === 0 || at === 4 ? '' : at === 3 ? Number(part) & ~PASSING : part)).join('\x1f');

  const eyes = {
    handle, own, typed, around, up, CHECK,
    /** The node of a handle in the last look. @param {number} number @returns {any} */
    node: (number) => last.nodes.find((node) => handles.get(node) === number),
    /** Documents and shadow roots of the last look: what an observer has to watch. @returns {any[]} */
    roots: () => last.roots,

    /** Forgets what changed. Hand over every record since the look before, of attributes and texts too: a look without a call
     * of this before it forgets everything. @param {MutationRecord[]} records */
    dirty(records) {
      informed = true;
      for (const { target, type, addedNodes } of records) {
        // What comes back may have changed while it was away, where nobody observed it: no text of a row is remembered.
        // All else in it is asked anew, as everything below its new parent is.
        if ([...addedNodes].some((node) => handles.has(node) || rows.has(node))) [rows, lists] = [new WeakMap(), new WeakMap()];
        // What style sheets add to a node depends on those beside it, and on all above them.
        changes.set((type !== 'childList' && parentNode(target)) || target, looks);
        for (let at = target; at; at = up(at)) if ((rows.delete(at), lists.delete(at), nodeType(at) === 1 && SKIPPED.has(localName(at)))) forget();
      }
    },

    /** The page as it stands. @param {{ needles: string[], epoch: number }} wanted @returns {string} */
    look({ needles, epoch }) {
      const now = [styleSheets(document).length, innerWidth, innerHeight].join();
      if (!informed || now !== sheets) forget();
      [informed, sheets, looks] = [false, now, looks + 1];
      const look = last = begin(needles.map(fold));
      // A page that has thrown its root away is an empty page.
      const root = rootElement(document) ?? Document.prototype.createElement.call(document, 'html');
      if (isConnected(root)) enter(look, document);
      walk(look, root, 0, false, changes.get(document) ?? 0);
      uncover(look);
      const [url, lang, name] = [location.href, getAttribute.call(root, 'lang') ?? '', title(document)].map((text) => quote(look, text, LIMIT.text));
      const head = [1, epoch, url, lang, getComputedStyle(root).direction, name, innerWidth, innerHeight, look.left, look.leftChosen, look.over, look.cut];
      const lines = [...look.lines];
      for (const { at, line, below } of look.cuts.values()) lines[at] = (line || lines[at]) + below;
      return head.join('\x1f') + '\x1e' + lines.join('');
    },

    /** Whether a node is still there and says what it said at the last look, and so does the row or dialog around it: a
     * list that uses its rows again would otherwise carry a ring to another account. @param {number} number */
    same(number) {
      const node = eyes.node(number), now = Object.assign(begin(last.needles), { kept: last.kept });
      if (!node || !isConnected(node)) return false;
      const scope = around(node, ROW) ?? around(node, DIALOG) ?? node;
      const start = last.at.get(scope) ?? -1, level = parseInt(last.lines[start] ?? '', 10);
      walk(now, scope, level, false, Infinity);
      const end = last.lines.findIndex((line, at) => at > start && parseInt(line, 10) <= level);
      const then = last.lines.slice(start, end < 0 ? undefined : end);
      const same = start >= 0 && now.at.has(node) && then.length === now.lines.length && then.every((line, at) => gist(line) === gist(now.lines[at] ?? ''));
      if (!same) forget();
      return same;
    },
  };
  // An agent that is injected twice keeps the eyes it has: those of the ring would know nothing of what these have seen.
  guidedUnblock.eyes ??= eyes;
})();
