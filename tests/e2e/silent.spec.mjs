// Pages that name nobody: the ring is amber, and what counts is the chain from the subject's own row.

import { patience } from './launch.mjs';
import { expect, pages, test } from './world.mjs';

const rob = 'rob@contoso.com';
const nobody = { names: 'none' };

for (const page of pages) {
  test(`${page}: names nobody: the chain from the subject's row leads to Yes`, async ({ open, portal }) => {
    const { player } = await open({ page, set: nobody });
    expect((await player.play(rob, (reading) => reading.target?.name === 'Yes')).outcome).toBe('stopped');
    expect(await player.panel.text()).toContain('does not say whose account');
    const end = await player.play(rob);
    expect(end.outcome, end.reason).toBe('proven');
    expect(portal.ledger().unblocked).toEqual([rob]);
    expect(portal.ledger().untrusted_clicks).toBe(0);
  });
}

test('names nobody: a flyout opened for another row is a stop sign', async ({ open, portal }) => {
  const { page, player } = await open({ page: 'seed', set: nobody });
  expect((await player.play(rob, (reading) => reading.target?.name === 'Unblock')).outcome).toBe('stopped');
  const row = page.locator('[role=row]').filter({ hasText: 'robert@contoso.com' });
  await row.getByRole('button', { name: 'Unblock' }).click();
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('refused');
  expect(end.reason).toBe('refused.broken_chain');
  expect(portal.ledger().attempts).toEqual([]);
});

test('names nobody: the space bar and Enter count as a click does', async ({ open, portal }) => {
  const { page, player } = await open({ set: nobody });
  expect((await player.play(rob, (reading) => reading.target?.role === 'checkbox')).outcome).toBe('stopped');
  const row = page.locator('main [role=row]').filter({ has: page.getByText(rob, { exact: true }) });
  // One row of the list is in the tab order; the arrow keys lead to the others.
  await page.locator('main [role=row][tabindex="0"]').first().focus();
  const focused = () => row.evaluate((node) => node === document.activeElement);
  for (let rows = 0; rows < 10 && !(await focused()); rows += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(row).toHaveAttribute('aria-selected', 'true', { timeout: patience });
  for (const name of ['Unblock', 'Next', 'Submit', 'Yes']) {
    expect((await player.play(rob, (reading) => reading.target?.name === name)).outcome, name).toBe('stopped');
    await page.getByRole(name === 'Unblock' ? 'menuitem' : 'button', { name, exact: true }).press('Enter');
  }
  const end = await player.play(rob);
  expect(end.outcome, end.reason).toBe('proven');
  expect(portal.ledger().unblocked).toEqual([rob]);
  // Fluent's command bar answers Enter with a click of its own.
  expect(portal.ledger().outside.untrusted_clicks).toBe(0);
});
