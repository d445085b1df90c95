// The eyes of the page agent, in a world of their own beside pages that were written to mislead them.

import { Accessibility } from './accessibility.mjs';
import { launch } from './launch.mjs';
import { expect, test } from './world.mjs';

/**
 * @typedef {{ tag: string, handle: string, flags: number, rect: string, attributes: string, text: string }} Line
 * @typedef {{ head: string[], lines: Line[], text: string }} Seen
 */

/**
 * @typedef {{
 *   page: import('playwright-core').Page,
 *   ask(expression: string): Promise<any>,
 *   look(needles?: string[]): Promise<Seen>,
 * }} Shown a page, and the eyes beside it
 */

/** @param {string} title @param {(given: { show: (html: string) => Promise<Shown> }) => Promise<void>} body */
function eyes(title, body) {
  test(title, async ({ portal }) => {
    const browser = await launch(portal, { extension: null });
    const accessibility = await Accessibility.of(browser.page);
    const show = async (/** @type {string} */ html) => {
      await browser.page.setContent(`<!doctype html><html lang="en"><body>${html}</body></html>`);
      const world = await accessibility.world();
      const ask = async (/** @type {string} */ expression) => (await accessibility.evaluate(world, expression)).value;
      /** @param {string[]} needles @returns {Promise<Seen>} */
      const look = async (needles = ['']) => {
        const text = await ask(`guidedUnblock.eyes.look({ needles: ${JSON.stringify(needles)}, epoch: 7 })`);
        const [head = '', ...records] = text.split('\x1e').slice(0, -1);
        const lines = records.map((/** @type {string} */ record) => {
          const [, handle = '', tag = '', flags = '', rect = '', attributes = '', words = ''] = record.split('\x1f');
          return { tag, handle, flags: Number(flags), rect, attributes, text: words };
        });
        return { head: head.split('\x1f'), lines, text };
      };
      return { page: browser.page, ask, look };
    };
    try {
      await body({ show });
    } finally {
      await browser.close();
    }
  });
}

const list = (/** @type {string[]} */ users, rest = '') => `<div role="grid"><div role="row"><b role="columnheader">Name</b><b role="columnheader">Date</b></div>
  ${users.map((user) => `<div role="row" aria-selected="false"><i role="gridcell"><i role="checkbox" aria-checked="false" tabindex="0"></i></i>
    <i role="gridcell">${user}</i></div>`).join('')}</div>${rest}`;

eyes('rows that contain none of the texts are counted and not told', async ({ show }) => {
  const { look, page } = await show(list(['rob@contoso.com', 'ROBERT@contoso.com', 'eve@contoso.com', 'ｒｏｂ@contoso.com', 'r\u00adob.b@contoso.com', 'ann@contoso.com']));
  const seen = await look(['ROB']);
  expect(seen.lines.filter(({ text }) => text.includes('@')).map(({ text }) => text)).toEqual(
    ['rob@contoso.com', 'ROBERT@contoso.com', 'ｒｏｂ@contoso.com', 'r\u00adob.b@contoso.com']);
  expect(seen.head.slice(8)).toEqual(['2', '0', '0', '0']);
  expect(seen.text).not.toContain('eve');
  expect((await look([])).head.slice(8)).toEqual(['6', '0', '0', '0']);
  // What is chosen or has the focus is told, whatever it says.
  await page.evaluate(() => document.querySelectorAll('[role=row]')[3]?.setAttribute('aria-selected', 'true'));
  expect((await look([])).text).toContain('eve');
  await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelectorAll('[role=checkbox]')[5]).focus());
  expect((await look([])).text).toContain('ann');
  expect((await look([])).head.slice(8)).toEqual(['4', '0', '0', '0']);
});

eyes('header rows, groups, layout tables and shadow roots are no entries to leave out', async ({ show }) => {
  const { look, page } = await show(`${list(['eve@contoso.com'])}
    <div role="grid"><div role="row" aria-expanded="false"><i role="gridcell">Group</i><i role="gridcell">12</i></div></div>
    <table><tr><td><h1>Restricted</h1></td><td><input type="search"></td></tr><tr><td>one cell</td></tr><tr><td>a</td><td>b</td></tr></table>
    <div role="row"><i role="gridcell">x</i><i role="gridcell"><span id="host"></span></i></div>`);
  await page.evaluate(() => {
    const root = document.querySelector('#host')?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = '<b>rob@contoso.com</b>';
  });
  const { text, head } = await look(['rob']);
  for (const kept of ['Name', 'Group', 'Restricted', 'one cell', 'rob@contoso.com']) expect(text).toContain(kept);
  expect(head[8]).toBe('2');
});

eyes('more chosen rows than anyone can look through are counted as chosen', async ({ show }) => {
  const { look, page } = await show(list(Array.from({ length: 60 }, (_, at) => `user${at}@contoso.com`)));
  await page.evaluate(() => document.querySelectorAll('[role=row]').forEach((row) => row.setAttribute('aria-selected', 'true')));
  expect((await look([])).head.slice(8, 10)).toEqual(['10', '10']);
});

eyes('remembered rows are forgotten when they change, and without word of changes altogether', async ({ show }) => {
  const { look, ask, page } = await show(list(['eve@contoso.com']));
  const rename = (/** @type {string} */ user) => page.evaluate((/** @type {string} */ name) => {
    const cell = document.querySelectorAll('[role=gridcell]')[1];
    if (cell) cell.textContent = name;
  }, user);
  await ask('globalThis.records = []; new MutationObserver((more) => records.push(...more)).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })');
  const known = () => ask('guidedUnblock.eyes.dirty(records.splice(0))');
  expect((await look(['rob'])).head[8]).toBe('1');
  await rename('rob@contoso.com');
  await known();
  expect((await look(['rob'])).head[8]).toBe('0');
  await rename('eve@contoso.com');
  expect((await look(['rob'])).head[8]).toBe('1');
});

/** Runs beside the page: changes it at random, and compares what the eyes say who were told of the changes with what they say who were
 * told nothing, and so remember nothing. Answers with the first change after which the two differ. */
const remembered = async (/** @type {number} */ seed, /** @type {number} */ times) => {
  const { eyes: own } = /** @type {any} */ (globalThis).guidedUnblock;
  let state = seed;
  const below = (/** @type {number} */ most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  /** @template T @param {ArrayLike<T>} all @returns {T} */
  const any = (all) => /** @type {T} */ (all[below(all.length)]);
  const records = /** @type {MutationRecord[]} */ ([]), observer = new MutationObserver((more) => void records.push(...more));
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const styles = () => /** @type {NodeListOf<HTMLStyleElement>} */ (document.querySelectorAll('style'));
  const rule = () => `.${any(['a', 'b', 'c'])} ${any(['', '> *', '+ *', '~ *'])}${any(['::before', '::after'])} { content: "${any(['x', 'y', 'z'])}" }`;
  let away = /** @type {Element | null} */ (null);
  const inside = () => /** @type {HTMLElement} */ (any(document.body.querySelectorAll('*')));
  /** @type {Record<string, () => void>} */
  const changes = {
    class: () => { inside().className = any(['', 'a', 'b', 'c', 'a b']); },
    label: () => inside().setAttribute(any(['aria-label', 'title', 'aria-labelledby', 'id']), any(['', 'rob', 'eve', 'n1', 'n2'])),
    role: () => inside().setAttribute('role', any(['button', 'row', 'gridcell', 'heading', 'none', 'checkbox'])),
    plain: () => inside().removeAttribute(any(['role', 'aria-label', 'class', 'hidden', 'id', 'aria-selected', 'aria-checked'])),
    chosen: () => inside().setAttribute(any(['aria-selected', 'aria-checked']), any(['true', 'false'])),
    ticked: () => { const box = /** @type {HTMLInputElement | undefined} */ (any(document.querySelectorAll('input[type=checkbox]'))); if (box) box.checked = !box.checked; },
    typed: () => { const box = /** @type {HTMLInputElement | null} */ (document.querySelector('input[type=search]')); if (box) box.value = any(['rob', 'eve', '']); },
    focus: () => inside().focus(),
    hidden: () => { const node = inside(); node.hidden = !node.hidden; },
    text: () => { const node = inside(); if (node.childElementCount === 0) node.textContent = any(['rob', 'eve', 'ann', '']); },
    letters: () => { const node = inside().firstChild; if (node?.nodeType === 3) node.nodeValue = any(['rob', 'eve', 'ann']); },
    twice: () => { const node = inside(); if (document.all.length < 500) node.after(node.cloneNode(true)); },
    gone: () => { const node = inside(); if (document.all.length > 250 && node.querySelectorAll('*').length < 20) node.remove(); },
    // It comes back as something else, and no observer was there to see it change.
    away: () => {
      if (away) { away.querySelectorAll('[role=gridcell]').forEach((cell) => { cell.setAttribute('title', any(['rob', 'eve'])); }); inside().after(away); }
      away = away ? null : any(document.querySelectorAll('[role=row],[role=grid]')) ?? null;
      away?.remove();
    },
    moved: () => { const node = inside(), to = inside(); if (!node.contains(to)) to.before(node); },
    rule: () => { any(styles()).textContent += rule(); },
    sheet: () => { const sheet = document.createElement('style'); sheet.textContent = rule(); any([document.head, document.body]).append(sheet); },
    unstyled: () => { if (styles().length > 1) any(styles()).remove(); },
    wide: () => { document.documentElement.className = any(['', 'a', 'b']); },
  };
  const body = (/** @type {string} */ text) => text.slice(text.indexOf('\x1f', 2));
  const look = () => body(own.look({ needles: ['rob'], epoch: 7 }));
  for (let time = 0; time < times; time += 1) {
    const what = any(Object.keys(changes));
    changes[what]?.();
    // What is taken out is observed until the observer has been called.
    await null;
    own.dirty([...records.splice(0), ...observer.takeRecords()]);
    const told = look();
    // Now and then only, so that what is remembered gets old.
    if (below(3) > 0) continue;
    const untold = look();
    if (told === untold) continue;
    const [one = [], other = []] = [told, untold].map((text) => text.split('\x1e')), at = one.findIndex((line, index) => line !== other[index]);
    return `seed ${seed}, after change ${time} (${what}): ${JSON.stringify(one[at])} instead of ${JSON.stringify(other[at])}`;
  }
  return '';
};

eyes('what is remembered is what the page says, whatever it changes', async ({ show }) => {
  for (const seed of [1, 2, 3]) {
    const { ask, page } = await show(`<style>.a::before { content: "x" } .b + *::after { content: "y" } .c > *::before { content: "z" }</style>
      <h1 id="n1">Restricted</h1><button class="a" aria-labelledby="n1 n2">Unblock</button><input type="search"><label class="b"><input type="checkbox">All</label><p id="n2" hidden>hidden</p>
      ${list(Array.from({ length: 30 }, (_, at) => `${['rob', 'eve', 'ann'][at % 3]}${at}@contoso.com`))}`);
    await page.evaluate(() => { document.querySelectorAll('[role=row]').forEach((row, at) => { if (at % 5 === 4) row.querySelector('[role=checkbox]')?.append(Object.assign(document.createElement('input'), { type: 'checkbox' })); }); });
    expect(await ask(`(${remembered})(${seed}, 400)`)).toBe('');
  }
});

eyes('what no observer tells is noticed before anything is said to be the same', async ({ show }) => {
  const { look, ask, page } = await show('<style>p { color: red }</style><div><button>Yes</button></div>');
  const known = () => ask('guidedUnblock.eyes.dirty([])');
  const { lines } = await look();
  const yes = lines.find(({ text }) => text === 'Yes')?.handle;
  await page.evaluate(() => document.styleSheets[0]?.insertRule('button::before { content: "Never: " }'));
  await known();
  // Nobody was told: what is remembered stands, until somebody wants to point at it.
  expect((await look()).text).not.toContain('Never');
  expect(await ask(`guidedUnblock.eyes.same(${yes})`)).toBe(false);
  await known();
  expect((await look()).text).toContain('Never');
  expect(await ask(`guidedUnblock.eyes.same(${yes})`)).toBe(true);
});

eyes('nothing typed is told, except into a search box outside of dialogs, and no password ever', async ({ show }) => {
  const { look, page, ask } = await show(`<input type="search" id="a"><input role="searchbox" id="b"><div role="search"><input id="c"></div>
    <input id="d"><input type="password" id="e" role="searchbox"><input type="email" id="f"><textarea id="g"></textarea>
    <div role="dialog"><input type="search" id="h"><input role="searchbox" id="i"></div><input type="hidden" id="j"><input type="submit" id="k">
    <div role="search"><input type="password" id="l"></div><div role="dialog"><input id="m"></div>`);
  await page.evaluate(() => document.querySelectorAll('input,textarea').forEach((box) => { /** @type {any} */ (box).value = `secret-${box.id}`; }));
  const told = async () => [...new Set((await look()).text.match(/secret-\w/g))].join(' ');
  expect(await told()).toBe('secret-a secret-b secret-c secret-k');
  // Except what the guide has typed itself; and a box that turns into one for passwords keeps to itself.
  await ask('for (const id of "de") guidedUnblock.eyes.typed.add(document.getElementById(id))');
  expect(await told()).toBe('secret-a secret-b secret-c secret-d secret-k');
  await page.evaluate(() => document.querySelectorAll('input').forEach((box) => { box.type = 'password'; }));
  expect(await told()).toBe('');
});

eyes('a form cannot answer for its own properties, and a document not for its own', async ({ show }) => {
  const names = ['id', 'parentNode', 'children', 'localName', 'nodeType', 'attributes', 'getAttribute', 'lastChild', 'shadowRoot', 'matches',
    'textContent', 'firstElementChild', 'namespaceURI', 'isConnected', 'getBoundingClientRect', 'scrollHeight'];
  const { look, ask } = await show(`<form aria-label="Trap">${names.map((name) => `<input name="${name}">`).join('')}<button>Unblock</button></form>
    ${['getElementById', 'documentElement', 'activeElement', 'title', 'defaultView', 'querySelectorAll'].map((name) => `<img name="${name}">`).join('')}
    <button aria-labelledby="gone">x</button><p id="gone" hidden>Named</p>`);
  const { lines } = await look();
  expect(lines.filter(({ tag }) => tag === 'input').length).toBe(names.length);
  expect(lines.find(({ tag }) => tag === 'form')?.attributes).toBe('aria-label=Trap');
  const button = lines.find(({ text }) => text === 'Unblock');
  expect(lines.find(({ text }) => text === 'Named')?.tag).toBe('p');
  expect(await ask(`guidedUnblock.eyes.same(${button?.handle})`)).toBe(true);
});

eyes('separators, long texts, deep and broad pages: cut, counted, and soon done', async ({ show }) => {
  const { look, page, ask } = await show('<p id="p" title="a&#x1e;b&#x1f;c&#x1d;d">e&#x1e;f&#x1f;g&#x1d;h</p>');
  const first = await look();
  expect(first.lines.find(({ tag }) => tag === 'p')).toMatchObject({ attributes: 'id=p\x1dtitle=abcd', text: 'efgh' });
  expect(first.head.slice(8)).toEqual(['0', '0', '0', '0']);
  await page.evaluate(() => {
    const p = /** @type {HTMLElement} */ (document.querySelector('#p'));
    p.textContent = 'x'.repeat(5000);
    p.title = 'y'.repeat(5000);
    for (let at = 0; at < 1000; at += 1) p.setAttribute(`aria-x${at}`, 'z');
  });
  const cut = await look();
  expect(cut.text.length).toBeLessThan(6000);
  expect(Number(cut.head[11])).toBeGreaterThan(2);
  await page.evaluate(() => {
    let deep = /** @type {Element} */ (document.body);
    for (let at = 0; at < 400; at += 1) deep = deep.appendChild(document.createElement('div'));
  });
  expect(Number((await look()).head[10])).toBe(1);
  await page.evaluate(() => {
    const broad = Array.from({ length: 100_000 }, () => document.createElement('button'));
    document.body.replaceChildren(...broad);
  });
  const broad = await look();
  expect(broad.lines.length).toBe(20_000);
  expect(Number(broad.head[10])).toBeGreaterThan(80_000);
  await page.evaluate(() => document.documentElement.remove());
  expect((await look()).lines.map(({ tag }) => tag)).toEqual(['html']);
  expect(await ask('guidedUnblock.eyes.same(1)')).toBe(false);
});

eyes('a node is the same only while it, and the row or dialog around it, say the same', async ({ show }) => {
  const { look, page, ask } = await show(list(['rob@contoso.com'], '<div role="dialog" aria-label="Sure?"><p>rob@contoso.com</p><p hidden id="h">text</p><button aria-describedby="h">Yes</button></div><button id="free">Export</button>'));
  const { lines } = await look(['rob']);
  const handle = (/** @type {(line: Line) => boolean} */ is) => Number(lines.find(is)?.handle);
  const check = handle(({ attributes }) => attributes.includes('checkbox'));
  const yes = handle(({ text }) => text === 'Yes'), free = handle(({ text }) => text === 'Export');
  const same = async () => [await ask(`guidedUnblock.eyes.same(${check})`), await ask(`guidedUnblock.eyes.same(${yes})`), await ask(`guidedUnblock.eyes.same(${free})`)];
  expect(await same()).toEqual([true, true, true]);
  const change = (/** @type {string} */ script) => page.evaluate(script);
  // Focus, place and the rest of the page do not matter.
  await change('document.querySelector("#free").focus(); document.body.style.marginTop = "40px"; document.body.prepend("News")');
  expect(await same()).toEqual([true, true, true]);
  await change('document.querySelectorAll("[role=gridcell]")[1].textContent = "robert@contoso.com"');
  expect(await same()).toEqual([false, true, true]);
  await change('document.querySelector("[role=dialog] p").textContent = "robert@contoso.com"');
  expect(await same()).toEqual([false, false, true]);
  await change('document.querySelector("#free").disabled = true');
  expect(await same()).toEqual([false, false, false]);
  await change('document.querySelector("#free").disabled = false; document.querySelector("#free").outerHTML += ""');
  expect(await same()).toEqual([false, false, false]);
  expect(await ask('guidedUnblock.eyes.same(999999)')).toBe(false);
});

eyes('states, boxes and what cannot be reached', async ({ show }) => {
  const { look, page } = await show(`<style>.far { position: absolute; left: -9999px } .glass { opacity: 0.02 } .scroll { height: 50px; overflow: auto }</style>
    <button class="far">far</button><div class="glass"><button>glass</button></div><input type="checkbox" class="glass"><button style="visibility: hidden">unseen</button>
    <fieldset disabled><button>disabled</button></fieldset><div inert><button>inert</button></div><input type="checkbox" id="mixed"><button hidden>gone</button>
    <div class="scroll" id="scroll"><button>first</button><p style="height: 500px"></p></div><dialog><button>modal</button></dialog>
    <select><option>one</option><option selected>two</option></select><div id="own">ours</div>`);
  await page.evaluate(() => {
    /** @type {HTMLInputElement} */ (document.querySelector('#mixed')).indeterminate = true;
    document.querySelector('dialog')?.showModal();
    /** @type {Element} */ (document.querySelector('#scroll')).scrollTop = 200;
  });
  const { lines } = await look();
  const flags = (/** @type {string} */ text) => (lines.find((line) => line.text === text)?.flags ?? -1) & ~2048;
  expect(flags('far')).toBe(8);
  expect(flags('glass')).toBe(4);
  expect(flags('unseen')).toBe(2);
  expect(flags('disabled')).toBe(16);
  expect(flags('gone')).toBe(-1 & ~2048);
  expect(flags('first')).toBe(0);
  expect(flags('two')).toBe(128);
  expect(lines.filter(({ tag, attributes }) => tag === 'input' && attributes.includes('checkbox')).map(({ flags }) => flags & ~2048)).toEqual([0, 64]);
  expect((lines.find(({ tag }) => tag === 'dialog')?.flags ?? 0) & 512).toBe(512);
  expect(flags('modal')).toBe(256);
  expect(lines.find(({ attributes }) => attributes === 'inert=')?.flags).toBe(1024 | 2048);
});
