import { beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import type { CallOutput } from '../../contract/calls.ts';
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

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#rehearsals';
});

describe('Rehearsals', () => {
  it('shows counts in full, whatever a number of JavaScript holds, and a run without a package as what it is', async () => {
    const transport = answering(
      opened({
        'rehearsals.view': () => ({ rehearsals: runs }),
        'rehearsals.compare': () => ({
          runs: ['run-1', 'run-2'],
          steps: [
            {
              ...{ from: '0', to: '1', planChanged: true, all: moved },
              tables: [{ name: 'accounts', only: null, kinds: [{ kind: 'changed', ...moved }] }],
              gates: [{ name: 'changed', before: gate, after: { ...gate, value: huge, pass: false }, moved }],
            },
          ],
        }),
      }),
    );
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
        'rehearsals.view': () => ({ rehearsals: runs }),
        'rehearsals.compare': () => {
          if (bent) throw new TallyError('evidence_unsound', 'The differences are not those of the report', 'run-2');
          return { incomparable: ['table accounts has the key id text in run-2 and no key in run-1'] };
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

  it('is stopped while it compares, and asked again', async () => {
    let give: (answer: { incomparable: string[] }) => void = () => undefined;
    let refuse: (why: Error) => void = () => undefined;
    const transport = answering(
      opened({
        'rehearsals.view': () => ({ rehearsals: runs }),
        'rehearsals.compare': () =>
          new Promise((resolve, reject) => {
            give = resolve;
            refuse = reject;
          }),
        'rehearsals.stop': () => {
          refuse(new TallyError('interrupted', 'Interrupted'));
          return {};
        },
      }),
    );
    await render(App, { transport });
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.element(page.getByText('Comparing was stopped', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'compare again' }).click();
    await expect.poll(() => transport.asked.filter(({ name }) => name === 'rehearsals.compare').length).toBe(2);
    give({ incomparable: ['another hash'] });
    await expect.element(page.getByRole('alert').getByText('another hash')).toBeVisible();
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
