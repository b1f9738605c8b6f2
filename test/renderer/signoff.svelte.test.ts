import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import { TallyError, type Problem } from '../../contract/problem.ts';
import App from '../../renderer/App.svelte';
import { answering, opened } from './answering.ts';
import { report } from './report-values.ts';

const needed = { preparer: '1', approver: '1' };
const handle = `h-${'0'.repeat(32)}`;

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#signoff';
});

describe('Sign-off', () => {
  it('reads out what is signed: gates, what was not compared, rules, assumptions', async () => {
    const transport = answering(
      opened({ 'run.report': () => report, 'signoff.view': () => ({ needed, signed: [], keys: [] }) }),
    );
    await render(App, { transport });
    await expect
      .poll(() => page.getByRole('row', { name: /^source only/ }).element().textContent)
      .toMatch(/1 row[^]*at most 0[^]*fails/);
    await expect.element(page.getByText('unmapped: the plan neither compares nor ignores it')).toBeVisible();
    await expect.element(page.getByText('set by the loader')).toBeVisible();
    await expect.poll(() => page.getByRole('row', { name: /^trim/ }).element().textContent).toMatch(/memo[^]*3[^]*0/);
    await expect.element(page.getByText('nonces are carried over unchanged')).toBeVisible();
    await expect.element(page.getByText('1 preparer must still sign')).toBeVisible();
  });

  it('signs with a key file and forgets the passphrase', async () => {
    const transport = answering(
      opened({
        'run.report': () => report,
        'signoff.view': () => ({ needed, signed: [], keys: [] }),
        'host.choose': () => ({ chosen: [{ handle, name: 'alice.key', folder: false }] }),
        'signoff.sign': ({ name, role, decision, text }) => ({
          needed,
          signed: [
            {
              name,
              role,
              decision,
              text,
              at: '2026-01-31T02:10:00Z',
              key: 'SHA256:abc',
              number: '001',
              timestamp: null,
            },
          ],
          keys: [],
        }),
      }),
    );
    await render(App, { transport });
    const sign = page.getByRole('button', { name: 'Sign', exact: true });
    await expect.element(sign).toBeDisabled();
    await page.getByLabelText('Name, as auditors list it').fill('alice@example.com');
    await page.getByRole('button', { name: 'Choose a key file…' }).click();
    await page.getByLabelText('Passphrase, empty if it has none').fill('tally');
    await userEvent.click(sign);
    await expect
      .poll(() => transport.last('signoff.sign'))
      .toEqual({
        run: 'run-1',
        key: handle,
        passphrase: 'tally',
        name: 'alice@example.com',
        role: 'preparer',
        decision: 'APPROVE',
        text: '',
      });
    await expect.element(page.getByText('1 approver must still sign')).toBeVisible();
    await expect.element(page.getByRole('combobox', { name: 'Role' })).toHaveValue('approver');
    // Whoever is next has another name and another key.
    await expect.element(page.getByLabelText('Name, as auditors list it')).toHaveValue('');
    await page.getByRole('button', { name: 'Choose a key file…' }).click();
    await expect.element(page.getByLabelText('Passphrase, empty if it has none')).toHaveValue('');
  });

  it('says at the form why it was not signed, and no longer once it is', async () => {
    const refusals = [new TallyError('usage', 'The passphrase does not open the key', 'alice.key', 'Again')];
    const transport = answering(
      opened({
        'run.report': () => report,
        'signoff.view': () => ({ needed, signed: [], keys: [] }),
        'host.choose': () => ({ chosen: [{ handle, name: 'alice.key', folder: false }] }),
        'signoff.sign': () => {
          const refusal = refusals.pop();
          if (refusal !== undefined) throw refusal;
          return { needed, signed: [], keys: [] };
        },
      }),
    );
    await render(App, { transport });
    await page.getByLabelText('Name, as auditors list it').fill('alice@example.com');
    await expect.element(page.getByText('Choose a key.')).toBeVisible();
    await page.getByRole('button', { name: 'Choose a key file…' }).click();
    const sign = page.getByRole('button', { name: 'Sign', exact: true });
    await userEvent.click(sign);
    const said = page.getByRole('complementary', { name: 'Signatures' }).getByRole('alert');
    await expect.element(said.getByText('The passphrase does not open the key')).toBeVisible();
    expect(page.getByRole('log', { name: 'Notices' }).element().textContent.trim()).toBe('');
    await userEvent.click(sign);
    await expect.element(page.getByText('Signed as alice@example.com.')).toBeVisible();
    expect(said.query()).toBeNull();
  });

  it('is not covered by a notice: what is said stands below the screen', async () => {
    const transport = answering(
      opened({ 'run.report': () => report, 'signoff.view': () => ({ needed, signed: [], keys: [] }) }),
    );
    await render(App, { transport });
    await expect.element(page.getByRole('button', { name: 'Sign', exact: true })).toBeVisible();
    const what = 'The disk is full';
    const problem: Problem = { code: 'no_space', what, where: '/var/ledgers', remedy: 'Free some, and try again' };
    const failed = { id: 'job-1', kind: 'run', state: 'failed', progress: null, problem, made: null } as const;
    transport.tell({ type: 'job', job: failed });
    const notice = page.getByRole('alert').filter({ hasText: what });
    await expect.element(notice).toBeVisible();
    const bottom = page.getByRole('main').element().getBoundingClientRect().bottom;
    expect(notice.element().getBoundingClientRect().top).toBeGreaterThanOrEqual(bottom);
  });

  it('asks the system once for a key, however often it is pressed', async () => {
    const dialog = Promise.withResolvers<{ chosen: [] }>();
    const transport = answering(
      opened({
        'run.report': () => report,
        'signoff.view': () => ({ needed, signed: [], keys: [] }),
        'host.choose': () => dialog.promise,
      }),
    );
    await render(App, { transport });
    const choose = page.getByRole('button', { name: 'Choose a key file…' });
    await choose.click();
    await expect.element(choose).toBeDisabled();
    dialog.resolve({ chosen: [] });
    await expect.element(choose).toBeEnabled();
    expect(transport.asked.filter(({ name }) => name === 'host.choose')).toHaveLength(1);
  });

  it('offers no signature for what is not proven, and says why it is not', async () => {
    const unproven = {
      ...report,
      verdict: 'NOT_PROVEN' as const,
      disagreements: [{ agreement: '2', table: 'accounts', expected: '7', found: '8' }],
    };
    const transport = answering(
      opened({ 'run.report': () => unproven, 'signoff.view': () => ({ needed, signed: [], keys: [] }) }),
    );
    await render(App, { transport });
    await expect.element(page.getByText(/What is not proven cannot be signed/)).toBeVisible();
    await expect.element(page.getByText(/agreement 2 in accounts/)).toBeVisible();
    expect(page.getByRole('button', { name: 'Sign', exact: true }).query()).toBeNull();
  });
});
