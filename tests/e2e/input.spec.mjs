// What the admin may type, and what the guide answers.

import { expect, test } from './world.mjs';

test('an account that is not on the list: says so, and nobody is unblocked', async ({ open, portal }) => {
  const { player } = await open();
  const end = await player.play('nobody@contoso.com');
  expect(end.outcome, end.reason).toBe('not_listed');
  expect(portal.ledger().attempts).toEqual([]);
});

test('a Cyrillic o: stopped, and the look-alike is named', async ({ open, portal }) => {
  const { player } = await open();
  const end = await player.play('r\u043eb@contoso.com');
  expect(['refused', 'not_listed'], end.reason).toContain(end.outcome);
  expect(await player.panel.text()).toContain('rob@contoso.com');
  expect(portal.ledger().attempts).toEqual([]);
});

const bad = {
  'a name without a domain': 'robert',
  'no domain after the @': 'rob@',
  'nothing before the @': '@x',
  'nothing at all': '',
  '10 kB of text': 'lorem ipsum '.repeat(854),
  '10 kB before the @': `${'x'.repeat(10_240)}@contoso.com`,
  'an address with a newline in it': 'rob@con\ntoso.com',
};

for (const [what, text] of Object.entries(bad)) {
  test(`${what}: bad input, and what is wrong with it is said`, async ({ open, portal }) => {
    const { player } = await open();
    const end = await player.play(text);
    expect(end.outcome, end.reason).toBe('bad_input');
    expect(end.says).not.toBe('');
    expect(portal.ledger().attempts).toEqual([]);
  });
}
