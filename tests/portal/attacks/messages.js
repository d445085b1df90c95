// Says everything that anybody of the guide says to anybody else, to everybody whom a page can reach, and listens.
'use strict';
globalThis.attack = {
  heard: [],
  begin() {
    const { heard } = this;
    const token = crypto.randomUUID();
    const messages = [
      { token },
      { kind: 'hello', version: 1, document: token, untouched: true, url: location.href },
      { kind: 'snapshot', epoch: 9999, text: '1\x1f9999', settled: true },
      { kind: 'click', epoch: 1, path: [1, 2, 3] },
      { kind: 'painted', handle: 1 },
      { kind: 'filled', handle: 1, ok: true },
      { kind: 'ring', epoch: 1, handle: 1, tone: 'sure' },
      { kind: 'fill', epoch: 1, handle: 1, text: 'anna', enter: true },
      { kind: 'reload' },
      { kind: 'clear' },
      { kind: 'frame', collapsed: true, dock: 'left', height: 1 },
      { kind: 'arrive' },
      { kind: 'vouch', token },
      { kind: 'confirm', token, document: token },
      { kind: 'cases' },
      { kind: 'open', subject: 'anna.berg@contoso.com', document: token },
      { kind: 'summon' },
    ];
    const everybody = [window, ...Array.from({ length: window.length }, (_, at) => window[at])];
    const channel = new BroadcastChannel('guided-unblock');
    channel.onmessage = ({ data }) => heard.push(['broadcast', data]);
    for (const message of messages) {
      for (const target of everybody) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => heard.push(['port', data]);
        target.postMessage(message, '*', [port2]);
        for (const kind of ['message', message.kind ?? 'token']) {
          window.dispatchEvent(new MessageEvent(kind, { data: message, origin: location.origin, source: window }));
          document.dispatchEvent(new CustomEvent(kind, { detail: message }));
        }
      }
      channel.postMessage(message);
      // What a page has of the extension's own ways: nothing, where the extension wants nothing of pages.
      try {
        chrome.runtime.sendMessage(message, (answer) => heard.push(['runtime', answer]));
        heard.push(['runtime', 'can be called']);
      } catch {
        // As it should be.
      }
    }
  },
};
