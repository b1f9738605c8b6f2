import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CallNameBy, Handlers } from '../contract/calls.ts';
import { TallyError } from '../contract/problem.ts';
import { tool } from '../engine/reconcile/run/version.ts';
import { isWorkspace, readWorkspaceFile } from '../engine/workspace/workspace-file.ts';
import { browse } from './browse.ts';
import type { Handles } from './handles.ts';

export interface LoopbackMeans {
  /** The folder that was served, absolute. */
  readonly root: string;
  /** Where workspaces are made. */
  readonly home: string;
  readonly handles: Handles;
}

const here = 'The app in a browser';

/** The host's calls where a browser shows the page: no dialogs, no vault, and files of the served folder alone. */
export const hostCalls = ({ root, home, handles }: LoopbackMeans): Handlers<CallNameBy<'host'>> => ({
  'host.view': () => ({
    kind: 'loopback',
    platform: process.platform,
    version: tool.version,
    recent: recent(home, handles),
    vault: { available: false, why: `${here} has no system store; choose the key’s file when you sign` },
  }),
  'host.choose': () => ({ chosen: [] }),
  'host.browse': ({ folder }) => browse(root, folder === null ? root : handles.pathOf(folder), handles),
  'host.saveReport': ({ as }) => {
    const how = as === 'pdf' ? 'Print the report to PDF from the browser' : 'Download it: download/RUN gives the file';
    throw new TallyError('usage', `${here} saves nothing on the server`, '', how);
  },
  'host.saveProof': () => {
    throw new TallyError('usage', `${here} saves nothing on the server`, '', 'The browser keeps the proof');
  },
  'host.saveSample': () => {
    throw new TallyError('usage', `${here} saves nothing on the server`, '', 'The browser keeps the sample');
  },
  'host.saveQuery': () => {
    throw new TallyError('usage', `${here} saves nothing on the server`, '', 'The browser keeps the query');
  },
  'host.openExternal': () => {
    throw new TallyError('usage', `${here} opens links by itself`);
  },
  'host.rememberKey': () => {
    throw new TallyError('usage', `${here} remembers no keys`, '', 'Choose the key’s file when you sign');
  },
  'host.forgetKey': () => {
    throw new TallyError('usage', `${here} remembers no keys`);
  },
});

/** Workspaces of the served folder, the one touched last first. */
function recent(home: string, handles: Handles) {
  const folders = names(home)
    .map((name) => join(home, name))
    .filter(isWorkspace);
  const found = folders.flatMap((folder) => {
    try {
      const at = statSync(join(folder, 'workspace.json'))
        .mtime.toISOString()
        .replace(/\.\d+Z$/, 'Z');
      return [{ handle: handles.handleOf(folder), name: readWorkspaceFile(folder).name, at }];
    } catch {
      return []; // opening it would say what is wrong
    }
  });
  return found.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 8);
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
