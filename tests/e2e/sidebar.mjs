// Firefox's sidebar, opened from the popup as a person opens it: the same steps by hand, beside the page.

/** @typedef {import('./marionette.mjs').Firefox} Firefox */

/** How long the browser may take for anything, in milliseconds. */
const patience = 60_000;

/** The document of the sidebar, as other pages of the extension reach it. */
const side = "const side = chrome.extension.getViews({ type: 'sidebar' })[0]?.document;";

/**
 * Waits until a script in the document at hand answers with something.
 * @param {Firefox} firefox
 * @param {string} script
 */
async function until(firefox, script) {
  let said = null;
  for (const end = Date.now() + patience; !said && Date.now() < end;) said = await firefox.run(script).catch(() => null);
  return said;
}

/** Opens a page of the extension in a tab of its own. @param {Firefox} firefox @param {string} host @param {string} page */
async function show(firefox, host, page) {
  const { handle } = await firefox.send('WebDriver:NewWindow', { type: 'tab' });
  await firefox.send('WebDriver:SwitchToWindow', { handle });
  await firefox.send('WebDriver:Navigate', { url: `moz-extension://${host}/${page}` });
}

/**
 * Plays the job by hand; says what is wrong.
 * @param {Firefox} firefox
 * @param {string} host of the extension's pages
 */
export async function byHand(firefox, host) {
  await show(firefox, host, 'history.html');
  const behind = await firefox.send('WebDriver:GetWindowHandle');
  await show(firefox, host, 'popup.html');
  const at = await until(firefox, `
    const box = document.querySelector('[data-gu=show-side]')?.getBoundingClientRect();
    return box ? [box.x + box.width / 2, box.y + box.height / 2] : null;`);
  if (!at) return ['the popup offers no sidebar'];
  await firefox.click(at[0], at[1]);
  await firefox.send('WebDriver:SwitchToWindow', { handle: behind });
  if (!(await until(firefox, `${side} return Boolean(side?.querySelector('[data-gu=intake]'));`))) return ['the sidebar did not open'];
  await firefox.run(`${side}
    side.querySelector('[data-gu=intake]').value = 'rob@contoso.com';
    side.querySelector('[data-gu=intake-form]').requestSubmit();`);
  const wrong = [];
  for (const [box, step] of [['gate-reset', 'open'], ['hand-found', 'unblock'], ['hand-unblocked', 'verify']]) {
    if (!(await until(firefox, `${side} const box = side?.querySelector('[data-gu=${box}]'); box?.click(); return Boolean(box);`))) return [`there is no ${box}`];
    if (!(await until(firefox, `${side} return side.querySelector('main').dataset.step === '${step}';`))) return [`after ${box} it is not at ${step}`];
  }
  const text = await firefox.run(`${side} return side.querySelector('main').textContent;`);
  if (!text.includes('You work by hand here')) wrong.push('it does not say why');
  // The panel goes on at once; what it says is stored by the worker, one thing after the other.
  const kept = await until(firefox, `
    return chrome.storage.local.get('journal').then(({ journal }) => (journal?.cases[0]?.by_hand.unblocked_at ? journal.cases[0] : null));`);
  if (!kept) wrong.push('what was said is not kept');
  else if (kept.proven_at !== null || kept.committed !== null) wrong.push(`kept as ${JSON.stringify(kept)}`);
  return wrong;
}
