// An extension that does as little as one of this shape can: the sentinel as it ships, a worker that brings one script into the page, a
// frame that says one word and answers every question at once. What it takes is the browser's part of what the guide takes.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { built, target } from '../e2e/places.mjs';

const files = {
  'worker.js': `chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message.kind === 'arrive') chrome.scripting.executeScript({ target: { tabId: sender.tab.id }, files: ['agent.js'], injectImmediately: true });
  answer({});
});
`,
  'agent.js': `(() => {
  if (guidedUnblock.agent) return;
  guidedUnblock.agent = { enter() {}, leave() {} };
  const frame = document.createElement('iframe'), mark = document.createElement('div'), { port1, port2 } = new MessageChannel();
  let target = null;
  frame.src = chrome.runtime.getURL('overlay.html');
  frame.style.cssText = 'position: fixed; right: 8px; bottom: 8px; width: 360px; height: 480px';
  frame.addEventListener('load', () => frame.contentWindow.postMessage(0, '*', [port2]));
  mark.dataset.bare = '';
  mark.style.cssText = 'position: fixed; pointer-events: none; display: none';
  document.documentElement.append(frame, mark);
  port1.onmessage = () => {
    const { x, y, width, height } = target.getBoundingClientRect();
    Object.assign(mark.style, { display: 'block', left: x + 'px', top: y + 'px', width: width + 'px', height: height + 'px' });
  };
  new MutationObserver((records) => {
    for (const { addedNodes, removedNodes } of records) {
      if (removedNodes.length > 0) mark.style.display = 'none';
      const added = [...addedNodes].find((node) => node.nodeType === 1);
      if (!added) continue;
      target = added;
      port1.postMessage(0);
    }
  }).observe(document, { childList: true, subtree: true });
})();
`,
  'overlay.html': '<!doctype html><title>Bare</title><main><p data-gu>Bare</p></main><script src="overlay.js"></script>\n',
  'overlay.js': "addEventListener('message', ({ ports: [port] }) => { port.onmessage = () => port.postMessage(0); });\n",
};

/** Writes it; answers with where it is. */
export async function emptyExtension() {
  const directory = join(target, 'bench', 'bare');
  const shipped = JSON.parse(await readFile(join(built, 'manifest.json'), 'utf8'));
  const manifest = {
    manifest_version: 3, name: 'Bare', version: '1', permissions: ['scripting'], host_permissions: shipped.host_permissions,
    background: shipped.background, content_scripts: shipped.content_scripts, web_accessible_resources: shipped.web_accessible_resources,
  };
  await mkdir(join(directory, 'page'), { recursive: true });
  await copyFile(join(built, 'page/sentinel.js'), join(directory, 'page/sentinel.js'));
  for (const [name, text] of Object.entries({ ...files, 'manifest.json': JSON.stringify(manifest) })) await writeFile(join(directory, name), text);
  return directory;
}
