import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { CallInput, CallName, CallNameBy, CallOutput } from '../../contract/calls.ts';
import type { EngineEvent } from '../../contract/events.ts';
import type { Job } from '../../contract/job.ts';
import { valueOf } from '../../contract/outcome.ts';
import { openEngine, type Engine } from '../../engine/workspace/engine.ts';
import type { Vault } from '../../engine/workspace/means.ts';
import { Handles } from '../../serve/handles.ts';
import { startHashPool } from '../../workers/supervise.ts';

/** Whatever answers calls and tells events: an engine here, or one behind a wire. */
export interface Answering {
  readonly answer: Engine['answer'];
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
}

/** Asks by name, and gives the answer or throws its problem. */
export async function ask<K extends CallName>(of: Answering, name: K, input: CallInput<K>): Promise<CallOutput<K>> {
  return valueOf(await of.answer(name, input)) as CallOutput<K>;
}

/** Starts a job by a call and waits for its end. */
export async function finished(of: Answering, name: CallNameBy<'engine'>, input: object): Promise<Job> {
  const ended = new Map<string, Job>();
  let tell: () => void = () => undefined;
  const quiet = of.listen((event) => {
    if (event.type !== 'job' || event.job.state === 'running') return;
    ended.set(event.job.id, event.job);
    tell();
  });
  try {
    const { job } = valueOf(await of.answer(name, input)) as { job: string };
    while (!ended.has(job)) await new Promise<void>((resolve) => (tell = resolve));
    return ended.get(job)!;
  } finally {
    quiet();
  }
}

/** Real engines over real files, in a folder that is gone when the test file ends. */
export class EngineAtHand {
  readonly path = mkdtempSync(join(tmpdir(), 'tallystick-engine-'));
  readonly handles = new Handles();
  readonly #engines: Engine[] = [];

  constructor() {
    afterAll(async () => {
      for (const engine of this.#engines) await engine.close();
      rmSync(this.path, { recursive: true, force: true });
    });
  }

  start(vault: Vault | null = null): Engine {
    const engine = openEngine({
      resolve: (handle) => this.handles.pathOf(handle),
      startPool: (size, signal, onLane) => startHashPool(size, signal, onLane),
      home: join(this.path, 'home'),
      limits: { threads: 2, memory: 2 ** 30 },
      vault,
      onWorkspace: () => undefined,
    });
    this.#engines.push(engine);
    return engine;
  }

  /** Writes a file below the folder; gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  handle(...segments: string[]): string {
    return this.handles.handleOf(join(this.path, ...segments));
  }

  /** Approves a run as `WHO@bank`, with WHO.key, which was written here. */
  approve(engine: Engine, run: string, who = 'ops', role: 'preparer' | 'approver' = 'preparer') {
    const key = { key: this.handle(`${who}.key`), passphrase: null };
    return ask(engine, 'signoff.sign', { run, ...key, name: `${who}@bank`, role, decision: 'APPROVE', text: '' });
  }

  /** A workspace over two small CSV files, with a plan; gives its folder. */
  async small(engine: Engine, name: string, source: string, target: string, table = smallTable): Promise<string> {
    this.write(`${name}/source/accounts.csv`, source);
    this.write(`${name}/target/accounts.csv`, target);
    await ask(engine, 'workspace.create', {
      name,
      source: this.handle(name, 'source'),
      target: this.handle(name, 'target'),
      folder: this.handle(name),
    });
    await ask(engine, 'plan.write', { text: planText(table) });
    return join(this.path, name);
  }
}

export const smallTable = `  - name: accounts
    source: { files: accounts.csv }
    target: { files: accounts.csv }
    key: [id]
    columns:
      id: { type: text } # the key
      balance:   { type: decimal(2) }
      memo: { type: text }
`;

export const planText = (table: string): string =>
  `tallystick: 1\nname: small\nsource: { path: source }\ntarget: { path: target }\ntables:\n${table}`;
