import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventSchema, type EngineEvent } from '../../contract/events.ts';
import { ask, finished } from '../workspace/engine-at-hand.ts';
import { exports, transports, type Reached } from './answering.ts';

const plan = `tallystick: 1
name: contract
source: { path: SOURCE }
target: { path: TARGET }
tables:
  - name: accounts
    source: { files: accounts.csv }
    target: { files: accounts.csv }
    key: [id]
    columns: { id: { type: text }, balance: { type: decimal(2) } }
`;

describe.each(Object.entries(transports))('the contract %s', (_, open) => {
  const root = exports();
  let engine: Reached;
  const events: EngineEvent[] = [];
  beforeAll(async () => {
    engine = await open(root);
    engine.listen((event) => events.push(event));
  });
  afterAll(() => engine.close());

  it('has no workspace open at first, and says so to what needs one', async () => {
    expect(await ask(engine, 'workspace.view', {})).toBeNull();
    expect(await engine.answer('plan.view', {})).toEqual({
      problem: {
        code: 'usage',
        what: 'No workspace is open',
        where: '',
        remedy: 'Start a new reconciliation, or open a workspace',
      },
    });
  });

  it('refuses names that are no calls, and inputs that are not of their shape', async () => {
    for (const name of ['nothing', 'constructor', '__proto__', 'workspace.views'])
      expect(await engine.answer(name, {}), name).toMatchObject({ problem: { code: 'usage' } });
    for (const input of [null, [], 'x', { folder: '/etc' }, { folder: 7 }, {}])
      expect(await engine.answer('workspace.open', input)).toMatchObject({ problem: { code: 'usage' } });
  });

  it('knows no handle that was not given out', async () => {
    const folder = `h-${'f'.repeat(32)}`;
    expect(await engine.answer('workspace.open', { folder })).toMatchObject({
      problem: { code: 'usage', what: 'Nothing was chosen under this handle' },
    });
  });

  it('leads from two exports to a finding', async () => {
    const sides = { source: await engine.handleOf('source'), target: await engine.handleOf('target') };
    const made = await ask(engine, 'workspace.create', { name: 'two exports', ...sides, folder: null });
    expect(made).toMatchObject({ name: 'two exports', steps: { match: { state: 'empty' } } });

    expect(await finished(engine, 'snapshots.read', {})).toMatchObject({ kind: 'read', state: 'done' });
    const snapshots = await ask(engine, 'snapshots.view', {});
    expect(snapshots?.source.tables).toMatchObject([
      { name: 'accounts', rows: '2', files: [{ name: 'accounts.csv', rows: '2' }] },
    ]);

    const paths = { SOURCE: JSON.stringify(`${root}/source`), TARGET: JSON.stringify(`${root}/target`) };
    const text = plan.replace(/SOURCE|TARGET/g, (side) => paths[side as keyof typeof paths]);
    expect(await ask(engine, 'plan.write', { text })).toMatchObject({ problems: [], text });

    const { made: run } = await finished(engine, 'run.start', {});
    const report = await ask(engine, 'run.report', { run: run! });
    expect(report).toMatchObject({ verdict: 'NOT_RECONCILED', differences: { lines: '1' } });
    const filter = { table: 'accounts', kind: null, column: null, shard: null, total: null, buckets: null, text: '' };
    const page = await ask(engine, 'findings.page', { run: run!, filter, offset: 0, limit: 10 });
    expect(page.rows).toMatchObject([{ kind: 'changed', key: ['B'], columns: ['balance'] }]);
    expect((await ask(engine, 'run.page', { run: run! })).html).toContain('Not reconciled');
  });

  it('tells of jobs, of the run and of the workspace, in events of their shape', () => {
    for (const event of events) expect(eventSchema.safeParse(event).success, JSON.stringify(event)).toBe(true);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['job', 'run', 'workspace']));
    const last = events.findLast((event) => event.type === 'workspace');
    expect(last?.workspace).toMatchObject({ verdict: 'NOT_RECONCILED', steps: { findings: { line: '1 difference' } } });
  });

  it('cancels a job that works, and answers before it has ended', async () => {
    const started = new Promise<string>((resolve) => {
      const quiet = engine.listen((event) => {
        if (event.type !== 'job' || event.job.progress === null) return;
        quiet();
        resolve(event.job.id);
      });
    });
    const ended = finished(engine, 'workspace.sample', { rows: 1_000_000 });
    const job = await started;
    expect(await ask(engine, 'jobs.cancel', { job })).toEqual({});
    expect(await ended).toMatchObject({ id: job, state: 'cancelled', made: null });
    expect((await ask(engine, 'jobs.view', {})).jobs.filter(({ state }) => state === 'running')).toEqual([]);
  });

  it('carries texts of any kind as they are', async () => {
    const text = '# \u202e\u0000 "quoted" <script>alert(1)</script> \ud83e\uddee \u2028 =SUM(A1)\n';
    const view = await ask(engine, 'plan.write', { text });
    expect(view.text).toBe(text);
    expect((await ask(engine, 'plan.view', {}))?.text).toBe(text);
  });

  it('makes the sample ledger and reconciles it, in one call', async () => {
    const job = await finished(engine, 'workspace.sample', { rows: 1000 });
    expect(job).toMatchObject({ kind: 'sample', state: 'done', problem: null });
    const view = await ask(engine, 'workspace.view', {});
    expect(view).toMatchObject({ name: 'Sample ledger', run: job.made, verdict: 'NOT_RECONCILED' });
    expect(view?.steps).toMatchObject({
      snapshots: { state: 'done' },
      match: { state: 'done' },
      run: { state: 'done' },
    });
    await ask(engine, 'workspace.close', {});
    expect(await ask(engine, 'workspace.view', {})).toBeNull();
  });
});
