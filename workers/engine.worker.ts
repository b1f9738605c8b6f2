import { parentPort } from 'node:worker_threads';
import { outcomeOf, type Outcome } from '../contract/outcome.ts';
import { problemOf, TallyError } from '../contract/problem.ts';
import { openEngine, type Engine } from '../engine/workspace/engine.ts';
import type { Vault, VaultKey } from '../engine/workspace/means.ts';
import { controlSchemas } from './engine-control.ts';
import { Rpc, type Wire } from './rpc.ts';
import { startHashPool } from './supervise.ts';

/** The desktop's utility process speaks by this port, a thread by the other; nothing else differs. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function parentWire(): Wire | null {
  const utility = (process as { readonly parentPort?: UtilityPort }).parentPort;
  if (utility !== undefined)
    return {
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', ({ data }) => listener(data)),
    };
  const thread = parentPort;
  if (thread === null) return null;
  return {
    post: (message) => thread.postMessage(message),
    onMessage: (listener) => thread.on('message', listener),
  };
}

function hostEngine(wire: Wire): void {
  const paths = new Map<string, string>();
  let engine: Engine | null = null;
  const started = (): Engine => {
    if (engine === null) throw new TallyError('internal', 'The engine was not started');
    return engine;
  };
  const rpc = new Rpc(wire, (name, input) => answers[name]?.(input) ?? Promise.resolve(unknown(name)));
  const vault: Vault = {
    list: async () => (await rpc.ask('vault.list', {})) as readonly VaultKey[],
    open: async (id) => (await rpc.ask('vault.open', { id })) as Awaited<ReturnType<Vault['open']>>,
  };
  const answers: Readonly<Record<string, (input: unknown) => Promise<Outcome>>> = {
    start: (input) =>
      outcomeOf(() => {
        const settings = controlSchemas.start.parse(input);
        engine = openEngine({
          resolve: (handle) => {
            const path = paths.get(handle);
            if (path !== undefined) return path;
            throw new TallyError(
              'usage',
              'Nothing was chosen under this handle',
              '',
              'Choose the file or folder again',
            );
          },
          startPool: (size, signal, onLane) => startHashPool(size, signal, onLane),
          home: settings.home,
          limits: settings.limits as Partial<{ memory: number; threads: number; temp: string }>,
          vault: settings.vault ? vault : null,
          // A host that cannot note it down has lost a list of recent ones, and no more.
          onWorkspace: (workspace) => void rpc.ask('workspace', { workspace }).catch(() => undefined),
        });
        engine.listen((event) => rpc.tell(event));
      }),
    call: async (input) => {
      const { name, input: asked, paths: behind } = controlSchemas.call.parse(input);
      for (const [handle, path] of Object.entries(behind)) paths.set(handle, path);
      return started().answer(name, asked);
    },
    open: (input) => outcomeOf(() => started().open(controlSchemas.open.parse(input).folder)),
    stop: () => outcomeOf(() => engine?.close()),
  };
  // DuckDB in the middle of a query would take the whole process with it: it is interrupted before this ends.
  const crash = (error: unknown): void => {
    rpc.tell({ crash: problemOf(error).what });
    const end = (): never => process.exit(1);
    setTimeout(end, 2000);
    void (engine?.close() ?? Promise.resolve()).then(end, end);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

const unknown = (name: string): Outcome => ({
  problem: new TallyError('internal', 'The engine is not asked that', name).problem,
});

const wire = parentWire();
if (wire !== null) hostEngine(wire);
