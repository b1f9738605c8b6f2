import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calls, type CallName } from '../contract/calls.ts';
import { TallyError } from '../contract/problem.ts';
import { answer } from '../contract/validate.ts';
import type { Limits } from '../engine/reconcile/run/limits.ts';
import { engineThread, startEngine } from '../workers/start-engine.ts';
import { Handles } from './handles.ts';
import { hostCalls } from './host-calls.ts';
import { pageFiles } from './page-files.ts';
import { startPageServer, type PageServer } from './page-server.ts';

export interface Loopback extends Pick<PageServer, 'link' | 'port'> {
  readonly close: () => Promise<void>;
}

export interface LoopbackRequest {
  /** The folder whose exports and workspaces the page may see, absolute. */
  readonly root: string;
  readonly port: number;
  readonly limits: Partial<Limits>;
  /** The built page. */
  readonly page?: string;
}

/** Beside the bundle; from the sources, where the build puts it. */
const builtPage = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/page' : './page', import.meta.url));

/** The app for a browser: the engine in a thread, the page and the contract on 127.0.0.1. */
export async function startLoopback({ root, port, limits, page = builtPage() }: LoopbackRequest): Promise<Loopback> {
  if (!existsSync(join(page, 'index.html')))
    throw new TallyError('usage', 'The page is not built', page, 'Run npm run build first');
  const handles = new Handles();
  const home = join(root, 'tallystick-workspaces');
  const host = hostCalls({ root, home, handles });
  const engine = startEngine(engineThread, {
    settings: { home, limits },
    pathOf: (handle) => handles.pathOf(handle),
    vault: null,
    onEvent: (event) => server?.tell(event),
    onWorkspace: () => undefined,
  });
  let server: PageServer | null = null;
  try {
    server = await startPageServer({
      port,
      files: pageFiles(page),
      answer: (name, input) =>
        Object.hasOwn(calls, name) && calls[name as CallName].by === 'engine'
          ? engine.answer(name, input)
          : answer(host, name, input),
    });
  } catch (error) {
    await engine.stop();
    throw error;
  }
  const { link, port: own, close } = server;
  return {
    link,
    port: own,
    close: async () => {
      await close();
      await engine.stop();
    },
  };
}
