import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../contract/events.ts';
import { ask, EngineAtHand, finished, planText, smallTable } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const source = 'id,balance,memo\nA,1.00,one\nB,2.00,two\nC,3.00,three\n';
const target = 'id,balance,memo\nA,1.00,one\nB,2.01,two\nD,4.00,four\n';

describe('a workspace', () => {
  it('is a folder that says where its exports lie, and can be moved with them', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'movable', source, target);
    expect(JSON.parse(readFileSync(join(folder, 'workspace.json'), 'utf8'))).toEqual({
      tallystick: 'workspace',
      version: 1,
      name: 'movable',
      source: { path: 'source' },
      target: { path: 'target' },
    });
    await ask(engine, 'workspace.close', {});
    renameSync(folder, `${folder}-elsewhere`);
    const view = await ask(engine, 'workspace.open', { folder: hand.handle('movable-elsewhere') });
    expect(view.steps.match).toEqual({ state: 'done', line: '1 table, 3 columns' });
    expect((await finished(engine, 'run.start', {})).state).toBe('done');
    await engine.close();
  });

  it('is open in one program at a time, and a lock that a dead one left is void', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'locked', source, target);
    const lock = join(folder, '.lock');
    expect(existsSync(lock)).toBe(true);
    const held = readFileSync(lock, 'utf8');
    await ask(engine, 'workspace.close', {});
    expect(existsSync(lock)).toBe(false);
    // Process 1 is alive wherever this runs.
    writeFileSync(lock, held.replace(/^\d+/, '1'));
    const refused = await engine.answer('workspace.open', { folder: hand.handle('locked') });
    expect(refused).toMatchObject({ problem: { what: 'The workspace is open in another Tallystick' } });
    writeFileSync(lock, '1 0\n'); // of an earlier boot
    await ask(engine, 'workspace.open', { folder: hand.handle('locked') });
    await engine.close();
  });

  it('keeps what is open open where another folder is no workspace', async () => {
    const engine = hand.start();
    await hand.small(engine, 'kept', source, target);
    mkdirSync(join(hand.path, 'nothing'), { recursive: true });
    const refused = await engine.answer('workspace.open', { folder: hand.handle('nothing') });
    expect(refused).toMatchObject({ problem: { code: 'input_missing' } });
    expect((await ask(engine, 'workspace.view', {}))?.name).toBe('kept');
    await engine.close();
  });

  it('is not made twice in one folder, and gets a folder of its own where none was named', async () => {
    const engine = hand.start();
    await hand.small(engine, 'twice', source, target);
    const sides = { source: hand.handle('twice', 'source'), target: hand.handle('twice', 'target') };
    const again = await engine.answer('workspace.create', { name: 'x', ...sides, folder: hand.handle('twice') });
    expect(again).toMatchObject({ problem: { code: 'output_not_empty' } });
    for (let i = 0; i < 2; i++) await ask(engine, 'workspace.create', { name: '../up: «x»', ...sides, folder: null });
    const made = readdirSync(join(hand.path, 'home')).filter((name) => name.startsWith('-up'));
    expect(made).toEqual(['-up- -x-', '-up- -x- 2']);
    await engine.close();
  });

  it('refuses calls that need one while none is open', async () => {
    const engine = hand.start();
    for (const name of ['plan.view', 'snapshots.read', 'run.start', 'run.list'] as const)
      expect(await engine.answer(name, {}), name).toMatchObject({ problem: { what: 'No workspace is open' } });
    expect(await ask(engine, 'workspace.view', {})).toBeNull();
  });
});

describe('a run of a workspace', () => {
  it('ends in a package, its verdict and its sentence', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'run', source, target);
    const job = await finished(engine, 'run.start', {});
    const view = await ask(engine, 'workspace.view', {});
    expect(view).toMatchObject({ run: job.made, verdict: 'NOT_RECONCILED' });
    expect(view?.sentence).toContain('1 has other values, 1 is missing in the target, 1 is in the target alone');
    expect(view?.steps.findings).toEqual({ state: 'done', line: '3 differences' });
    expect(view?.steps.signoff).toEqual({ state: 'waiting', line: 'Wanted: 1 preparer, 1 approver' });
    const report = await ask(engine, 'run.report', { run: job.made! });
    expect(report.tables[0]?.bucketsDiffering).toBe('1');
    expect((await ask(engine, 'run.page', { run: job.made! })).html).toContain('<!doctype html>');
    expect(existsSync(join(folder, 'runs', job.made!, 'SHA256SUMS'))).toBe(true);
    await engine.close();
  });

  it('tells its seven steps, its workers, its memory and its buckets, and all of them done at the end', async () => {
    const engine = hand.start();
    await hand.small(engine, 'told', source, target);
    const told: Extract<EngineEvent, { type: 'run' }>[] = [];
    const quiet = engine.listen((event) => {
      if (event.type === 'run') told.push(event);
    });
    const { id } = await finished(engine, 'run.start', {});
    quiet();
    const last = told.at(-1)!;
    expect(last.job).toBe(id);
    expect(last.steps.map(({ step, state }) => `${step} ${state}`)).toEqual(
      ['open', 'stage', 'hash', 'compare', 'drill', 'cross-check', 'judge'].map((step) => `${step} done`),
    );
    const bytes = Buffer.byteLength(source) + Buffer.byteLength(target);
    expect(last.steps.find(({ step }) => step === 'open')).toMatchObject({ done: bytes, unit: 'bytes' });
    expect(last.steps.find(({ step }) => step === 'hash')).toMatchObject({ done: 6, total: 6, unit: 'rows' });
    expect(last.lanes).toHaveLength(2);
    expect(told.flatMap(({ lanes }) => lanes.map(({ work }) => work)).join()).toMatch(/accounts\.csv|hashes|folds/);
    expect(last.memory.limit).toBe(2 ** 30);
    expect(last.memory.used).toBeGreaterThan(0);
    expect(last.map).toEqual([{ table: 'accounts', cells: Buffer.of(2).toString('base64') }]);
    await engine.close();
  });

  it('that was cut off is marked so on opening, is no finding, and can be started again', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'cut', source, target);
    await ask(engine, 'workspace.close', {});
    const record = {
      run: '2026-01-31T021000Z',
      at: '2026-01-31T02:10:00Z',
      state: 'working',
      verdict: null,
      sentence: '',
      seconds: null,
      why: '',
    };
    writeFileSync(join(folder, 'runs', `${record.run}.json`), JSON.stringify(record));
    mkdirSync(join(folder, 'runs', `.${record.run}.4711.partial`));
    mkdirSync(join(folder, '.cache', 'stage', 'tallystick-run-x'), { recursive: true });
    const view = await ask(engine, 'workspace.open', { folder: hand.handle('cut') });
    expect(view.steps.run).toEqual({ state: 'failed', line: 'The last run was cut off' });
    expect(view.run).toBeNull();
    const { runs } = await ask(engine, 'run.list', {});
    expect(runs).toEqual([{ ...record, state: 'cut off', why: 'The program ended while it ran' }]);
    expect(readdirSync(join(folder, 'runs'))).toEqual([`${record.run}.json`]);
    expect(readdirSync(join(folder, '.cache', 'stage'))).toEqual([]);
    expect(await engine.answer('run.report', { run: record.run })).toMatchObject({ problem: { code: 'usage' } });
    expect((await finished(engine, 'run.start', {})).state).toBe('done');
    expect((await ask(engine, 'run.list', {})).runs.map(({ state }) => state)).toEqual(['done', 'cut off']);
    await engine.close();
  });

  it('is cancelled by its job: the answer comes at once, and nothing half-written stays', async () => {
    const engine = hand.start();
    const rows = Array.from({ length: 60_000 }, (_, i) => `K${i},${i}.00,memo ${i}\n`).join('');
    const folder = await hand.small(engine, 'cancelled', `id,balance,memo\n${rows}`, `id,balance,memo\n${rows}`);
    const began = new Promise<void>((resolve) => {
      const quiet = engine.listen((event) => {
        if (event.type !== 'run') return;
        quiet();
        resolve();
      });
    });
    const ended = finished(engine, 'run.start', {});
    await began;
    const [job] = (await ask(engine, 'jobs.view', {})).jobs.filter(({ state }) => state === 'running');
    expect(await ask(engine, 'jobs.cancel', { job: job!.id })).toEqual({});
    expect(await ended).toMatchObject({ state: 'cancelled', problem: null, made: null });
    expect((await ask(engine, 'run.list', {})).runs).toMatchObject([{ state: 'cancelled' }]);
    expect(readdirSync(join(folder, 'runs')).filter((name) => !name.endsWith('.json'))).toEqual([]);
    expect(readdirSync(join(folder, '.cache', 'stage'))).toEqual([]);
    await engine.close();
  });

  it('that fails says why, and a second one beside it is refused', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'failing', source, target);
    rmSync(join(folder, 'target', 'accounts.csv'));
    const ended = finished(engine, 'run.start', {});
    expect(await engine.answer('run.start', {})).toMatchObject({
      problem: { what: 'Something is being worked on already' },
    });
    expect(await ended).toMatchObject({ state: 'failed', problem: { code: 'input_missing' } });
    const [run] = (await ask(engine, 'run.list', {})).runs;
    expect(run).toMatchObject({ state: 'failed', verdict: null });
    expect((await ask(engine, 'workspace.view', {}))?.steps.run).toEqual({ state: 'failed', line: run?.why });
    await engine.close();
  });

  it('is known by its name alone: what a name could be as a path is not asked for', async () => {
    const engine = hand.start();
    await hand.small(engine, 'names', source, target);
    for (const run of ['..', '.', 'nothing', '../names'])
      expect(await engine.answer('run.page', { run }), run).toMatchObject({ problem: { code: 'usage' } });
    await engine.close();
  });

  it('reads a copy of the workspace as it reads the original', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'copied', source, target);
    const { made } = await finished(engine, 'run.start', {});
    const before = await ask(engine, 'run.report', { run: made! });
    await ask(engine, 'workspace.close', {});
    cpSync(folder, `${folder}-copy`, { recursive: true });
    rmSync(join(`${folder}-copy`, '.cache'), { recursive: true });
    await ask(engine, 'workspace.open', { folder: hand.handle('copied-copy') });
    expect(await ask(engine, 'run.report', { run: made! })).toEqual(before);
    const filter = { table: 'accounts', kind: null, column: null, shard: null, total: null, buckets: null, text: '' };
    expect((await ask(engine, 'findings.page', { run: made!, filter, offset: 0, limit: 10 })).total).toBe('3');
    await engine.close();
  });
});

describe('the plan of a workspace', () => {
  it('is kept with its problems as a draft, and the last good text goes on being the plan', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'draft', source, target);
    const good = readFileSync(join(folder, 'plan.yaml'), 'utf8');
    const bad = good.replace('decimal(2)', 'decimal(two)');
    const view = await ask(engine, 'plan.write', { text: bad });
    expect(view.problems).toMatchObject([{ line: 12 }]);
    expect(view.identity).toBeNull();
    expect(view.tables.map(({ name }) => name)).toEqual(['accounts']);
    expect(readFileSync(join(folder, 'plan.yaml'), 'utf8')).toBe(good);
    expect(readFileSync(join(folder, 'plan.draft.yaml'), 'utf8')).toBe(bad);
    expect(await engine.answer('run.start', {})).toMatchObject({ problem: { code: 'plan_invalid' } });
    await ask(engine, 'workspace.close', {});
    await ask(engine, 'workspace.open', { folder: hand.handle('draft') });
    expect((await ask(engine, 'plan.view', {}))?.text).toBe(bad);
    await ask(engine, 'plan.write', { text: good });
    expect(existsSync(join(folder, 'plan.draft.yaml'))).toBe(false);
    await engine.close();
  });

  it('is undone and redone, also after the program was ended', async () => {
    const engine = hand.start();
    await hand.small(engine, 'undone', source, target);
    const texts = ['# 1\n', '# 2\n', '# 3\n'].map((line) => line + planText(smallTable));
    for (const text of texts) await ask(engine, 'plan.write', { text });
    expect((await ask(engine, 'plan.undo', {})).text).toBe(texts[1]);
    await ask(engine, 'workspace.close', {});
    await ask(engine, 'workspace.open', { folder: hand.handle('undone') });
    expect(await ask(engine, 'plan.view', {})).toMatchObject({ text: texts[1], canUndo: true, canRedo: true });
    expect((await ask(engine, 'plan.redo', {})).text).toBe(texts[2]);
    expect((await ask(engine, 'plan.redo', {})).text).toBe(texts[2]);
    for (let i = 0; i < 5; i++) await ask(engine, 'plan.undo', {});
    expect(await ask(engine, 'plan.view', {})).toMatchObject({ text: planText(smallTable), canUndo: false });
    await ask(engine, 'plan.write', { text: texts[0]! });
    expect(await ask(engine, 'plan.view', {})).toMatchObject({ canUndo: true, canRedo: false });
    await engine.close();
  });

  it('takes up what another editor wrote into its file', async () => {
    const engine = hand.start();
    const folder = await hand.small(engine, 'edited', source, target);
    await ask(engine, 'workspace.close', {});
    const text = `# by hand\n${planText(smallTable)}`;
    writeFileSync(join(folder, 'plan.yaml'), text);
    await ask(engine, 'workspace.open', { folder: hand.handle('edited') });
    expect(await ask(engine, 'plan.view', {})).toMatchObject({ text, canUndo: true });
    await engine.close();
  });

  it('cannot be written to read another folder of the disk than the two that were chosen', async () => {
    const engine = hand.start();
    await hand.small(engine, 'foreign', source, target);
    for (const path of ['/etc', '..', 'target', 'source/../../copied/source']) {
      const text = planText(smallTable).replace('{ path: source }', `{ path: ${path} }`);
      const { problems } = await ask(engine, 'plan.write', { text });
      expect(problems, path).toEqual([
        {
          what: 'The workspace has another source, at source.path',
          line: 3,
          column: 17,
          remedy: 'Write "source"',
        },
      ]);
      expect(await engine.answer('run.start', {})).toMatchObject({ problem: { code: 'plan_invalid' } });
    }
    await engine.close();
  });

  it('is taken from elsewhere with the workspace’s own exports in it', async () => {
    const engine = hand.start();
    await hand.small(engine, 'used', source, target);
    hand.write(
      'other/plan.yaml',
      planText(smallTable).replace('{ path: source }', '{ path: /mnt/old }').replace('small', 'theirs'),
    );
    const view = await ask(engine, 'plan.use', { plan: hand.handle('other', 'plan.yaml') });
    expect(view.problems).toEqual([]);
    expect(view.text).toContain('name: theirs\nsource: { path: source }\n');
    await engine.close();
  });
});
