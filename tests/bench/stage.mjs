// A browser for what is measured: tabs of the practice portal with the guide, and tabs of the same portal under the
// name of a cloud that the extension has no right to, where it does nothing.

import { agentWorld, launch, overlay } from '../e2e/launch.mjs';
import { Panel } from '../e2e/panel.mjs';
import { Ring, middle } from '../e2e/ring.mjs';
import { inAgent, inFrame, inPage } from './hooks.mjs';

export const list = 'https://security.microsoft.com/restrictedentities';
/** The same page, without the extension. */
export const plain = 'https://security.microsoft.us/restrictedentities';
const subject = 'rob@contoso.com';

/** @param {import('../e2e/portal.mjs').Portal} portal @param {string} script the libraries @param {string} [extension] another one than what ships */
export async function stage(portal, script, extension) {
  const browser = await launch(portal, { extension });
  const { context } = browser;
  await context.addInitScript(inPage);
  await context.addInitScript(inFrame);

  /** A page of the list with the guide, which points at Unblock. */
  async function guided() {
    const page = await context.newPage();
    await page.goto(list);
    const panel = new Panel(page);
    await panel.press('expand');
    await panel.type('intake', subject);
    await panel.press('start');
    await panel.press('gate-reset');
    await panel.until(({ target }) => target?.role === 'checkbox');
    const ring = await Ring.of(page);
    const box = await ring.settled(async () => true);
    await page.mouse.click(middle(box).x, middle(box).y);
    await panel.until(({ target }) => target?.role === 'menuitem');
    const { node } = await ring.settled(async () => true);
    const { object } = await ring.session.send('DOM.resolveNode', { backendNodeId: node });
    await ring.session.send('Runtime.callFunctionOn', { objectId: object.objectId, functionDeclaration: 'function () { window.benchRing = this; }' });
    await ring.session.detach();
    const frame = await overlay(page);
    const agent = await agentWorld(page);
    await agent(inAgent);
    return { page, panel, frame, agent };
  }

  /** The same page in the same state without it, and with the libraries in it. */
  async function unguided(address = plain) {
    const page = await context.newPage();
    await page.goto(address);
    const search = page.getByRole('searchbox').first();
    await search.fill('rob');
    await search.press('Enter');
    const row = page.locator('[role=row]', { hasText: subject }).first();
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length < 20);
    await row.locator('[role=checkbox]').click();
    await page.waitForFunction(() => window.bench.find());
    await page.evaluate(script);
    return page;
  }

  return { ...browser, guided, unguided };
}
