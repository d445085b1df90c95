// A page that was taken over and knows the source code tries to drive the guide, to read it, to cover it, to mislead it and to
// exhaust it. Each attack is one test with its expected outcome; the scripts of the pages are in tests/portal/attacks. A title is
// "kind: attack: outcome", and `cargo xtask attack` prints them as a table. What only the verb runs is marked @long.

import { overlay, patience, worker } from './launch.mjs';
import { Ring } from './ring.mjs';
import { expect, test } from './world.mjs';

/**
 * @typedef {import('./panel.mjs').Reading} Reading
 * @typedef {import('./world.mjs').Stage} Stage
 * @typedef {import('./world.mjs').Scene} Scene
 * @typedef {import('./portal.mjs').Portal} Portal
 */

const rob = 'rob@contoso.com';
const robert = 'robert@contoso.com';
/** How long a page may keep whoever uses it waiting for two frames, in milliseconds: generous, since the machine may be busy. */
const slowest = 5000;

/** @param {Reading} reading */
const atRow = (reading) => reading.target?.role === 'checkbox';
/** @param {string} name */
const at = (name) => (/** @type {Reading} */ reading) => reading.target?.name === name;
/** @param {Reading} reading */
const atGate = (reading) => reading.controls.some(({ name }) => name === 'gate-reset');

/**
 * Calls a method of the hostile script, in the page's own world.
 * @param {Stage} stage @param {string} method @param {...unknown} words
 */
const hostile = ({ page }, method, ...words) =>
  page.evaluate(([name, given]) => /** @type {any} */ (globalThis).attack[name](...given), /** @type {const} */ ([method, words]));

/** What the hostile script has noted. @param {Stage} stage @param {string} name */
const noted = ({ page }, name) => page.evaluate((key) => /** @type {any} */ (globalThis).attack[key], name);

/**
 * Nothing was done that no person did: no press that is not the administrator's own, and nobody released but the subject.
 * @param {Portal} portal @param {string[]} [released]
 */
function nothingDone(portal, released = []) {
  const { outside, unblocked, attempts } = portal.ledger();
  expect(outside).toMatchObject({ untrusted_clicks: 0, untrusted_pointers: 0, untrusted_mouse: 0 });
  expect(unblocked).toEqual(released);
  expect(attempts.flatMap(({ identities }) => identities)).toEqual(released);
}

/** Page and panel still answer. @param {Stage} stage */
async function responsive(stage) {
  const waited = await stage.page.evaluate(() => {
    const before = performance.now();
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - before))));
  });
  expect(waited).toBeLessThan(slowest);
  expect((await stage.player.panel.read()).step).not.toBeNull();
}

/** Plays to the end: the subject is released, nobody else is. @param {Stage} stage @param {Portal} portal @param {string} [user] */
async function proven(stage, portal, user = rob) {
  const end = await stage.player.play(user);
  expect(end.outcome, `${end.reason} ${end.says}`).toBe('proven');
  nothingDone(portal, [user]);
}

/** Waits until the panel shows what `wanted` describes. @param {Stage} stage @param {(reading: Reading) => boolean} wanted */
async function until({ player }, wanted) {
  let reading = await player.panel.read();
  while (!wanted(reading)) {
    const next = await player.panel.change(reading, patience);
    if (!next) throw new Error(`the panel stayed at ${JSON.stringify(reading)}`);
    reading = next;
  }
  return reading;
}

/** No ring is on the screen, once things have settled. @param {Stage} stage */
async function noRing(stage) {
  stage.player.ring ??= await Ring.of(stage.page);
  await expect.poll(() => stage.player.ring?.box(), { timeout: patience }).toBeNull();
}

/** Plays until the panel shows a target. @param {Stage} stage @param {(reading: Reading) => boolean} stop @param {string} [user] */
async function reach(stage, stop, user = rob) {
  const end = await stage.player.play(user, stop);
  expect(end.outcome, `${end.reason} ${end.says}`).toBe('stopped');
}

/**
 * @param {string} title
 * @param {Scene['set']} set
 * @param {(given: { stage: Stage, portal: Portal }) => Promise<void>} body
 */
function attack(title, set, body) {
  test(title, async ({ open, portal }) => {
    const stage = await open({ set: set ?? {} });
    await body({ stage, portal });
    await responsive(stage);
  });
}

// ---- drive ------------------------------------------------------------------------------------------------------------

attack('drive: forged messages and ports: nobody answers, the job goes on', { attack: 'messages' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  const { appearance: _, ...before } = await stage.player.panel.read();
  await hostile(stage, 'begin');
  await responsive(stage);
  // The messages keep the page busy: a guide that cannot look says for that beat that it waits, and its ring appears anew.
  await expect.poll(() => stage.player.panel.read(), { timeout: patience }).toMatchObject(before);
  await proven(stage, portal);
  // Of the document that is there now, and of the one before the last reload.
  expect((await noted(stage, 'heard')).filter((/** @type {string[]} */ [by]) => by !== 'broadcast')).toEqual([]);
});

attack('drive: events and attributes on the host: the panel comes back, the job goes on', { attack: 'host' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin');
  expect(await noted(stage, 'looked')).toBe('');
  await proven(stage, portal);
});

attack('drive: second overlay frames: no word on any port, nothing drawn, the job goes on', { attack: 'second-frame' }, async ({ stage, portal }) => {
  await reach(stage, atGate);
  const [own, background] = [await overlay(stage.page), await worker(stage.browser.context)];
  // The address under which a page may load the frame is random, and a page cannot know it: here it is a present.
  const url = await background.evaluate(() => /** @type {any} */ (globalThis).chrome.runtime.getURL('overlay.html'));
  expect(new URL(url).host).not.toBe(new URL(background.url()).host);
  await hostile(stage, 'begin', url);
  await expect.poll(() => noted(stage, 'loaded'), { timeout: patience }).toBe(3);
  const others = stage.page.frames().filter((frame) => frame !== own && frame !== stage.page.mainFrame());
  expect(others.map((frame) => new URL(frame.url()).pathname)).toEqual(['/overlay.html', '/overlay.html', '/overlay.html']);
  // The worker answers one question after the other: when it has answered the guide again, it has answered the page before.
  await reach(stage, atRow);
  expect(await noted(stage, 'heard')).toEqual([]);
  for (const frame of others) expect(await frame.locator('body').innerText()).toBe('');
  // The frames lie in the page; the job ends in spite of them.
  await proven(stage, portal);
});

attack('drive: the overlay by the extension’s own id: the browser does not load it', { attack: 'second-frame' }, async ({ stage, portal }) => {
  await reach(stage, atGate);
  const { host } = new URL((await worker(stage.browser.context)).url());
  await hostile(stage, 'begin', `chrome-extension://${host}/overlay.html`);
  await expect.poll(() => stage.page.frames().filter((frame) => /^chrome-error:/.test(frame.url())).length, { timeout: patience }).toBe(3);
  await reach(stage, atRow);
  expect(await noted(stage, 'heard')).toEqual([]);
  nothingDone(portal);
});

attack('drive: the page ticks the row itself: not taken for the administrator’s click @long', { attack: 'press', names: 'none' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', rob);
  const end = await stage.player.play(rob, at('Submit'));
  expect(['refused', 'lost']).toContain(end.outcome);
  await noRing(stage);
  expect(portal.ledger().attempts).toEqual([]);
});

attack('drive: the page ticks another row: a stop sign, no ring', { attack: 'press' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', robert);
  const reading = await until(stage, ({ state }) => state === 'refused');
  expect(reading.alert).toContain(robert);
  await noRing(stage);
  expect(portal.ledger().attempts).toEqual([]);
});

attack('drive: throws the guide out again and again: the guide goes, nothing is left', { attack: 'throw-out' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin');
  await expect.poll(() => stage.page.evaluate(() => document.querySelectorAll('[data-guided-unblock]').length), { timeout: patience }).toBe(0);
  // Two elements each, and no more often than nine times anew.
  await expect.poll(async () => {
    const before = await noted(stage, 'thrown');
    await stage.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return (await noted(stage, 'thrown')) === before;
  }, { timeout: patience }).toBe(true);
  expect(await noted(stage, 'thrown')).toBeLessThanOrEqual(22);
  await noRing(stage);
  nothingDone(portal);
  // A new document is a new beginning, and the case is where it was.
  await stage.page.reload();
  await proven(stage, portal);
});

// ---- read -------------------------------------------------------------------------------------------------------------

attack('read: everything a page can see: neither the address nor the extension’s', { attack: 'read' }, async ({ stage, portal }) => {
  const subject = 'zelda.quux@contoso.com';
  await reach(stage, atGate, subject);
  const { host } = new URL((await overlay(stage.page)).url());
  const id = new URL((await worker(stage.browser.context)).url()).host;
  const known = /** @type {string} */ (await hostile(stage, 'known'));
  expect(known).toContain('data-guided-unblock');
  for (const secret of [subject, 'quux', 'revision', 'overlay.html', 'reset the password', host, id]) expect(known.includes(secret), secret).toBe(false);
  expect(known).not.toMatch(/(chrome|moz)-extension:/);
  nothingDone(portal);
});

// ---- cover ------------------------------------------------------------------------------------------------------------

for (const [how, what] of Object.entries({ opacity: 'the whole page is faded', body: 'the body is faded', pointer: 'nothing takes the pointer', glass: 'clear glass over everything', curtain: 'a curtain over everything' })) {
  attack(`cover: ${what}: no ring, said, and back afterwards${how === 'opacity' || how === 'glass' ? '' : ' @long'}`, { attack: 'fade' }, async ({ stage, portal }) => {
    await reach(stage, atRow);
    const { status } = await stage.player.panel.read();
    await hostile(stage, 'begin', how);
    await noRing(stage);
    const reading = await until(stage, (now) => now.status !== status || now.target === null);
    expect(reading.target).toBeNull();
    await hostile(stage, 'end');
    await proven(stage, portal);
  });
}

attack('cover: later popovers, for ever: no ring under them, and back afterwards', { attack: 'popover' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin');
  const reading = await until(stage, ({ target }) => target === null);
  expect(reading.state).not.toBe('done');
  await responsive(stage);
  await hostile(stage, 'end');
  await proven(stage, portal);
});

// ---- mislead ----------------------------------------------------------------------------------------------------------

attack('mislead: twins nobody sees (hidden, faint, empty, off the screen): only the true controls @long', { attack: 'twins' }, async ({ stage, portal }) => {
  await reach(stage, atGate);
  await hostile(stage, 'begin');
  const end = await stage.player.play(rob);
  expect(await noted(stage, 'twins').catch(() => 1)).toBeGreaterThanOrEqual(0);
  expect(['proven', 'lost', 'refused']).toContain(end.outcome);
  nothingDone(portal, end.outcome === 'proven' ? [rob] : []);
});

attack('mislead: a second Unblock that everybody sees: neither gets a ring, said', { attack: 'twins' }, async ({ stage, portal }) => {
  await reach(stage, at('Unblock'));
  await hostile(stage, 'begin', 'Unblock');
  const reading = await until(stage, ({ target }) => target === null);
  expect(reading.status + reading.alert).not.toBe('');
  await noRing(stage);
  nothingDone(portal);
});

attack('mislead: names exchanged at the press: a stop sign, no ring', { attack: 'swap' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'texts', rob, robert);
  const end = await stage.player.play(rob, at('Submit'));
  expect(await noted(stage, 'swapped')).toBe(1);
  expect(['refused', 'lost']).toContain(end.outcome);
  await noRing(stage);
  expect(portal.ledger().attempts).toEqual([]);
});

attack('mislead: rows exchanged under the pointer: the wrong row is refused or taken back @long', { attack: 'swap' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'places', rob, robert);
  const end = await stage.player.play(rob);
  expect(await noted(stage, 'swapped').catch(() => 1)).toBe(1);
  expect(['refused', 'lost', 'proven']).toContain(end.outcome);
  nothingDone(portal, end.outcome === 'proven' ? [rob] : []);
});

/** @type {Record<string, string>} */
const disguises = {
  'a bidi override': '\u202emoc.osotnoc@bor',
  'a bidi override within it': 'rob@\u202emoc.osotnoc',
  'an invisible letter in it': 'r\u200bob@contoso.com',
  'a Cyrillic letter in it': 'r\u043eb@contoso.com',
  'a long tail out of sight': `rob@contoso.com.${'x'.repeat(60)}.${'y'.repeat(60)}.example.net`,
};
for (const [what, name] of Object.entries(disguises)) {
  attack(`mislead: another account disguised by ${what}: no ring on it${what.startsWith('a bidi') ? '' : ' @long'}`, { attack: 'markup' }, async ({ stage, portal }) => {
    await reach(stage, atGate);
    // The true row is gone; the other one is made to look like it.
    await hostile(stage, 'begin', rob, 'eve.else@contoso.com');
    await hostile(stage, 'begin', robert, name);
    const end = await stage.player.play(rob, ({ target }) => target !== null && target.role !== 'searchbox');
    expect(end.reading?.target ?? null, JSON.stringify(end.reading)).toBeNull();
    await noRing(stage);
    nothingDone(portal);
  });
}

attack('mislead: names that read like markup: shown as they are, nothing of them runs', { attack: 'markup' }, async ({ stage, portal }) => {
  const name = '<img src=x onerror=parent.ran=1>{subject}<script>ran=1</script>@contoso.com';
  await reach(stage, atRow);
  await hostile(stage, 'begin', robert, name);
  const row = stage.page.locator('main [role=row]').filter({ hasText: 'onerror' });
  await row.getByRole('checkbox').click();
  const reading = await until(stage, ({ state }) => state === 'refused' || state === 'lost');
  const frame = await overlay(stage.page);
  expect(await frame.locator('img, script:not([src="overlay.js"])').count()).toBe(0);
  expect(await stage.page.evaluate(() => 'ran' in globalThis)).toBe(false);
  expect(reading.alert + reading.status).not.toContain('{subject}<script></script>');
  await noRing(stage);
  expect(portal.ledger().attempts).toEqual([]);
});

attack('mislead: three hundred shadow roots in each other: the true controls, or said @long', { attack: 'bulk' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'shadows');
  const end = await stage.player.play(rob);
  expect(['proven', 'lost']).toContain(end.outcome);
  nothingDone(portal, end.outcome === 'proven' ? [rob] : []);
});

attack('mislead: polluted prototypes: the job as ever, nothing of the guide is called', { attack: 'pollution' }, async ({ stage, portal }) => {
  await proven(stage, portal);
  expect(await noted(stage, 'called')).toBe(0);
});

attack('mislead: patched methods: the job as ever, nothing of the guide goes through them', { attack: 'patched' }, async ({ stage, portal }) => {
  await proven(stage, portal);
  expect(await noted(stage, 'lies')).toBeGreaterThan(0);
  expect(await noted(stage, 'leaked')).toEqual([]);
});

// ---- exhaust ----------------------------------------------------------------------------------------------------------

attack('exhaust: names of five million letters: the job, or said @long', { attack: 'bulk' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'names');
  await responsive(stage);
  const end = await stage.player.play(rob);
  expect(['proven', 'lost']).toContain(end.outcome);
  nothingDone(portal, end.outcome === 'proven' ? [rob] : []);
});

attack('exhaust: a hundred thousand nodes: said, page and panel still answer', { attack: 'bulk' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'nodes');
  const reading = await until(stage, ({ target }) => target === null);
  expect(reading.status + reading.alert).not.toBe('');
  await responsive(stage);
  await noRing(stage);
  nothingDone(portal);
});

attack('exhaust: a storm of changes: page and panel still answer, the job goes on after it @long', { attack: 'storm' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'mutations');
  await expect.poll(() => noted(stage, 'rounds'), { timeout: patience }).toBeGreaterThan(60);
  await responsive(stage);
  await hostile(stage, 'end');
  await proven(stage, portal);
});

attack('exhaust: a list that never ends: page and panel still answer, nobody is released', { attack: 'storm' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'rows');
  await expect.poll(() => noted(stage, 'rounds'), { timeout: patience }).toBeGreaterThan(100);
  await responsive(stage);
  await hostile(stage, 'end');
  nothingDone(portal);
});

attack('exhaust: addresses that change in every frame: the guide comes and goes, the job goes on after it @long', { attack: 'storm' }, async ({ stage, portal }) => {
  await reach(stage, atRow);
  await hostile(stage, 'begin', 'addresses');
  await expect.poll(() => noted(stage, 'rounds'), { timeout: patience }).toBeGreaterThan(151);
  await hostile(stage, 'end');
  await stage.page.reload();
  await proven(stage, portal);
});
