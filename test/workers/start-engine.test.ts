import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../contract/events.ts';
import { TallyError } from '../../contract/problem.ts';
import { Handles } from '../../serve/handles.ts';
import { Rpc, type Wire } from '../../workers/rpc.ts';
import { engineThread, startEngine, type EngineChild, type RunningEngine } from '../../workers/start-engine.ts';
import { ask, planText, smallTable, type Answering } from '../workspace/engine-at-hand.ts';

const root = mkdtempSync(join(tmpdir(), 'tallystick-engines-'));
const engines: RunningEngine[] = [];
afterAll(async () => {
  for (const engine of engines) await engine.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A supervised engine, and the thread it runs in, to be killed. */
function watched() {
  const handles = new Handles();
  const children: EngineChild[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  const engine = startEngine(
    () => {
      const child = engineThread();
      children.push(child);
      return child;
    },
    {
      settings: { home: join(root, 'home'), limits: { threads: 2, memory: 2 ** 30 } },
      pathOf: (handle) => handles.pathOf(handle),
      vault: null,
      onWorkspace: () => undefined,
      onEvent: (event) => listeners.forEach((listener) => listener(event)),
    },
  );
  engines.push(engine);
  const answering: Answering = {
    answer: engine.answer,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const next = (wanted: (event: EngineEvent) => boolean) =>
    new Promise<EngineEvent>((resolve) => {
      const quiet = answering.listen((event) => {
        if (!wanted(event)) return;
        quiet();
        resolve(event);
      });
    });
  return { answering, handles, kill: () => children.at(-1)!.kill(), children, next };
}

const engineIs = (state: 'gone' | 'back') => (event: EngineEvent) => event.type === 'engine' && event.state === state;

function exportsIn(name: string, rows: number): string {
  const folder = join(root, name);
  for (const side of ['source', 'target']) {
    mkdirSync(join(folder, side), { recursive: true });
    const lines = Array.from({ length: rows }, (_, i) => `K${i},${i}.00,memo\n`);
    writeFileSync(join(folder, side, 'accounts.csv'), `id,balance,memo\n${lines.join('')}`);
  }
  return folder;
}

describe('an engine that ends without being asked to', () => {
  it('is noticed, said, started again, and has its workspace open and its draft unlost', async () => {
    const { answering, handles, kill, next } = watched();
    const folder = exportsIn('draft', 3);
    const handle = (name: string) => handles.handleOf(join(folder, name));
    await ask(answering, 'workspace.create', {
      name: 'draft',
      source: handle('source'),
      target: handle('target'),
      folder: handles.handleOf(folder),
    });
    const draft = `${planText(smallTable)}unfinished: [`;
    await ask(answering, 'plan.write', { text: draft });
    const gone = next(engineIs('gone'));
    const back = next(engineIs('back'));
    await kill();
    expect(await gone).toMatchObject({ type: 'engine', state: 'gone' });
    await back;
    expect((await ask(answering, 'workspace.view', {}))?.name).toBe('draft');
    expect((await ask(answering, 'plan.view', {}))?.text).toBe(draft);
  });

  it('fails what waits for it, as what the machine did', async () => {
    const { answering, kill, next } = watched();
    await ask(answering, 'jobs.view', {});
    const back = next(engineIs('back'));
    const asked = [answering.answer('jobs.view', {}), answering.answer('workspace.view', {})];
    await kill();
    for (const outcome of await Promise.all(asked))
      expect('ok' in outcome || outcome.problem.code === 'machine').toBe(true);
    await back;
    expect(await ask(answering, 'jobs.view', {})).toEqual({ jobs: [] });
  });

  it('leaves its run cut off, and the run is started again', async () => {
    const { answering, handles, kill, next } = watched();
    const folder = exportsIn('cut', 200_000);
    const handle = (name: string) => handles.handleOf(join(folder, name));
    await ask(answering, 'workspace.create', {
      name: 'cut',
      source: handle('source'),
      target: handle('target'),
      folder: handles.handleOf(folder),
    });
    await ask(answering, 'plan.write', { text: planText(smallTable) });
    const working = next((event) => event.type === 'run');
    const back = next(engineIs('back'));
    await ask(answering, 'run.start', {});
    await working;
    await kill();
    await back;
    const view = await ask(answering, 'workspace.view', {});
    expect(view?.steps.run).toEqual({ state: 'failed', line: 'The last run was cut off' });
    expect((await ask(answering, 'run.list', {})).runs).toMatchObject([{ state: 'cut off' }]);
    const done = next((event) => event.type === 'job' && event.job.state === 'done');
    await ask(answering, 'run.start', {});
    await done;
    expect((await ask(answering, 'run.list', {})).runs.map(({ state }) => state)).toEqual(['done', 'cut off']);
  });

  it('again and again is not started for ever', async () => {
    const { answering, kill, next, children } = watched();
    for (let death = 1; death <= 4; death++) {
      const gone = next(engineIs('gone'));
      const back = next(engineIs('back'));
      await kill();
      await gone;
      if (death <= 3) await back;
    }
    expect(children).toHaveLength(4);
    expect(await answering.answer('jobs.view', {})).toMatchObject({ problem: { code: 'machine' } });
  });
});

describe('an engine that is stopped', () => {
  it('cancels what works and lets go of its workspace before it ends, and is not called gone', async () => {
    const { answering, handles, next } = watched();
    const folder = exportsIn('stopped', 200_000);
    const handle = (name: string) => handles.handleOf(join(folder, name));
    await ask(answering, 'workspace.create', {
      name: 'stopped',
      source: handle('source'),
      target: handle('target'),
      folder: handles.handleOf(folder),
    });
    await ask(answering, 'plan.write', { text: planText(smallTable) });
    const working = next((event) => event.type === 'run');
    await ask(answering, 'run.start', {});
    await working;
    const told: EngineEvent[] = [];
    answering.listen((event) => told.push(event));
    await engines.at(-1)!.stop();
    expect(told.filter(({ type }) => type === 'engine')).toEqual([]);
    const again = watched();
    await ask(again.answering, 'workspace.open', { folder: again.handles.handleOf(folder) });
    expect((await ask(again.answering, 'run.list', {})).runs).toMatchObject([{ state: 'cancelled' }]);
  });
});

describe('the wire to an engine', () => {
  const ends = () => {
    const { port1, port2 } = new MessageChannel();
    const wire = (port: typeof port1): Wire => ({
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', listener),
    });
    return { here: wire(port1), there: wire(port2), close: () => port1.close() };
  };

  it('carries questions both ways, each with its own answer', async () => {
    const { here, there, close } = ends();
    const a = new Rpc(here, (name) => Promise.resolve({ ok: `a heard ${name}` }));
    const b = new Rpc(there, (name, input) => Promise.resolve({ ok: [name, input] }));
    expect(await Promise.all([a.ask('x', 1), b.ask('y', 2), a.ask('z', { deep: [null] })])).toEqual([
      ['x', 1],
      'a heard y',
      ['z', { deep: [null] }],
    ]);
    close();
  });

  it('drops what is no message of ours, and goes on', async () => {
    const { here, there, close } = ends();
    let asked = 0;
    expect(new Rpc(here, () => Promise.resolve({ ok: ++asked }))).toBeInstanceOf(Rpc);
    const b = new Rpc(there, () => Promise.resolve({ ok: null }));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.jsonValue(),
          fc.record({ ask: fc.anything(), name: fc.constantFrom(7, null, ['constructor']), input: fc.jsonValue() }),
          // What comlink would obey.
          fc.constantFrom(
            { id: '1', type: 'APPLY', path: ['constructor', 'constructor'], argumentList: [] },
            { told: 99, outcome: { ok: 1 } },
            { told: 0, outcome: 7 },
          ),
        ),
        async (message) => {
          const before = asked;
          there.post(structuredCloneable(message));
          await b.ask('after', null);
          expect(asked).toBe(before + 1);
        },
      ),
      { numRuns: 100 },
    );
    close();
  });

  it('fails what waits when the other end is gone, and all that is asked after', async () => {
    const { here, close } = ends();
    const rpc = new Rpc(here, () => Promise.resolve({ ok: null }));
    const waiting = rpc.ask('x', null);
    rpc.fail(new TallyError('machine', 'gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(rpc.ask('y', null)).rejects.toThrow('gone');
    close();
  });
});

const structuredCloneable = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown;
