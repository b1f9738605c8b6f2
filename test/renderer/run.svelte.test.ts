import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import type { CallOutput } from '../../contract/calls.ts';
import type { Job } from '../../contract/job.ts';
import { runSteps } from '../../contract/progress.ts';
import App from '../../renderer/App.svelte';
import { answering, opened } from './answering.ts';

const job: Job = { id: 'job-1', kind: 'run', state: 'running', progress: null, problem: null, made: null };
const ended = { run: 'run-1', at: '2026-01-31T02:10:00Z', verdict: null, sentence: '', seconds: null, why: '' };

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#run';
});

describe('Run', () => {
  it('shows the seven steps, a lane a worker, memory and the map as they are told', async () => {
    const transport = answering(opened({ 'run.list': () => ({ runs: [] }) }));
    await render(App, { transport });
    await expect.element(page.getByRole('heading', { name: 'Ready to reconcile' })).toBeVisible();
    transport.tell({ type: 'job', job });
    transport.tell({
      type: 'run',
      job: job.id,
      steps: runSteps.map((step, i) => ({
        step,
        state: i < 2 ? 'done' : i === 2 ? 'working' : 'waiting',
        done: i === 2 ? 400_000 : 0,
        total: 1_000_000,
        unit: 'rows',
        seconds: i === 2 ? 2 : 0,
      })),
      lanes: [
        { worker: 0, work: 'hashes rows from 1' },
        { worker: 1, work: '' },
      ],
      memory: { used: 1_100_000_000, limit: 4_000_000_000 },
      map: [{ table: 'accounts', cells: btoa('\x01\x01\x02\x00') }],
    });
    const hash = page.getByRole('row', { name: /Hash/ });
    await expect.poll(() => hash.element().textContent).toMatch(/400,000 rows\s+of 1,000,000 rows/);
    expect(hash.element().textContent).toContain('3 s left');
    expect(page.getByRole('row').elements()).toHaveLength(8);
    await expect.element(page.getByText('hashes rows from 1')).toBeVisible();
    await expect.element(page.getByText('idle')).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Buckets of accounts: 75% seen' })).toBeVisible();
  });

  it.each(['run', 'sample'] as const)('of a workspace without a verdict (%s) is said at the top', async (kind) => {
    const first = { ...(opened()['workspace.view']!({}) as CallOutput<'workspace.view'> & object), verdict: null };
    const transport = answering(opened({ 'workspace.view': () => first, 'run.list': () => ({ runs: [] }) }));
    await render(App, { transport });
    const said = (word: string) => page.getByRole('banner').getByText(word, { exact: true });
    await expect.element(said('Not run')).toBeVisible();
    transport.tell({ type: 'job', job: { ...job, kind } });
    await expect.element(said('Running')).toBeVisible();
    transport.tell({ type: 'job', job: { ...job, kind, state: 'cancelled' } });
    await expect.element(said('Not run')).toBeVisible();
  });

  it('answers at once when it is cancelled, and says how that ended', async () => {
    const transport = answering(
      opened({
        'jobs.view': () => ({ jobs: [job] }),
        'jobs.cancel': () => new Promise(() => undefined),
        'run.list': () => ({ runs: [{ ...ended, state: 'cancelled' }] }),
      }),
    );
    await render(App, { transport });
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
    await expect.element(page.getByRole('button', { name: 'Cancelling…' })).toBeDisabled();
    transport.tell({ type: 'job', job: { ...job, state: 'cancelled' } });
    await expect.element(page.getByRole('heading', { name: 'The last run was cancelled' })).toBeVisible();
  });

  it('is not thrown away by one key: Escape goes to Cancel, and Enter presses it', async () => {
    const transport = answering(
      opened({
        'jobs.view': () => ({ jobs: [job] }),
        'jobs.cancel': () => new Promise(() => undefined),
        'run.list': () => ({ runs: [] }),
      }),
    );
    await render(App, { transport });
    const cancel = page.getByRole('main').getByRole('button', { name: 'Cancel' });
    await expect.element(cancel).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(cancel).toHaveFocus();
    expect(transport.last('jobs.cancel')).toBeUndefined();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: 'Cancelling…' })).toBeDisabled();
    expect(transport.last('jobs.cancel')).toEqual({ job: job.id });
  });

  it('says of a run whose engine ended that it was cut off, and lets it be started again', async () => {
    const dead = { ...job, id: 'job-0' };
    const runs: CallOutput<'run.list'>['runs'] = [];
    let known = [dead];
    const transport = answering(
      opened({
        'jobs.view': () => ({ jobs: known }),
        'run.list': () => ({ runs }),
        'run.start': () => ({ job: job.id }),
      }),
    );
    await render(App, { transport });
    await expect.element(page.getByRole('main').getByRole('button', { name: 'Cancel' })).toBeVisible();
    transport.tell({ type: 'engine', state: 'gone', why: 'It ended with 137' });
    await expect.element(page.getByText('The engine ended and is being started again.')).toBeVisible();
    known = [];
    runs.push({ ...ended, state: 'cut off', why: 'The program ended while it ran' });
    transport.tell({ type: 'engine', state: 'back', why: '' });
    await expect.element(page.getByRole('heading', { name: 'The last run was cut off' })).toBeVisible();
    await page.getByRole('button', { name: /Run again/ }).click();
    await expect.poll(() => transport.last('run.start')).toEqual({});
  });

  it('keeps the end of a job that was told before an older word of it came', async () => {
    let give: (jobs: { jobs: Job[] }) => void = () => undefined;
    const transport = answering(
      opened({
        'jobs.view': () => new Promise((resolve) => (give = resolve)),
        'run.list': () => ({ runs: [{ ...ended, state: 'cancelled' }] }),
      }),
    );
    await render(App, { transport });
    await expect.poll(() => transport.last('jobs.view')).toEqual({});
    transport.tell({ type: 'job', job: { ...job, state: 'cancelled' } });
    give({ jobs: [job] });
    await expect.element(page.getByRole('heading', { name: 'The last run was cancelled' })).toBeVisible();
  });

  it('marks a run that was cut off, and starts it again', async () => {
    const transport = answering(
      opened({
        'run.list': () => ({ runs: [{ ...ended, state: 'cut off', why: 'The program ended while it ran' }] }),
        'run.start': () => ({ job: job.id }),
      }),
    );
    await render(App, { transport });
    await expect.element(page.getByRole('heading', { name: 'The last run was cut off' })).toBeVisible();
    await page.getByRole('button', { name: /Run again/ }).click();
    await expect.poll(() => transport.last('run.start')).toEqual({});
  });
});
