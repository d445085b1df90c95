// The portal's server, as the page sees it.

/** An answer other than 2xx; `status` and `reason` say which. */
export class Refused extends Error {
  constructor(status, reason) {
    super(`${status} ${reason}`);
    this.status = status;
    this.reason = reason;
  }
}

async function call(path, options) {
  const response = await fetch(path, { credentials: 'same-origin', ...options });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.error ?? 'unknown');
  return body;
}

const post = (path, body) =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const api = {
  config: () => call('/api/config'),
  changeConfig: (patch) => post('/api/config', patch),
  entities: ({ query, offset = 0, limit }) => {
    const parameters = new URLSearchParams({ q: query, offset: String(offset) });
    if (limit) parameters.set('limit', String(limit));
    return call(`/api/entities?${parameters}`);
  },
  unblock: (identities) => post('/api/unblock', { identities }),
};
