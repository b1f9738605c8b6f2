import { Worker } from 'node:worker_threads';
import type { EngineEvent } from '../contract/events.ts';
import { outcomeOf, type Outcome } from '../contract/outcome.ts';
import { problemOf, TallyError } from '../contract/problem.ts';
import type { Vault } from '../engine/workspace/means.ts';
import type { EngineSettings } from './engine-control.ts';
import { Rpc, type Wire } from './rpc.ts';

/** An engine as it runs somewhere: a thread here, a utility process in the desktop's shell. */
export interface EngineChild {
  readonly wire: Wire;
  /** Told once, however it ends. */
  readonly onExit: (listener: (why: string) => void) => void;
  readonly kill: () => unknown;
}

export interface EngineHost {
  readonly settings: EngineSettings;
  /** The path behind a handle; throws for one that was never given out. */
  readonly pathOf: (handle: string) => string;
  readonly vault: Vault | null;
  readonly onEvent: (event: EngineEvent) => void;
  readonly onWorkspace: (workspace: { readonly folder: string; readonly name: string } | null) => void;
}

export interface RunningEngine {
  /** A call of the page's. Never rejects; an engine that ends meanwhile is a `machine` problem. */
  readonly answer: (name: string, input: unknown) => Promise<Outcome>;
  /** Opens the workspace in a folder that the user named to the host itself. */
  readonly open: (folder: string) => Promise<void>;
  /** Cancels what works, lets go of the workspace, ends the engine. */
  readonly stop: () => Promise<void>;
}

const handleForm = /^h-[0-9a-f]{32}$/;
/** An engine that ends this often within a minute is not started again: it would end again. */
const mostDeaths = 3;
const patience = 10_000; // ms for an engine to end by itself

/** Starts an engine and keeps one running: a dead one is told of, started again, and given its workspace back. */
export function startEngine(spawn: () => EngineChild, host: EngineHost): RunningEngine {
  const deaths: number[] = [];
  let stopping = false;
  let folder: string | null = null;
  let crashed = '';
  let current = begin();

  function begin(): { readonly rpc: Rpc; readonly child: EngineChild; readonly ready: Promise<void> } {
    const child = spawn();
    const rpc = new Rpc(child.wire, (name, input) => outcomeOf(() => fromEngine(name, input)), fromWire);
    child.onExit((why) => {
      rpc.fail(new TallyError('machine', 'The engine ended before it answered', why, 'Try again'));
      if (!stopping) restart(crashed === '' ? why : crashed);
    });
    const ready = rpc.ask('start', { ...host.settings, vault: host.vault !== null }).then(() => undefined);
    ready.catch(() => undefined); // whoever calls is told
    return { rpc, child, ready };
  }

  function restart(why: string): void {
    crashed = '';
    host.onEvent({ type: 'engine', state: 'gone', why });
    const now = performance.now();
    deaths.push(now);
    if (deaths.filter((death) => now - death < 60_000).length > mostDeaths) return;
    current = begin();
    const again = async (): Promise<void> => {
      await current.ready;
      if (folder !== null) await current.rpc.ask('open', { folder });
      host.onEvent({ type: 'engine', state: 'back', why });
    };
    again().catch((error: unknown) => {
      // Without its workspace it is still an engine: the page shows Start, and the problem.
      host.onEvent({ type: 'engine', state: 'back', why: problemOf(error).what });
    });
  }

  async function fromEngine(name: string, input: unknown): Promise<unknown> {
    if (name === 'workspace') {
      const { workspace } = input as { workspace: { folder: string; name: string } | null };
      folder = workspace?.folder ?? null;
      host.onWorkspace(workspace);
      return null;
    }
    if (host.vault === null) throw new TallyError('internal', 'There is no vault here');
    return name === 'vault.list' ? host.vault.list() : host.vault.open((input as { id: string }).id);
  }

  function fromWire(event: unknown): void {
    if (typeof event === 'object' && event !== null && 'crash' in event) crashed = String(event.crash);
    else host.onEvent(event as EngineEvent);
  }

  return {
    answer: async (name, input) => {
      const asked = await outcomeOf(async () => {
        const { rpc, ready } = current;
        await ready;
        return rpc.outcome('call', { name, input, paths: pathsBehind(input, host.pathOf) });
      });
      return 'ok' in asked ? asked.ok : asked;
    },
    open: async (place) => {
      await current.ready;
      await current.rpc.ask('open', { folder: place });
    },
    stop: async () => {
      stopping = true;
      const { rpc, child } = current;
      const late = new Promise((resolve) => setTimeout(resolve, patience).unref());
      await Promise.race([rpc.ask('stop', {}).catch(() => undefined), late]);
      await child.kill();
    },
  };
}

/** Handles stand at the top of an input, wherever one takes any. One that nobody gave out is the engine's to refuse. */
function pathsBehind(input: unknown, pathOf: (handle: string) => string): Record<string, string> {
  if (typeof input !== 'object' || input === null) return {};
  const paths: Record<string, string> = {};
  for (const value of Object.values(input)) {
    if (typeof value !== 'string' || !handleForm.test(value)) continue;
    try {
      paths[value] = pathOf(value);
    } catch {
      continue;
    }
  }
  return paths;
}

const entry = import.meta.url.endsWith('.ts') ? './engine.worker.ts' : './engine.worker.js';

/** The engine in a thread of this process, as the loopback server has it. */
export function engineThread(): EngineChild {
  const worker = new Worker(new URL(entry, import.meta.url), { stdin: false });
  let why = '';
  worker.once('error', (error) => (why = problemOf(error).what));
  return {
    wire: {
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => worker.on('message', listener),
    },
    onExit: (listener) => worker.once('exit', (status) => listener(why === '' ? `It ended with ${status}` : why)),
    kill: () => worker.terminate(),
  };
}
