// The portal's own test: goes through the job by hand, with selectors, on every page, and looks at the switches.
//
//   node tests/portal/smoke.mjs             the job on every page, and the server
//   node tests/portal/smoke.mjs --all       every switch as well (a quarter of an hour)
//   node tests/portal/smoke.mjs TEXT        what has TEXT in its name

import { access, readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

import { switches } from './config.mjs';
import { pages } from './generations.mjs';
import { startPortal } from './server.mjs';

const every = Object.keys(pages);
const newest = ['now', 'now9', 'nowwc'];
const [argument = ''] = process.argv.slice(2);

/** The browser's own command, or the one that CHROMIUM names. */
async function browserPath() {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter(Boolean);
  for (const path of candidates) if (await access(path).then(() => true, () => false)) return path;
  throw new Error(`no browser; looked for ${candidates.join(', ')}`);
}

const portal = await startPortal();
const maps = portal.hosts.map((host) => `MAP ${host}:443 127.0.0.1:${portal.port}`).join(',');
const browser = await chromium.launch({
  executablePath: await browserPath(),
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    `--host-resolver-rules=${maps},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`,
    `--ignore-certificate-errors-spki-list=${portal.spki}`,
  ],
});

function is(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: ${a}, expected ${e}`);
}

async function until(what, predicate) {
  const deadline = Date.now() + 10_000;
  while (!(await predicate())) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const texts = {
  'en-US': { search: 'Search', unblock: 'Unblock', next: 'Next', submit: 'Submit', user: 'Unblock user', yes: 'Yes', no: 'No', done: 'The account is unblocked' },
  'nb-NO': { search: 'Søk', unblock: 'Fjern blokkering', next: 'Neste', submit: 'Send inn', user: 'Fjern blokkering av bruker', yes: 'Ja', no: 'Nei', done: 'Blokkeringen er fjernet' },
};

const exactly = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);

/** A button by its role, or by its tag where the role is out of the test's sight (in the ElementInternals of a web component). */
const button = (scope, name) =>
  scope.getByRole('button', { name, exact: true })
    .or(scope.getByRole('menuitem', { name, exact: true }))
    .or(scope.locator('fluent-button').filter({ hasText: exactly(name) }));

/** One page in the browser, with the steps of the job as a person does them. */
class Visit {
  static async open(name, config = {}, url = pages[name].url) {
    portal.reset({ page: name, ...config });
    const visit = new Visit();
    visit.context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    visit.page = await visit.context.newPage();
    visit.page.setDefaultTimeout(15_000);
    visit.complaints = [];
    visit.page.on('console', (message) => {
      // The browser itself reports every answer of 400 and above.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) visit.complaints.push(message.text());
    });
    visit.page.on('pageerror', (error) => visit.complaints.push(error.message));
    visit.page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol !== 'data:' && !portal.hosts.includes(hostname)) visit.complaints.push(`asked for ${request.url()}`);
    });
    visit.design = { ...pages[name] };
    for (const key of ['action', 'selection']) if ((config[key] ?? 'auto') !== 'auto') visit.design[key] = config[key];
    visit.view = config.frame ? visit.page.frameLocator('iframe.portal-frame') : visit.page;
    visit.grouped = config.list_variant === 'grouped';
    visit.t = texts[config.language ?? 'en-US'];
    await visit.page.goto(url);
    return visit;
  }

  get rows() {
    return this.view.locator('main [role=row]').filter({ hasText: /@|relay|-4c60-/ });
  }

  row(identity) {
    return this.view.locator('main [role=row]').filter({ has: this.view.getByText(identity, { exact: true }) });
  }

  /** Whether anything is listed: rows, or the closed groups in which they are. */
  get anything() {
    return this.grouped ? this.view.locator('main').getByText(/Outbound spam|Hourly message limit/).first() : this.rows.first();
  }

  async search(text) {
    await this.anything.waitFor();
    const icon = button(this.view.locator('main'), this.t.search).or(this.view.locator(`main fluent-button[aria-label="${this.t.search}"]`));
    if (await icon.count()) await icon.click();
    const box = this.view.locator('main').getByRole('searchbox').or(this.view.locator('main').getByRole('textbox'));
    await box.click();
    await box.fill(text);
    await box.press('Enter');
    if (this.grouped) return;
    await until(`only rows with ${text}`, async () => {
      const found = await this.rows.allTextContents();
      return found.length > 0 && found.length < 15 && found.some((row) => row.toLowerCase().includes(text.toLowerCase()));
    });
  }

  /** Opens closed groups until the row is there. */
  async expand(identity) {
    // After a search the groups are other ones: wait for fewer accounts than before.
    await until('groups of the search', async () => {
      const counts = (await this.view.locator('main').innerText()).match(/\((\d+)\)/g) ?? [];
      const rows = counts.reduce((sum, count) => sum + Number(count.slice(1, -1)), 0);
      return rows > 0 && rows < 15;
    });
    const toggles = this.view.locator('main .ms-GroupHeader-expand, main .fui-AccordionHeader__button, main fluent-accordion-item button.button');
    for (const toggle of await toggles.all()) if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click();
    await this.row(identity).waitFor();
  }

  async pick(identity) {
    if (this.grouped) await this.expand(identity);
    const row = this.row(identity);
    if (this.design.selection === 'row') await row.getByText(identity, { exact: true }).click();
    if (this.design.selection === 'check') await row.getByRole('checkbox').or(row.getByRole('radio')).or(row.locator('fluent-checkbox, fluent-radio')).click();
  }

  async unblock(identity) {
    const scope = this.design.action === 'command' ? this.view.locator('main') : this.row(identity);
    await button(scope, this.t.unblock).click();
  }

  button(name) {
    return button(this.view, name);
  }

  async flyout() {
    if (this.design.steps.length === 0) return;
    await this.button(this.t.next).click();
    await this.button(this.design.final === 'submit' ? this.t.submit : this.t.user).click();
  }

  async job(identity, query = identity.split('@')[0]) {
    await this.search(query);
    await this.pick(identity);
    await this.unblock(identity);
    await this.flyout();
    await this.button(this.t.yes).click();
  }

  async close() {
    await this.context.close();
    is(this.complaints, [], 'complaints of the page');
  }
}

const tests = [];
let extra = false;
const test = (name, run) => tests.push({ name, run, extra });

for (const name of every) {
  for (const language of Object.keys(texts)) {
    test(`${name} ${language}: the job`, async () => {
      const visit = await Visit.open(name, { language });
      await visit.job('rob@contoso.com', 'rob');
      await visit.page.getByText(visit.t.done).waitFor();
      await until('the row has left', async () => (await visit.row('rob@contoso.com').count()) === 0);
      await visit.page.reload();
      await visit.search('rob');
      is(await visit.row('rob@contoso.com').count(), 0, 'rows of rob after a reload');
      await visit.close();
      await until('the last events', () => portal.ledger().events.key >= 4);
      const { unblocked, attempts, untrusted, events } = portal.ledger();
      is(unblocked, ['rob@contoso.com'], 'who was unblocked');
      is(attempts.length, 1, 'attempts');
      is(untrusted.filter(({ own }) => !own), [], 'untrusted events from outside');
      if (events.click < 4 || events.pointer < 8) throw new Error(`too few events were seen: ${JSON.stringify(events)}`);
    });
  }

  test(`${name}: a click by script is seen as untrusted`, async () => {
    const visit = await Visit.open(name);
    await visit.rows.first().waitFor();
    await visit.page.evaluate(() => document.querySelector('main button, main a, main fluent-button').click());
    await until('an untrusted click', () => portal.ledger().untrusted_clicks === 1);
    await visit.close();
  });

  test(`${name}: No leaves everything as it was`, async () => {
    const visit = await Visit.open(name);
    await visit.search('rob');
    await visit.pick('rob@contoso.com');
    await visit.unblock('rob@contoso.com');
    await visit.flyout();
    await visit.button(visit.t.no).click();
    await until('the warning is gone', async () => (await visit.button(visit.t.yes).count()) === 0);
    await visit.close();
    is(portal.ledger().attempts, [], 'attempts');
  });

  test(`${name}: a connector has one page and no Yes`, async () => {
    const visit = await Visit.open(name);
    await visit.search('Fabrikam');
    await visit.pick('Fabrikam relay');
    await visit.unblock('Fabrikam relay');
    await visit.page.getByRole('heading', { name: 'Unblock entity' }).first().waitFor();
    is(await visit.button('Next').count(), 0, 'Next in the connector’s flyout');
    await button(visit.page.locator('[role=dialog], fluent-drawer'), 'Unblock').click();
    await until('it is unblocked', () => portal.ledger().unblocked.length === 1);
    await visit.close();
  });

  test(`${name}: a refused request leaves the row`, async () => {
    const visit = await Visit.open(name, { reject: 'yes' });
    await visit.job('rob@contoso.com', 'rob');
    await visit.page.getByText('could not be completed').waitFor();
    is(await visit.row('rob@contoso.com').count(), 1, 'rows of rob');
    await visit.close();
    is(portal.ledger().unblocked, [], 'who was unblocked');
  });

  test(`${name}: in-app navigation`, async () => {
    const visit = await Visit.open(name);
    await visit.rows.first().waitFor();
    await visit.page.getByRole('link', { name: 'Quarantine' }).or(visit.page.getByRole('button', { name: 'Quarantine' })).or(visit.page.locator('fluent-tree-item[slot=item]', { hasText: 'Quarantine' })).click();
    await visit.page.getByRole('heading', { name: 'Quarantine', level: 1 }).waitFor();
    if (!visit.page.url().endsWith('/quarantine')) throw new Error(`address is ${visit.page.url()}`);
    await visit.page.goBack();
    await visit.rows.first().waitFor();
    await visit.close();
  });
}

/** The job under one configuration, proven by the server. */
function jobWith(names, title, config, after) {
  for (const name of names) {
    test(`${name}: the job with ${title}`, async () => {
      const visit = await Visit.open(name, config);
      await visit.job('rob@contoso.com', 'rob');
      await visit.view.getByText(visit.t.done).waitFor();
      await after?.(visit);
      await visit.close();
      is(portal.ledger().unblocked, ['rob@contoso.com'], 'who was unblocked');
      is(portal.ledger().outside.untrusted_clicks, 0, 'untrusted clicks');
    });
  }
}

extra = true;
for (const search of ['enter', 'type', 'icon', 'icon-type']) jobWith(['2019', ...newest], `search ${search}`, { search });
for (const list_variant of ['all', 'more', 'grouped']) jobWith(['2019', '2021', ...newest], `list ${list_variant}`, { list_variant });
for (const loading of ['spinner', 'skeleton']) jobWith(['2018', ...newest], `${loading} while loading`, { loading, search_ms: 250 });
for (const moment of ['tick', 'flyout', 'next', 'dialog']) jobWith(['2019', '2021', ...newest], `a re-render at ${moment}`, { rerender: moment, rerender_ms: 10 });
jobWith(newest, 'radio buttons', { multiselect: false });
jobWith(newest, 'a click on the row', { selection: 'row' });
jobWith(newest, 'Unblock in the row', { selection: 'none', action: 'row' });
jobWith(newest, 'Unblock in an Actions column', { selection: 'none', action: 'column' });
jobWith(['2019', '2021', ...newest], 'a frame', { frame: true });
jobWith(every, 'a flyout that closes lightly', { panel: 'light' });
jobWith(newest, 'nobody named', { names: 'none' });
jobWith(newest, 'spinners between the steps', { step_ms: 200, busy_ms: [400, 800] });
jobWith(newest, 'a late command bar', { toolbar_ms: 600 });
jobWith(every, 'a nonce policy', { csp: 'nonce' });
jobWith(every, 'the dark theme from right to left', { theme: 'dark', direction: 'rtl' });
jobWith(newest, 'a search box in the header', { header_search: true });
jobWith(newest, 'a row that leaves late', { leave_ms: 3000 }, async (visit) => {
  // The list is loaded again first: the row comes back with it.
  await visit.row('rob@contoso.com').waitFor();
  await until('it has left', async () => {
    await button(visit.view.locator('main'), 'Refresh').click();
    await visit.anything.waitFor();
    return (await visit.row('rob@contoso.com').count()) === 0;
  });
});

for (const name of every) {
  const opens = (title, config, run, url) => test(`${name}: ${title}`, async () => {
    const visit = await Visit.open(name, config, url);
    await run(visit);
    await visit.close();
  });
  const says = (text) => (visit) => visit.view.getByText(text).first().waitFor();

  opens('an empty list', { list: 'empty' }, says('Nobody is restricted'));
  opens('a list that fails', { list: 'fail' }, says('could not be loaded'));
  opens('a list without permission', { list: 'forbidden' }, says("You don't have permission"));
  opens('a session that has ended', { list: 'session' }, says('Your session has ended'));
  opens('a slow list', { list: 'slow', slow_ms: 800 }, (visit) => visit.rows.first().waitFor());
  opens('a list that fails at first', { list: 'flaky' }, async (visit) => {
    await button(visit.view.locator('main'), 'Try again').click();
    await visit.rows.first().waitFor();
  });
  opens('a list that loads forever', { list: 'forever' }, async (visit) => {
    await visit.view.getByRole('heading', { level: 1 }).waitFor();
    is(await visit.rows.count(), 0, 'rows');
  });
  opens('a role that may only read', { read_only: true }, async (visit) => {
    await visit.search('rob');
    await visit.pick('rob@contoso.com');
    is(await button(visit.view.locator('main'), 'Unblock').count(), 0, 'Unblock');
  });
  opens('Unblock there and disabled', { disabled_unblock: true }, async (visit) => {
    await visit.search('rob');
    await visit.pick('rob@contoso.com');
    const scope = visit.design.action === 'command' ? visit.view.locator('main') : visit.row('rob@contoso.com');
    const found = button(scope, 'Unblock').or(scope.getByRole('link', { name: 'Unblock' }));
    await found.waitFor();
    const off = await found.evaluate((element) => element.hasAttribute('disabled') || element.getAttribute('aria-disabled') === 'true');
    is(off, true, 'disabled');
  });
  opens('unblocked too often', { limit: true }, async (visit) => {
    await visit.job('rob@contoso.com', 'rob');
    await says('too many times')(visit);
    is(portal.ledger().attempts.map(({ outcome }) => outcome), ['limit'], 'outcomes');
  });
  opens('done, says the page, and the row stays', { reject: 'silent' }, async (visit) => {
    await visit.job('rob@contoso.com', 'rob');
    await says(visit.t.done)(visit);
    await visit.row('rob@contoso.com').waitFor();
    is(portal.ledger().unblocked, [], 'who was unblocked');
  });
  opens('a session that ends with Yes', { session_after_yes: true }, async (visit) => {
    await visit.job('rob@contoso.com', 'rob');
    await says('Your session has ended')(visit);
  });
  opens('a toast', { toast: true }, says('A report that you asked for is ready'));
  opens('a survey over the list', { survey: 'load' }, async (visit) => {
    await says('Do you like the new look')(visit);
    await visit.button('Yes').click();
    is(portal.ledger().attempts, [], 'attempts');
  });
  opens('a page that is not there', {}, says('This page is not here'), `https://${new URL(pages[name].url).host}/nowhere`);
  opens('the way in from an alert', {}, async (visit) => {
    await visit.view.getByText('User restricted from sending email').click();
    const more = { name: 'More options' };
    await visit.view.getByRole('menuitem', more).or(visit.view.getByRole('button', more)).or(visit.view.locator('fluent-menu-button')).first().click();
    await visit.view.getByRole('menuitem', { name: 'View restricted user details' }).or(visit.view.locator('fluent-menu-item', { hasText: 'View restricted' })).click();
    await visit.rows.first().waitFor();
  }, `https://${new URL(pages[name].url).host}/${pages[name].family === 'centre' ? '#/' : ''}alerts`);
}

for (const host of portal.hosts) {
  for (const form of ['/restrictedusers', '/restrictedentities?tid=1', '/#/restrictedusers', '/?hash=/restrictedusers', '/?tid=1&hash=restrictedusers']) {
    test(`https://${host}${form}`, async () => {
      const visit = await Visit.open('now', { page: null }, `https://${host}${form}`);
      await visit.rows.first().waitFor();
      await visit.close();
    });
  }
}

for (const torture of ['invisible', 'nfd', 'accelerator', 'glyph', 'upper', 'ellipsis', 'spaces']) {
  test(`labels: ${torture}`, async () => {
    const visit = await Visit.open('seed', { torture, language: 'vi-VN' });
    await visit.rows.first().waitFor();
    const label = await visit.rows.first().getByRole('button').textContent();
    const same = label.trim() === 'Bỏ chặn';
    if (torture !== 'upper' && same) throw new Error(`the label is untouched: ${label}`);
    await visit.close();
  });
}

extra = false;
test('the corner bar changes a switch and loads the page again', async () => {
  const visit = await Visit.open('now', { bar: true });
  await visit.page.getByText('Practice portal').click();
  await visit.page.getByLabel('theme').selectOption('"dark"');
  await visit.page.getByRole('button', { name: 'Apply' }).click();
  await visit.page.locator('html.theme-dark').waitFor();
  await visit.rows.first().waitFor();
  is(portal.state().config.theme, 'dark', 'theme on the server');
  await visit.close();
});

for (const name of newest) {
  test(`${name}: a row that a search hides stays selected when it is to`, async () => {
    const visit = await Visit.open(name, { hidden_selection: true });
    await visit.search('rob');
    await visit.pick('rob@contoso.com');
    await visit.search('user4');
    await visit.view.getByText('1 selected').waitFor();
    is(await visit.view.locator('main [role=row][aria-selected=true]').count(), 0, 'selected rows in sight');
    await visit.search('rob');
    await until('it is in sight again', async () => (await visit.view.locator('main [role=row][aria-selected=true]').count()) === 1);
    await visit.close();
  });
}

test('two ticked rows are two unblocked accounts', async () => {
  const visit = await Visit.open('now');
  await visit.search('rob');
  await visit.pick('rob@contoso.com');
  await visit.pick('robert@contoso.com');
  await visit.unblock('rob@contoso.com');
  await visit.flyout();
  await visit.button('Yes').click();
  await visit.view.getByText(visit.t.done).waitFor();
  await visit.close();
  is([...portal.ledger().unblocked].sort(), ['rob@contoso.com', 'robert@contoso.com'], 'who was unblocked');
});

test('the README lists every switch', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  is(Object.keys(switches).filter((key) => !readme.includes(`| \`${key}\` |`)), [], 'switches that it leaves out');
});

let failed = 0;
const chosen = tests.filter(({ name, extra }) => argument === '--all' || (argument === '' ? !extra : name.includes(argument)));
for (const { name, run } of chosen) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${error.message.split('\n').slice(0, 8).join('\n     ')}`);
  }
}
await browser.close();
await portal.close();
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && chosen.length > 0 ? 0 : 1);
