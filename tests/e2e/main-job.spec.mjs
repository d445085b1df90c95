// The job itself, by a player who sees only the panel and the ring.

import { expect, languages, pages, test } from './world.mjs';

for (const page of pages) {
  for (const language of languages) {
    test(`${page} in ${language}: the account is unblocked, and that is proven`, async ({ open, portal }) => {
      const { player } = await open({ page, language });
      const end = await player.play('rob@contoso.com');
      expect(end.outcome, end.reason).toBe('proven');
      const ledger = portal.ledger();
      expect(ledger.unblocked).toEqual(['rob@contoso.com']);
      expect(ledger.attempts).toHaveLength(1);
      expect(ledger.untrusted_clicks).toBe(0);
      expect(ledger.untrusted_pointers).toBe(0);
      expect(ledger.untrusted_mouse).toBe(0);
    });
  }
}

/** @type {Record<string, import('./portal.mjs').Switches>} */
const portals = {
  'searches as one types': { search: 'type' },
  'searches on Enter': { search: 'enter' },
  'has its search behind an icon': { search: 'icon' },
  'names the account in the flyout only': { names: 'flyout' },
  'names nobody': { names: 'none' },
  'is busy for a while': { busy_ms: [1000, 3000] },
  'has toolbar and list late': { toolbar_ms: 800, list: 'slow', slow_ms: 1500 },
};

for (const [what, set] of Object.entries(portals)) {
  for (const page of pages) {
    test(`${page}, a portal that ${what}: proven`, async ({ open, portal }) => {
      const { player } = await open({ page, set });
      const end = await player.play('rob@contoso.com');
      expect(end.outcome, end.reason).toBe('proven');
      expect(portal.ledger().unblocked).toEqual(['rob@contoso.com']);
      expect(portal.ledger().untrusted_clicks).toBe(0);
    });
  }
}

test('an account in capital letters is the same account', async ({ open, portal }) => {
  const { player } = await open();
  const end = await player.play('anna.berg@contoso.com');
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual(['ANNA.BERG@CONTOSO.COM']);
});

test('a row that leaves late is either proven gone or said to be still there', async ({ open, portal }) => {
  const { player } = await open({ set: { leave_ms: 2000 } });
  const end = await player.play('rob@contoso.com');
  expect(portal.ledger().unblocked).toEqual(['rob@contoso.com']);
  const gone = !portal.state().listed.includes('rob@contoso.com');
  if (end.outcome === 'proven') expect(gone).toBe(true);
  else expect(end.reason).toContain('verify.');
});

test('a list that fails to load is not mistaken for an empty one', async ({ open, portal }) => {
  const { player } = await open({ set: { list: 'fail' } });
  const end = await player.play('rob@contoso.com');
  expect(end.outcome).toBe('lost');
  expect(end.reason).toBe('lost.list_failed');
  expect(portal.ledger().attempts).toEqual([]);
});
