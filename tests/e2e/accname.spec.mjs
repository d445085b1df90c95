// Role and accessible name, as the core computes them from what the eyes report, against Chromium's own accessibility tree: on
// pages made for it, and on every state of every practice portal. At most ten differences may be explained.

import { Accessibility } from './accessibility.mjs';
import { launch, patience } from './launch.mjs';
import { agreed, cases } from './names.mjs';
import { expect, test } from './world.mjs';

/**
 * @typedef {import('./accessibility.mjs').Difference} Difference
 * @typedef {import('playwright-core').Locator} Locator
 * @typedef {import('playwright-core').Page} Page
 */

/** Where the core follows the specification and Chromium does not, or where the eyes keep a value to themselves.
 * @type {{ why: string, is: (difference: Difference) => boolean }[]} */
const explained = [
  {
    why: 'accname 1.2, 2A: a hidden label still names its control; Chromium takes the label and says nothing',
    is: ({ what, theirs, ours }) => theirs?.name === '' && ours?.name === 'Hidden label' && what === 'input#t3',
  },
  {
    why: 'HTML-AAM 1.0, 4.1: an empty label does not name a control, so its placeholder does; Chromium stops at the label',
    is: ({ what, theirs, ours }) => theirs?.name === '' && ours?.name !== '' && what === 'input#control.control',
  },
  {
    why: 'accname 1.2, 2I: the title of an empty element inside of a button is part of its name; Chromium drops the element',
    is: ({ theirs, ours }) => theirs?.role === 'button' && theirs.name === '' && ours?.name === 'Close',
  },
  {
    why: 'accname 1.2, 2C asks for the value of a text box inside a label; the eyes report none that somebody typed',
    is: ({ theirs, ours }) => theirs?.name === 'Flash 3 times' && ours?.name === 'Flash times',
  },
];

/** @param {Difference[]} differences */
const unexplained = (differences) => differences.filter((difference) => !explained.some(({ is }) => is(difference)));

for (const name of ['html', 'scopes']) {
  test(`the page ${name}.html`, async ({ portal }) => {
    const browser = await launch(portal, { extension: null });
    try {
      await browser.page.goto(new URL(`../fixtures/names/${name}.html`, import.meta.url).href);
      const { compared, differences } = await (await Accessibility.of(browser.page)).compare();
      expect(unexplained(differences)).toEqual([]);
      expect(compared).toBeGreaterThan(10);
    } finally {
      await browser.close();
    }
  });
}

/** Where the corpus and Chromium differ, by the beginning of the element. At least 98 of 100 have to agree.
 * @type {{ why: string, is: (one: import('./names.mjs').Case) => boolean }[]} */
const corpus = [
  {
    why: 'accname 1.2, 2A and 2E: a hidden label still names its control; Chromium takes the label and says nothing',
    is: ({ test, ours, theirs }) => /id="c2[3-6]"/.test(test) && theirs?.name === '' && ours?.name === 'one',
  },
  {
    why: 'HTML-AAM 1.0, 4.1: an empty label does not name a control, so its title does; Chromium stops at the label',
    is: ({ test, ours }) => /id="c16"/.test(test) && ours?.name === 'two',
  },
  {
    why: 'HTML-AAM 1.0, 4.1: a figure is named by its figcaption; Chromium leaves it without a name',
    is: ({ test, theirs }) => test.startsWith('<figure') && theirs?.name === '',
  },
  {
    why: 'accname 1.2, 2I: the title of an empty element inside of a link is part of its name; Chromium drops the element',
    is: ({ test, theirs }) => test.includes('<span title="one"></span>') && theirs?.name === '',
  },
  {
    why: 'accname 1.2, 2G: the text of a text node; Chromium takes it as text-transform draws it',
    is: ({ test, theirs }) => test.includes('text-transform') && theirs?.name === 'ONE',
  },
];

test('at most ten differences are explained', () => {
  const all = [...explained, ...corpus].map(({ why }) => why);
  expect(new Set(all).size).toBeLessThanOrEqual(10);
  for (const why of all) expect(why, 'it cites the specification').toMatch(/^(accname 1\.2|HTML-AAM 1\.0), \d/);
});

test('the corpus of roles and names', async ({ portal }) => {
  test.slow();
  const browser = await launch(portal, { extension: null });
  try {
    let [agreeing, count] = [0, 0];
    /** @type {unknown[]} */
    const differences = [];
    for (const name of ['references', 'content', 'controls', 'roles', 'shadows']) {
      await browser.page.goto(new URL(`../fixtures/names/${name}.html`, import.meta.url).href);
      const all = await cases(browser.page);
      const different = all.filter((one) => !agreed(one));
      [agreeing, count] = [agreeing + all.length - different.length, count + all.length];
      differences.push(...different.filter((one) => !corpus.some(({ is }) => is(one))));
    }
    expect(differences).toEqual([]);
    expect(count).toBeGreaterThan(400);
    expect(agreeing / count).toBeGreaterThan(0.98);
  } finally {
    await browser.close();
  }
});

// Found at run time, so that the type check ends here.
const { pages } = await import(new URL('../portal/generations.mjs', import.meta.url).href);

/** A button by its role, or by its tag where Playwright cannot see the role of a web component.
 * @param {Locator} scope @param {string} name */
const button = (scope, name) => scope.getByRole('button', { name, exact: true })
  .or(scope.getByRole('menuitem', { name, exact: true }))
  .or(scope.locator('fluent-button').filter({ hasText: new RegExp(`^\\W*${name}\\s*$`) }))
  .or(scope.locator(`fluent-button[aria-label="${name}"]`));

/** Goes through the job of `rob@contoso.com` and stops at every state. @param {Page} page @param {any} design
 * @param {(state: string) => Promise<void>} stop */
async function job(page, design, stop) {
  const main = page.locator('main'), rows = page.locator('main [role=row]').filter({ hasText: /@/ });
  await rows.first().waitFor();
  await stop('the list');
  const icon = button(main, 'Search');
  if (await icon.count()) {
    await icon.first().click();
    await stop('the search box is open');
  }
  const box = main.getByRole('searchbox').or(main.getByRole('textbox')).first();
  await box.fill('rob');
  await box.press('Enter');
  await expect.poll(() => rows.count(), { timeout: patience }).toBeLessThan(15);
  await stop('the user is found');
  const row = rows.filter({ has: page.getByText('rob@contoso.com', { exact: true }) });
  if (design.selection === 'check') await row.locator('[role=checkbox],input,fluent-checkbox').first().click();
  if (design.selection === 'row') await row.locator('[role=gridcell]').nth(1).click();
  if (design.selection !== 'none') await stop('the row is picked');
  const unblock = design.action === 'command' ? button(main, 'Unblock') : row.getByText('Unblock', { exact: true });
  await unblock.first().click();
  const last = /** @type {Record<string, string[]>} */ ({ submit: ['Submit'], unblock_user: ['Unblock user'] })[design.final] ?? [];
  for (const name of [...design.steps.slice(1).map(() => 'Next'), ...last, 'Yes']) {
    const next = button(page.locator('body'), name).last();
    await next.waitFor();
    await stop(`before ${name}`);
    await next.click();
  }
  await expect.poll(() => row.count(), { timeout: patience }).toBe(0);
  await stop('the user has left the list');
}

for (const [name, design] of Object.entries(pages)) {
  test(`every state of the practice portal ${name}`, async ({ portal }) => {
    // Two of the lists keep all their 300 rows in the page, and the browser is asked about each node of them.
    test.slow();
    portal.reset({ page: name });
    const browser = await launch(portal, { extension: null });
    try {
      await browser.page.goto(design.url);
      const accessibility = await Accessibility.of(browser.page);
      /** @type {Record<string, Difference[]>} */
      const found = {};
      let nodes = 0;
      await job(browser.page, design, async (state) => {
        const { compared, differences } = await accessibility.compare();
        nodes += compared;
        if (unexplained(differences).length) found[state] = unexplained(differences);
      });
      expect(found).toEqual({});
      expect(nodes).toBeGreaterThan(100);
    } finally {
      await browser.close();
    }
  });
}

/** What else the list can be, and where else it can stand. */
const others = [
  { page: 'now', frame: true },
  { page: '2021', frame: true, language: 'nb-NO' },
  { page: '2019', language: 'ar', list_variant: 'grouped' },
  { page: 'now', language: 'ja-JP', multiselect: false, header_search: true, bar: true },
  { page: 'now9', list: 'empty' },
  { page: 'now', list: 'forever' },
  { page: 'nowwc', list: 'fail' },
  { page: 'now', toast: true, survey: 'load' },
  { page: '2021', list_variant: 'more', read_only: true },
];

for (const { page, ...switches } of others) {
  test(`the practice portal ${page} with ${JSON.stringify(switches)}`, async ({ portal }) => {
    portal.reset({ page, ...switches });
    const browser = await launch(portal, { extension: null });
    try {
      await browser.page.goto(pages[page].url);
      // A list that loads for ever never lets the network rest.
      await browser.page.waitForLoadState(switches.list === 'forever' ? 'load' : 'networkidle');
      const { compared, differences } = await (await Accessibility.of(browser.page)).compare();
      expect(unexplained(differences)).toEqual([]);
      expect(compared).toBeGreaterThan(2);
    } finally {
      await browser.close();
    }
  });
}
