// The portal's own test: goes through the job by hand, with selectors, on every page, and looks at the switches.
//
//   node tests/portal/smoke.mjs [part of a name]

import { access } from 'node:fs/promises';
import { chromium } from 'playwright-core';

import { pages } from './generations.mjs';
import { startPortal } from './server.mjs';

const ready = ['now9', 'now', 'seed', '2018', '2019', '2020', '2021'];
const only = process.argv[2] ?? '';

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

/** One page in the browser, with the steps of the job as a person does them. */
class Visit {
  static async open(name, config = {}, url = pages[name].url) {
    portal.reset({ page: name, ...config });
    const visit = new Visit();
    visit.context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    visit.page = await visit.context.newPage();
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
    visit.design = pages[name];
    visit.t = texts[config.language ?? 'en-US'];
    await visit.page.goto(url);
    return visit;
  }

  get rows() {
    return this.page.locator('main [role=row]').filter({ hasText: /@|relay|-4c60-/ });
  }

  row(identity) {
    return this.page.locator('main [role=row]').filter({ has: this.page.getByText(identity, { exact: true }) });
  }

  async search(text) {
    await this.rows.first().waitFor();
    const icon = this.page.locator('main').getByRole('button', { name: this.t.search, exact: true });
    if (await icon.count()) await icon.click();
    const box = this.page.locator('main').getByRole('searchbox').or(this.page.locator('main').getByRole('textbox'));
    await box.click();
    await box.fill(text);
    await box.press('Enter');
    await until(`only rows with ${text}`, async () => {
      const found = await this.rows.allTextContents();
      return found.length > 0 && found.length < 15;
    });
  }

  async pick(identity) {
    const row = this.row(identity);
    if (this.design.selection === 'row') await row.getByText(identity, { exact: true }).click();
    if (this.design.selection === 'check') await row.getByRole('checkbox').click();
  }

  async unblock(identity) {
    const scope = this.design.action === 'command' ? this.page.locator('main') : this.row(identity);
    const name = { name: this.t.unblock, exact: true };
    await scope.getByRole('menuitem', name).or(scope.getByRole('button', name)).click();
  }

  button(name, last = false) {
    const found = this.page.getByRole('button', { name, exact: true });
    return last ? found.last() : found;
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
const test = (name, run) => tests.push({ name, run });

for (const name of ready) {
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
      is(untrusted, [], 'untrusted events');
      if (events.click < 4 || events.pointer < 8) throw new Error(`too few events were seen: ${JSON.stringify(events)}`);
    });
  }

  test(`${name}: a click by script is seen as untrusted`, async () => {
    const visit = await Visit.open(name);
    await visit.rows.first().waitFor();
    await visit.page.evaluate(() => document.querySelector('main button, main a').click());
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
    await visit.page.getByRole('dialog').getByText('Unblock entity').first().waitFor();
    is(await visit.button('Next').count(), 0, 'Next in the connector’s flyout');
    await visit.page.getByRole('dialog').getByRole('button', { name: 'Unblock', exact: true }).click();
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
    await visit.page.getByRole('link', { name: 'Quarantine' }).or(visit.page.getByRole('button', { name: 'Quarantine' })).click();
    await visit.page.getByRole('heading', { name: 'Quarantine', level: 1 }).waitFor();
    if (!visit.page.url().endsWith('/quarantine')) throw new Error(`address is ${visit.page.url()}`);
    await visit.page.goBack();
    await visit.rows.first().waitFor();
    await visit.close();
  });
}

let failed = 0;
const chosen = tests.filter(({ name }) => name.includes(only));
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
