// The control runs: what must fail, fails. If the player reached "proven" in one of these, the other tests would prove nothing.

import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { copied, expect, pages, test } from './world.mjs';

for (const page of pages) {
  test(`${page}: without the extension nothing happens`, async ({ open, portal }) => {
    const { player } = await open({ page, extension: null, stall: 5000 });
    const end = await player.play('rob@contoso.com');
    expect(end.outcome).toBe('lost');
    expect(end.reason).toBe('player.no_panel');
    expect(portal.ledger().attempts).toEqual([]);
  });

  test(`${page}: a ring 200 pixels off leads nowhere`, async ({ open, portal }, testInfo) => {
    const extension = await copied(testInfo);
    const file = join(extension, 'page', 'ring.js');
    const source = await readFile(file, 'utf8');
    const shifted = shift(source);
    expect(shifted, 'the line that places the ring').not.toBe(source);
    await writeFile(file, shifted);
    const { player } = await open({ page, extension, stall: 15_000 });
    const end = await player.play('rob@contoso.com');
    expect(player.clicks, 'clicks on the ring').toBeGreaterThan(0);
    expect(end.outcome).not.toBe('proven');
    expect(portal.ledger().unblocked).toEqual([]);
  });

  test(`${page}: without its Wasm module the guide does nothing`, async ({ open, portal }, testInfo) => {
    const extension = await copied(testInfo);
    const modules = (await readdir(join(extension, 'pkg'))).filter((name) => name.endsWith('.wasm'));
    expect(modules).toHaveLength(1);
    await rm(join(extension, 'pkg', modules[0] ?? ''));
    const { player } = await open({ page, extension, stall: 5000 });
    const end = await player.play('rob@contoso.com');
    expect(end.outcome).toBe('lost');
    expect(player.clicks).toBe(0);
    expect(portal.ledger().attempts).toEqual([]);
  });

  for (const reject of ['yes', 'silent']) {
    test(`${page}: a portal that rejects after Yes (${reject}) is never proven`, async ({ open, portal }) => {
      // The guide looks again after 2, 4, 8 and 16 seconds, because a row may leave late.
      test.setTimeout(180_000);
      const { player } = await open({ page, set: { reject }, stall: 30_000 });
      const end = await player.play('rob@contoso.com');
      const { attempts, unblocked } = portal.ledger();
      expect(attempts, 'the guide led as far as Yes').toHaveLength(1);
      expect(unblocked).toEqual([]);
      expect(end.outcome).toBe('lost');
      expect(end.reason).toMatch(/^verify\./);
      expect(end.says).not.toBe('');
    });
  }
}

/**
 * The ring's own code with the ring 200 pixels further left.
 * @param {string} source
 */
function shift(source) {
  return source.replace('translate(${box.x - dx}px', 'translate(${box.x - dx - 200}px');
}
