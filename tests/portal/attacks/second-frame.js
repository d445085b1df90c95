// Embeds the guide's own frame, as often as it likes, and speaks to it as the page agent does.
'use strict';
globalThis.attack = {
  heard: [],
  loaded: 0,
  /** @param {string} url of the overlay, which a page cannot know */
  begin(url) {
    for (let at = 0; at < 3; at += 1) {
      const frame = document.createElement('iframe');
      frame.addEventListener('load', () => {
        this.loaded += 1;
        for (let again = 0; again < 12; again += 1) {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => this.heard.push(data);
          const token = crypto.randomUUID();
          port1.postMessage({ kind: 'hello', version: 1, document: token, untouched: true, url: location.href });
          port1.postMessage({ kind: 'summon' });
          port1.postMessage({ kind: 'snapshot', epoch: 1, text: `1\x1f1\x1f${location.href}\x1fen\x1fltr\x1fx\x1f9\x1f9\x1f0\x1f0\x1f0\x1f0\x1e`, settled: true });
          frame.contentWindow.postMessage({ token }, '*', [port2]);
        }
      });
      frame.className = 'second';
      frame.src = url;
      document.body.append(frame);
    }
  },
};
