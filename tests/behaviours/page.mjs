// The page that all guides stand on: a restricted list in plain HTML, small enough to be bent into every scene.

/** What the target is painted with, and what is behind everything: colours that occur nowhere else. */
export const colours = { target: [255, 214, 0], ground: [236, 242, 248] };

const rgb = (colour) => `rgb(${colour.join()})`;
const words = {
  en: { title: 'Restricted users', search: 'Search', unblock: 'Unblock', columns: ['User name', 'Reason', 'Date', 'Actions'] },
  ar: { title: 'المستخدمون المقيدون', search: 'بحث', unblock: 'إلغاء الحظر', columns: ['المستخدم', 'السبب', 'التاريخ', 'الإجراءات'] },
};

/**
 * @param {{ subject: string, language?: 'en' | 'ar', rows?: number, css?: string, place?: 'page' | 'shadow' | 'frame' | 'scroller' | 'dialog', late?: number,
 *   low?: boolean, before?: string }} scene `late`: how long after the search the target comes, in milliseconds; `low`: far below the fold
 */
export function html({ subject, language = 'en', rows = 12, css = '', place = 'page', late = 0, low = false, before = '' }) {
  const { title, search, unblock, columns } = words[language];
  const list = `
    <div class="space" ${low ? 'style="height: 2400px"' : ''}></div>
    <table><thead><tr>${columns.map((column) => `<th>${column}</th>`).join('')}</tr></thead><tbody></tbody></table>
    <div style="height: ${place === 'scroller' || low ? 1200 : 40}px"></div>`;
  return `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>${title}</title><style>
    body { margin: 0; font: 14px/20px sans-serif; background: ${rgb(colours.ground)}; color: #222; min-height: 100vh }
    main { display: block; padding: 16px 40px } td, th { padding: 8px 24px 8px 0; text-align: start } a { color: #004578 }
    #scroller { height: 420px; overflow: auto; width: 700px } iframe { border: 0; width: 760px; height: 520px }
    .unblock { padding: 10px 20px; border: 1px solid #444; background: #fff }
    .target { background: ${rgb(colours.target)}; color: #000 } ${css}
  </style></head><body><header><a href="#a">Home</a> <a href="#b">Help</a></header><main><h1>${title}</h1>
  <label>${search} <input type="search" id="search" placeholder="${search}"></label> <button id="second" class="unblock">Export</button>${before}
  <div id="place"></div></main><script>
  'use strict';
  const scene = ${JSON.stringify({ subject, rows, place, late, unblock, list })};
  const place = document.getElementById('place');
  const style = document.querySelector('style').textContent;
  let root = place;
  if (scene.place === 'shadow') { root = place.attachShadow({ mode: 'open' }); root.innerHTML = '<style>' + style + '</style>'; }
  if (scene.place === 'frame') {
    const frame = document.createElement('iframe');
    place.append(frame);
    frame.contentDocument.documentElement.lang = document.documentElement.lang;
    frame.contentDocument.head.innerHTML = '<style>' + style + '</style>';
    root = frame.contentDocument.body;
  }
  if (scene.place === 'scroller') { root = place.appendChild(document.createElement('div')); root.id = 'scroller'; root.tabIndex = 0; root.setAttribute('role', 'group'); root.setAttribute('aria-label', 'List'); }
  const into = document.createElement('div');
  into.innerHTML = scene.list;
  root.append(into);
  const body = into.querySelector('tbody');
  const names = [scene.subject, ...Array.from({ length: scene.rows - 1 }, (_, at) => 'other' + at + '@contoso.com')];
  const row = (name) => {
    const tr = document.createElement('tr');
    for (const text of [name, 'Outbound spam', '2026-03-02']) tr.insertCell().textContent = text;
    const button = document.createElement('button');
    button.className = name === scene.subject ? 'unblock target' : 'unblock';
    button.textContent = scene.unblock;
    tr.insertCell().append(button);
    return tr;
  };
  const show = (query) => body.replaceChildren(...names.filter((name) => name.includes(query)).map(row));
  show('');
  let timer = 0;
  document.getElementById('search').addEventListener('input', ({ target }) => {
    clearTimeout(timer);
    if (!scene.late) return show(target.value);
    into.querySelector('table').setAttribute('aria-busy', 'true');
    body.replaceChildren();
    timer = setTimeout(() => { into.querySelector('table').removeAttribute('aria-busy'); show(target.value); }, scene.late);
  });
  window.target = () => body.querySelector('.target');
  window.replaceTarget = () => { const old = target(), next = old.cloneNode(true); old.style.display = 'none'; old.replaceWith(next); next.style.marginInlineStart = '60px'; };
  window.shift = () => { const banner = document.createElement('p'); banner.textContent = 'A notice'; banner.style.cssText = 'height: 140px; margin: 0'; document.querySelector('main').prepend(banner); };
  /** Where the target is in the window. */
  window.where = () => {
    const node = target();
    if (!node) return null;
    let { x, y, width, height } = node.getBoundingClientRect();
    const frame = node.ownerDocument.defaultView.frameElement;
    if (frame) { const outer = frame.getBoundingClientRect(); x += outer.x; y += outer.y; }
    return { x, y, width, height };
  };
  </script></body></html>`;
}
