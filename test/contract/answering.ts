import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { EngineEvent } from '../../contract/events.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { openEngine } from '../../engine/workspace/engine.ts';
import { Handles } from '../../serve/handles.ts';
import { startLoopback } from '../../serve/loopback.ts';
import { engineThread, startEngine } from '../../workers/start-engine.ts';
import { startHashPool } from '../../workers/supervise.ts';
import type { Answering } from '../workspace/engine-at-hand.ts';

/** The contract as somebody reaches it. */
export interface Reached extends Answering {
  /** The handle of a file or folder below the folder of the exports. */
  readonly handleOf: (name: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

const limits = { threads: 2, memory: 2 ** 30 };

/** A folder of its own for each, with two exports that differ in one row. */
export function exports(): string {
  const root = mkdtempSync(join(tmpdir(), 'tallystick-contract-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  for (const side of ['source', 'target']) {
    mkdirSync(join(root, side));
    writeFileSync(join(root, side, 'accounts.csv'), `id,balance\nA,1.00\nB,2.0${side === 'source' ? 0 : 1}\n`);
  }
  return root;
}

export const transports: Readonly<Record<string, (root: string) => Promise<Reached>>> = {
  'in the process': (root) => {
    const handles = new Handles();
    const engine = openEngine({
      resolve: (handle) => handles.pathOf(handle),
      startPool: (size, signal, onLane) => startHashPool(size, signal, onLane),
      home: join(root, 'home'),
      limits,
      vault: null,
      onWorkspace: () => undefined,
    });
    const handleOf = (name: string) => Promise.resolve(handles.handleOf(join(root, name)));
    return Promise.resolve({ ...engine, handleOf });
  },
  'over a MessagePort': (root) => {
    const handles = new Handles();
    const listeners = new Set<(event: EngineEvent) => void>();
    const { answer, stop } = startEngine(engineThread, {
      settings: { home: join(root, 'home'), limits },
      pathOf: (handle) => handles.pathOf(handle),
      vault: null,
      onWorkspace: () => undefined,
      onEvent: (event) => listeners.forEach((listener) => listener(event)),
    });
    const handleOf = (name: string) => Promise.resolve(handles.handleOf(join(root, name)));
    return Promise.resolve({ answer, listen: listening(listeners), handleOf, close: stop });
  },
  'over HTTP': async (root) => {
    const page = join(root, 'page');
    mkdirSync(page, { recursive: true });
    writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
    const loopback = await startLoopback({ root, port: 0, limits, page });
    const browser = await Browser.open(loopback.link);
    const listeners = new Set<(event: EngineEvent) => void>();
    await browser.listen((event) => listeners.forEach((listener) => listener(event)));
    return {
      answer: (name, input) => browser.call(name, input),
      listen: listening(listeners),
      handleOf: async (name) => {
        const outcome = await browser.call('host.browse', { folder: null });
        const { entries } = (outcome as { ok: { entries: { name: string; handle: string }[] } }).ok;
        return entries.find((entry) => entry.name === name)!.handle;
      },
      close: async () => {
        browser.close();
        await loopback.close();
      },
    };
  },
};

const listening = (listeners: Set<(event: EngineEvent) => void>) => (listener: (event: EngineEvent) => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** As much of a browser as the loopback server needs: it keeps the cookie, and says where its posts come from. */
export class Browser {
  readonly origin: string;
  readonly cookie: string;
  readonly #stop = new AbortController();

  private constructor(origin: string, cookie: string) {
    this.origin = origin;
    this.cookie = cookie;
  }

  static async open(link: string): Promise<Browser> {
    const response = await fetch(link);
    const [cookie] = response.headers.getSetCookie();
    if (cookie === undefined) throw new Error(await response.text());
    return new Browser(new URL(link).origin, cookie.split(';')[0]!);
  }

  get(path: string): Promise<Response> {
    return fetch(this.origin + path, { headers: { cookie: this.cookie } });
  }

  async call(name: string, input: unknown): Promise<Outcome> {
    const response = await fetch(`${this.origin}/call/${name}`, {
      method: 'POST',
      headers: { cookie: this.cookie, origin: this.origin, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Outcome;
  }

  /** Resolves when the stream is open. */
  async listen(listener: (event: EngineEvent) => void): Promise<void> {
    const { signal } = this.#stop;
    const response = await fetch(`${this.origin}/events`, { headers: { cookie: this.cookie }, signal });
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const messages = text.split('\n\n');
        text = messages.pop()!;
        for (const message of messages)
          if (message.startsWith('data: ')) listener(JSON.parse(message.slice(6)) as EngineEvent);
      }
    };
    read().catch(() => undefined); // it was closed
  }

  close(): void {
    this.#stop.abort();
  }
}
