// The practice portal's server: the portal over TLS on loopback, under the portal's real host names, and a control port for tests.
//
//   node tests/portal/server.mjs [--port 0] [--control-port 0] [--page now] [--language en-US] [--set key=value …]
//
// Prints one line of JSON when it is ready, and ends when its standard input closes or on SIGTERM.

import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, output } from './build.mjs';
import { checked, defaults, parseSetting } from './config.mjs';
import { entities } from './data.mjs';
import { allHosts, defaultPage, pages } from './generations.mjs';

const types = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.woff': 'font/woff' };
const policies = {
  strict: "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; require-trusted-types-for 'script'",
  nonce: "default-src 'self'; script-src 'nonce-cHJhY3RpY2U'; style-src 'self' 'unsafe-inline'; require-trusted-types-for 'script'",
  none: null,
};
const rightToLeft = /^(ar|he|iw|fa|ur)\b/i;

/** A certificate for this run only: the browser trusts it by the hash of its key, which is `spki`. */
async function certificate() {
  const { generate } = await import('selfsigned');
  const pem = await generate([{ name: 'commonName', value: 'practice portal' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: [...allHosts.map((value) => ({ type: 2, value })), { type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const key = new X509Certificate(pem.cert).publicKey.export({ type: 'spki', format: 'der' });
  return { key: pem.private, cert: pem.cert, spki: createHash('sha256').update(key).digest('base64') };
}

const untrusted = () => ({ untrusted_clicks: 0, untrusted_keys: 0, untrusted_inputs: 0, untrusted_pointers: 0, untrusted_mouse: 0 });
const counter = { click: 'untrusted_clicks', key: 'untrusted_keys', input: 'untrusted_inputs', pointer: 'untrusted_pointers', move: 'untrusted_pointers', mouse: 'untrusted_mouse' };

const emptyLedger = () => ({
  unblocked: [],
  attempts: [],
  events: { pointer: 0, mouse: 0, click: 0, key: 0, input: 0, move: 0 },
  ...untrusted(),
  // The same without those that the page's own scripts dispatched.
  outside: untrusted(),
  untrusted: [],
  clicks: [],
});

/** One practice tenant: what its list holds, what happened to it, and how it is switched. */
class Tenant {
  constructor(settings) {
    this.base = { ...defaults(), ...checked(settings) };
    this.reset({});
  }

  reset(patch) {
    checked(patch);
    this.config = { ...structuredClone(this.base), ...patch };
    this.entities = entities();
    this.leaving = new Map();
    this.ledger = emptyLedger();
    this.requests = [];
    this.lists = 0;
    // A document of a test's own, in the place of the portal's.
    this.document = null;
  }

  listed() {
    const now = Date.now();
    return this.config.list === 'empty' ? [] : this.entities.filter(({ identity }) => !(this.leaving.get(identity) <= now));
  }

  /** Restricted entities whose address or name contains `query`. */
  search(query, offset, limit) {
    const wanted = query.toLowerCase();
    const all = this.listed();
    const found = all.filter(({ identity, name }) => identity.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted));
    // What the list does not show (the SMTP address) does not travel either.
    const items = found.slice(offset, limit ? offset + limit : undefined).map(({ smtp, ...shown }) => shown);
    return { items, total: found.length, unfiltered: all.length };
  }

  unblock(identities, host) {
    const time = new Date().toISOString();
    const outcome = this.config.session_after_yes ? 'session'
      : this.config.limit ? 'limit'
      : this.config.reject === 'yes' ? 'rejected'
      : this.config.reject === 'silent' ? 'silent'
      : 'unblocked';
    this.ledger.attempts.push({ time, identities, outcome, host });
    if (outcome !== 'unblocked') return outcome;
    for (const identity of identities) {
      if (!this.entities.some((entry) => entry.identity === identity) || this.leaving.has(identity)) continue;
      this.ledger.unblocked.push(identity);
      this.leaving.set(identity, Date.now() + this.config.leave_ms);
    }
    return outcome;
  }

  record({ events = [], moves = 0 }, host) {
    const { ledger } = this;
    ledger.events.move += moves;
    for (const event of events) {
      ledger.events[event.kind] += 1;
      if (event.kind === 'click') ledger.clicks = [...ledger.clicks, event].slice(-50);
      if (event.trusted) continue;
      ledger[counter[event.kind]] += 1;
      if (!event.own) ledger.outside[counter[event.kind]] += 1;
      ledger.untrusted = [...ledger.untrusted, { ...event, host }].slice(-50);
    }
  }

  state() {
    return { config: this.config, listed: this.listed().map(({ identity }) => identity) };
  }
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function send(response, status, value, headers = {}) {
  const text = typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
  const type = text === value ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { 'cache-control': response.mayBeKept ? 'no-cache' : 'no-store', ...type, ...headers });
  response.end(text);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function answerApi(tenant, request, response, url, host) {
  const { config } = tenant;
  const page = config.page ?? defaultPage(host);
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /api/config':
      return send(response, 200, { ...config, page });
    case 'POST /api/config':
      Object.assign(config, checked(await body(request)));
      return send(response, 200, config);
    case 'POST /api/events':
      tenant.record(await body(request), host);
      return send(response, 200, {});
    case 'GET /api/entities': {
      const { list } = config;
      const number = (tenant.lists += 1);
      if (list === 'forever') return undefined;
      await pause(list === 'slow' ? config.slow_ms : config.search_ms);
      if (list === 'fail' || (list === 'flaky' && number % 2 === 1)) return send(response, 500, { error: 'list' });
      if (list === 'forbidden') return send(response, 403, { error: 'role' });
      if (list === 'session') return send(response, 401, { error: 'session' });
      const get = (name) => url.searchParams.get(name) ?? '';
      return send(response, 200, tenant.search(get('q'), Number(get('offset')), Number(get('limit'))));
    }
    case 'POST /api/unblock': {
      const { identities } = await body(request);
      const [low, high] = config.busy_ms;
      // Spread over the range without chance: the same run is the same run.
      await pause(low + ((high - low) * (tenant.ledger.attempts.length % 3)) / 2);
      const outcome = tenant.unblock(identities, host);
      const status = { unblocked: 200, silent: 200, rejected: 409, limit: 429, session: 401 }[outcome];
      return send(response, status, status === 200 ? { ok: true } : { error: outcome });
    }
    default:
      return send(response, 404, { error: 'no such thing' });
  }
}

function shell(config, page, framed, print) {
  const language = config.lang_attribute ?? config.language;
  const direction = config.direction === 'auto' ? (rightToLeft.test(config.language) ? 'rtl' : 'ltr') : config.direction;
  const lang = language === '' ? '' : ` lang="${language.replace(/[^\w-]/g, '')}"`;
  const from = `/static/${pages[page].bundle}-${print}`;
  const nonce = config.csp === 'nonce' ? ' nonce="cHJhY3RpY2U"' : '';
  return `<!doctype html>
<html${lang} dir="${direction}"${framed ? ' class="framed"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${config.theme}">
<title>Portal</title>
${config.attack === 'none' ? '' : `<script${nonce} src="/attack/${config.attack}.js"></script>\n`}<script${nonce} src="${from}/recorder.js"></script>
<link rel="stylesheet" href="${from}/portal.css">
<script${nonce} src="${from}/portal.js" defer></script>
</head>
<body></body>
</html>
`;
}

async function answerPortal(tenant, request, response, print) {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const url = new URL(request.url, `https://${host || 'localhost'}`);
  tenant.requests.push({ host, path: request.url, method: request.method });
  response.mayBeKept = tenant.config.keep;
  if (url.pathname.startsWith('/api/')) return answerApi(tenant, request, response, url, host);
  if (url.pathname === '/favicon.ico') return send(response, 204, '');
  const attack = /^\/attack\/([\w-]+)\.js$/.exec(url.pathname);
  if (attack) return send(response, 200, await readFile(new URL(`attacks/${attack[1]}.js`, import.meta.url)), { 'content-type': types['.js'] });
  const file = /^\/static\/([\w-]+)-(\w+)\/((?:fonts\/)?[\w.-]+)$/.exec(url.pathname);
  if (file) {
    const [, bundle, of, name] = file;
    const content = of === print ? await readFile(join(output, bundle, name)).catch(() => null) : null;
    if (!content) return send(response, 404, 'not found');
    // As every portal does it: the address changes with the content, so a browser need not ask, or compile, a second time.
    return send(response, 200, content, { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'cache-control': 'max-age=86400, immutable' });
  }
  // One page for every route: which of them it is, the page itself reads from its address.
  const { config } = tenant;
  const policy = config.csp in policies ? policies[config.csp] : config.csp;
  const document = tenant.document ?? shell(config, config.page ?? defaultPage(host), url.searchParams.has('framed'), print);
  return send(response, 200, document, {
    'content-type': 'text/html; charset=utf-8',
    ...(policy ? { 'content-security-policy': policy } : {}),
    'permissions-policy': 'clipboard-write=(self)',
  });
}

async function answerControl(tenant, request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  switch (`${request.method} ${url.pathname}`) {
    case 'POST /reset':
      tenant.reset((await body(request)).config ?? {});
      return send(response, 200, tenant.state());
    case 'POST /config': {
      const patch = await body(request);
      Object.assign(tenant.config, checked(patch.patch ?? patch));
      return send(response, 200, tenant.config);
    }
    case 'GET /ledger':
      return send(response, 200, tenant.ledger);
    case 'GET /requests':
      return send(response, 200, tenant.requests);
    case 'GET /state':
      return send(response, 200, tenant.state());
    default:
      return send(response, 404, { error: 'POST /reset, POST /config, GET /ledger, GET /requests, GET /state' });
  }
}

const guarded = (answer, tenant, print) => (request, response) => {
  answer(tenant, request, response, print).catch((error) => send(response, 400, { error: error.message }));
};

const listening = (server, port) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });

/**
 * Starts a portal of its own. `options`: `port`, `controlPort` (0: any free one), and the switches of config.mjs as `config`.
 * `pages` are addresses; serve one that is not a host's default by the switch `page`.
 */
export async function startPortal({ port = 0, controlPort = 0, config = {} } = {}) {
  const tenant = new Tenant(config);
  const [{ key, cert, spki }, print] = await Promise.all([certificate(), build()]);
  const portal = https.createServer({ key, cert }, guarded(answerPortal, tenant, print.slice(0, 12)));
  const control = http.createServer(guarded(answerControl, tenant));
  return {
    port: await listening(portal, port),
    control: await listening(control, controlPort),
    spki,
    hosts: allHosts,
    pages: Object.fromEntries(Object.entries(pages).map(([name, { url }]) => [name, url])),
    ledger: () => structuredClone(tenant.ledger),
    requests: () => structuredClone(tenant.requests),
    state: () => structuredClone(tenant.state()),
    reset: (patch = {}) => tenant.reset(patch),
    config: (patch = {}) => Object.assign(tenant.config, checked(patch)),
    serve: (document) => { tenant.document = document; },
    async close() {
      for (const server of [portal, control]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function options(argv) {
  const found = { config: {} };
  const takes = {
    '--port': (value) => (found.port = Number(value)),
    '--control-port': (value) => (found.controlPort = Number(value)),
    '--page': (value) => (found.config.page = value),
    '--language': (value) => (found.config.language = value),
    '--set': (value) => Object.assign(found.config, parseSetting(value)),
  };
  for (let n = 0; n < argv.length; n += 2) {
    const take = takes[argv[n]];
    if (!take || argv[n + 1] === undefined) throw new Error(`usage: server.mjs ${Object.keys(takes).join(' … ')} …`);
    take(argv[n + 1]);
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let portal;
  try {
    portal = await startPortal(options(process.argv.slice(2)));
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
  const end = () => portal.close().then(() => process.exit(0));
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.stdin.on('end', end).on('close', end).resume();
  const { port, control, spki, hosts, pages: addresses } = portal;
  console.log(JSON.stringify({ port, control, spki, hosts, pages: addresses }));
}
