// Starts the installed Firefox with the packaged extension, and a world that holds the practice portal and nothing else.
//
// A proxy on loopback leads the portal's hosts to the practice portal and everything else nowhere.

import { createServer } from 'node:http';
import { connect } from 'node:net';

import { Firefox } from './marionette.mjs';
import { firefoxBuilt, firefoxPath } from './places.mjs';

/** @typedef {Pick<import('./portal.mjs').Portal, 'port' | 'hosts'>} Portal */

/**
 * A browser with a fresh profile; `close` it.
 * @param {Portal} portal
 * @param {{ language?: string, preferences?: Record<string, string | number | boolean> }} [options] `preferences`: what its user has set
 */
export async function launchFirefox(portal, { language = 'en-US', preferences = {} } = {}) {
  const gate = await proxy(portal);
  /** @type {Firefox | null} */
  let firefox = null;
  try {
    firefox = await Firefox.launch(firefoxPath(), { ...world(gate.port, language), ...preferences });
    await firefox.send('Addon:Install', { path: firefoxBuilt, temporary: true });
    await firefox.send('WebDriver:SetWindowRect', { width: 1366, height: 985 });
  } catch (error) {
    await firefox?.close();
    await gate.close();
    throw error;
  }
  const browser = firefox;
  return {
    firefox: browser,
    async close() {
      await browser.close();
      await gate.close();
    },
  };
}

/**
 * Answers CONNECT for the portal's hosts with the practice portal.
 * @param {Portal} portal
 */
async function proxy(portal) {
  const server = createServer((_request, response) => response.writeHead(403).end());
  // A tunnel is no longer the server's to close, and one end of it that went away without a word is not noticed by the other,
  // which waits for room to write: whoever waits for the server to end would wait for ever.
  /** @type {import('node:stream').Duplex[]} */
  const ends = [];
  server.on('connect', ({ url = '' }, socket, head) => {
    const host = url.split(':')[0] ?? '';
    ends.push(socket);
    socket.on('error', () => undefined);
    if (!portal.hosts.includes(host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(portal.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    ends.push(onward);
    onward.on('error', () => socket.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the proxy has no port');
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
    for (const end of ends) end.destroy();
  });
  return { port: address.port, close };
}

/** What Firefox is told besides its own. @param {number} port of the proxy @param {string} language */
const world = (port, language) => ({
  'network.proxy.type': 1,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': port,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': port,
  'intl.accept_languages': language,
});

/** Looks at the panel's document; says whether there is one. @param {Firefox} firefox */
export async function overlay(firefox) {
  await firefox.frame();
  for (let number = 0; number < 4; number += 1) {
    try {
      await firefox.frame(number);
    } catch {
      return false;
    }
    if (await firefox.run("return location.protocol === 'moz-extension:' && location.pathname === '/overlay.html'")) return true;
    await firefox.frame();
  }
  return false;
}
