import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import type { CallInput, CallOutput } from '../../contract/calls.ts';
import type { Job } from '../../contract/job.ts';
import { TallyError } from '../../contract/problem.ts';
import App from '../../renderer/App.svelte';
import { answering, opened } from './answering.ts';

type Rehearsal = CallOutput<'rehearsals.view'>['rehearsals'][number];
const huge = '900719925474099312345';

const rehearsal = (run: string, more: Partial<Rehearsal> = {}): Rehearsal => ({
  ...{ run, at: '2026-01-31T02:10:00Z', state: 'done', verdict: 'NOT_RECONCILED', why: '' },
  identities: { source: 'd'.repeat(64), target: 'e'.repeat(64) },
  ...{ differing: huge, lines: huge, exceptions: '0', signed: [] },
  ...more,
});
const runs = [
  rehearsal('run-3', { state: 'cancelled', verdict: null, differing: null, lines: null }),
  rehearsal('run-2', { signed: [{ name: 'ops@bank', role: 'preparer', decision: 'REJECT', holds: true }] }),
  rehearsal('run-1', { verdict: 'RECONCILED', differing: '0', lines: '0' }),
];
const moved = { new: huge, gone: '0', persisting: '0', altered: '0', back: '0' };
const gate = { value: '0', excepted: '0', pass: true };

const job = (some: Partial<Job> = {}): Job => ({
  ...{ id: 'j', kind: 'compare', state: 'done', progress: null, problem: null, made: null },
  ...some,
});
/** A comparison that is done when it is asked for. */
const done = (compared: CallOutput<'rehearsals.compared'>) => ({
  'jobs.view': () => ({ jobs: [job()] }),
  'rehearsals.view': () => ({ rehearsals: runs }),
  'rehearsals.compare': () => ({ job: 'j' }),
  'rehearsals.compared': () => compared,
});
const two: CallOutput<'rehearsals.compared'> = {
  runs: ['run-1', 'run-2'],
  steps: [
    {
      ...{ from: '0', to: '1', planChanged: true, all: moved },
      tables: [{ name: 'accounts', only: null, kinds: [{ kind: 'changed', ...moved }] }],
      gates: [{ name: 'changed', before: gate, after: { ...gate, value: huge, pass: false }, moved }],
    },
  ],
};
/** As many as a huge list has; each page is made when it is asked for. */
const million = 1_000_000;
const pageOf = ({ offset, limit }: CallInput<'rehearsals.moved'>): CallOutput<'rehearsals.moved'> => ({
  ...{ total: String(million), offset },
  rows: Array.from({ length: Math.min(limit, million - offset) }, (_, i) => ({
    ...{ table: 'accounts', kind: 'changed', key: [`A${offset + i}`], record: null, columns: ['balance'] },
    ...{ column: null, text: null, source: { file: 'a.csv', row: String(offset + i + 1) }, target: null },
  })),
});

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#rehearsals';
});

describe('Rehearsals', () => {
  it('shows counts in full, whatever a number of JavaScript holds, and a run without a package as what it is', async () => {
    const transport = answering(opened(done(two)));
    await render(App, { transport });
    const row = page.getByRole('region', { name: /^From run to run/ }).getByRole('row', { name: /^2 / });
    await expect.poll(() => row.element().textContent).toMatch(/900,719,925,474,099,312,345[^]*others than before/);
    expect(transport.last('rehearsals.compare')).toEqual({ runs: ['run-2', 'run-1'] });
    const list = page.getByRole('region', { name: /^Runs of this workspace/ });
    await expect.poll(() => list.getByRole('row', { name: /cancelled/ }).element().textContent).toContain('no package');
    expect(
      list
        .getByRole('row', { name: /cancelled/ })
        .getByRole('checkbox')
        .query(),
    ).toBeNull();
    await expect.element(list.getByText('ops@bank, preparer, rejects')).toBeVisible();
    await expect
      .element(page.getByRole('link', { name: /^run 2, .*900,719,925,474,099,312,345 new, 0 persisting/ }))
      .toBeInTheDocument();
  });

  it('says why runs cannot be held against each other, and what is wrong with a package', async () => {
    let bent = false;
    const transport = answering(
      opened({
        ...done({ incomparable: ['table accounts has the key id text in run-2 and no key in run-1'] }),
        'rehearsals.compare': () => {
          if (bent) throw new TallyError('evidence_unsound', 'The differences are not those of the report', 'run-2');
          return { job: 'j' };
        },
      }),
    );
    await render(App, { transport });
    await expect
      .element(page.getByRole('alert').getByText('table accounts has the key id text in run-2 and no key in run-1'))
      .toBeVisible();
    const second = page.getByRole('checkbox', { name: /^compare run 2/ });
    await second.click();
    await expect.element(page.getByText('Choose two runs or more below.')).toBeVisible();
    bent = true;
    await second.click();
    await expect.element(page.getByText('The differences are not those of the report')).toBeVisible();
  });

  it('is cancelled while it compares, as any job, and asked again', async () => {
    let asked = 0;
    const transport = answering(
      opened({
        ...done({ incomparable: ['another hash'] }),
        'jobs.view': () => ({ jobs: [] }),
        'rehearsals.compare': () => ({ job: `j-${++asked}` }),
        'jobs.cancel': ({ job: id }) => {
          transport.tell({ type: 'job', job: job({ id, state: 'cancelled' }) });
          return {};
        },
      }),
    );
    await render(App, { transport });
    await expect.poll(() => asked).toBe(1);
    const progress = { step: 'key by key', done: 40, total: 100, unit: 'bytes' } as const;
    transport.tell({ type: 'job', job: job({ id: 'j-1', state: 'running', progress }) });
    const main = page.getByRole('main');
    await expect.element(main.getByText(/key by key, 40( B)? of 100 B/)).toBeVisible();
    await main.getByRole('button', { name: 'cancel' }).click();
    await expect.element(page.getByText('Comparing was cancelled', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'compare again' }).click();
    await expect.poll(() => asked).toBe(2);
    transport.tell({ type: 'job', job: job({ id: 'j-2' }) });
    await expect.element(page.getByRole('alert').getByText('another hash')).toBeVisible();
  });

  it('lists what a count counts, a million of them by keys alone, and opens one in the findings of its run', async () => {
    const transport = answering(opened({ ...done(two), 'rehearsals.moved': pageOf }));
    await render(App, { transport });
    const kinds = page.getByRole('region', { name: /^By table and kind/ });
    await kinds.getByRole('button', { name: /new: list them/ }).click();
    const dialog = page.getByRole('dialog', { name: 'New from run 1 to run 2, changed in table accounts' });
    await expect.element(dialog.getByText('1,000,000 differences', { exact: false })).toBeVisible();
    expect(transport.last('rehearsals.moved')).toMatchObject({
      ...{ runs: ['run-1', 'run-2'], to: 1, what: 'new' },
      scope: { of: 'kind', table: 'accounts', kind: 'changed' },
    });
    await expect.element(dialog.getByText('A0', { exact: true })).toBeVisible();
    // Those in sight alone are there, however many there are.
    expect(dialog.getByRole('row').elements().length).toBeLessThan(60);
    await userEvent.keyboard('{End}');
    await expect.element(dialog.getByText('A999999', { exact: true })).toBeVisible();
    expect(transport.asked.filter(({ name }) => name === 'rehearsals.moved').length).toBeLessThan(10);
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(kinds.getByRole('button', { name: /new: list them/ })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('A0', { exact: true })).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.poll(() => location.hash).toBe('#findings?run=run-2&table=accounts&kind=changed&text=A1');
  });

  it('says of a count of nothing that there is nothing to list', async () => {
    await render(App, { transport: answering(opened(done(two))) });
    const kinds = page.getByRole('region', { name: /^By table and kind/ });
    await expect.element(kinds.getByRole('button', { name: /new: list them/ })).toBeVisible();
    expect(kinds.getByRole('button').elements()).toHaveLength(1);
  });

  it('without a run says what it would show', async () => {
    await render(App, { transport: answering(opened({ 'rehearsals.view': () => ({ rehearsals: [] }) })) });
    await expect.element(page.getByText('Nothing was run yet')).toBeVisible();
  });

  it('that cannot be read says so', async () => {
    await render(App, { transport: answering(opened({})) });
    await expect.element(page.getByRole('alert').getByText('Not told of').first()).toBeVisible();
  });
});
