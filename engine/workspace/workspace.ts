import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { TallyError } from '../../contract/problem.ts';
import type { BySide } from '../../contract/side.ts';
import { tool } from '../reconcile/run/version.ts';
import type { Hash } from '../tree/hashes.ts';
import { Journal } from './journal/journal.ts';
import { lockWorkspace } from './lock.ts';
import { PlanStore } from './plans/plan-store.ts';
import { RunLog } from './runs/run-log.ts';
import { summarise, type RunSummary } from './runs/run-summary.ts';
import { SnapshotStore } from './snapshots/snapshot-store.ts';
import {
  isWorkspace,
  nothingGiven,
  readWorkspaceFile,
  writeWorkspaceFile,
  type Vouching,
  type WorkspaceSettings,
} from './workspace-file.ts';

/** A workspace as it is open: a folder the user can copy, archive and diff. */
export class Workspace {
  readonly folder: string;
  readonly name: string;
  readonly folders: BySide<string>;
  readonly journal: Journal;
  /** What was last found of the journal: judged on opening, and whenever it is looked at. */
  journalFails = false;
  readonly plan: PlanStore;
  readonly runs: RunLog;
  readonly snapshots: SnapshotStore;
  /** What can be made again from the rest: left out of copies without loss. */
  readonly cache: string;
  readonly #unlock: () => void;
  readonly #summaries = new Map<string, RunSummary | null>();
  #vouching: Vouching;

  /** Throws where the folder is no workspace or is open elsewhere. `hash` is SHA-256, the journal's. */
  constructor(folder: string, hash: Hash) {
    const { name, folders, vouching } = readWorkspaceFile(folder);
    this.#unlock = lockWorkspace(folder);
    try {
      this.folder = folder;
      this.name = name;
      this.folders = folders;
      this.#vouching = vouching;
      this.cache = join(folder, '.cache');
      mkdirSync(this.cache, { recursive: true, mode: 0o700 });
      // What a program that died had staged.
      rmSync(this.passing, { recursive: true, force: true });
      mkdirSync(this.passing, { mode: 0o700 });
      this.journal = new Journal(folder, hash);
      this.journal.append({ event: 'open', tool: tool.version, user: userName() });
      this.plan = new PlanStore(folder, folders, this.journal);
      this.runs = new RunLog(folder, this.journal);
      this.snapshots = new SnapshotStore(folder);
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** For what passes: what a run stages, what a search spills. Removed on opening and on closing. */
  get passing(): string {
    return join(this.cache, 'stage');
  }

  get vouching(): Vouching {
    return this.#vouching;
  }

  /** What certificates are judged by from now on; what was judged by something else is no longer shown. */
  vouch(vouching: Vouching): void {
    writeWorkspaceFile(this.folder, { name: this.name, folders: this.folders, vouching });
    this.#vouching = vouching;
    this.snapshots.forgetCertificates();
  }

  /** What is shown of a finished run; null where its package is not there any more, or not as it was written. */
  summary(run: string): RunSummary | null {
    let summary = this.#summaries.get(run);
    if (summary === undefined) {
      try {
        summary = summarise(this.runs.package(run));
      } catch {
        summary = null;
      }
      this.#summaries.set(run, summary);
    }
    return summary;
  }

  /** After a sign-off: the summary is read anew. */
  forget(run: string): void {
    this.#summaries.delete(run);
  }

  close(): void {
    rmSync(this.passing, { recursive: true, force: true });
    this.#unlock();
  }
}

/** As the system calls whoever runs this; a container may have no name for them. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** Makes a folder a workspace. It must be new, or hold no other workspace. */
export function createWorkspace(folder: string, settings: Omit<WorkspaceSettings, 'vouching'>): void {
  if (isWorkspace(folder))
    throw new TallyError('output_not_empty', 'The folder is a workspace already', folder, 'Open it, or name another');
  demandFolder(folder);
  writeWorkspaceFile(folder, { ...settings, vouching: nothingGiven });
}

function demandFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw cause;
    throw new TallyError('usage', 'A workspace cannot be made there', path, 'Choose a folder that you may write to', {
      cause,
    });
  }
}

/** A folder below `home` for a workspace of that name, which nothing else has. */
export function freshFolder(home: string, name: string): string {
  demandFolder(home);
  const base =
    name
      .replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')
      .replace(/^[. ]+/, '')
      .slice(0, 80)
      .trim() || 'workspace';
  const taken = new Set(readdirSync(home).map((other) => other.toLowerCase()));
  let folder = base;
  for (let n = 2; taken.has(folder.toLowerCase()); n++) folder = `${base} ${n}`;
  return join(home, folder);
}
