import type { EngineEvent } from '../../contract/events.ts';
import type { Job } from '../../contract/job.ts';
import { TallyError } from '../../contract/problem.ts';
import { defaultLimits, type Limits } from '../reconcile/run/limits.ts';
import { loadHash } from '../tree/hashes.ts';
import { Alone } from './alone.ts';
import { checkJournal } from './journal/check-journal.ts';
import { FindingsBook } from './findings/findings-book.ts';
import { Jobs, type JobContext, type Weight } from './jobs.ts';
import type { EngineMeans } from './means.ts';
import { PairsBook } from './plans/pairs-book.ts';
import { Workspace } from './workspace.ts';
import { viewWorkspace } from './workspace-view.ts';

/** What an engine has open: at most one workspace, its jobs, and who listens. */
export class Session {
  readonly means: EngineMeans;
  readonly jobs: Jobs;
  #workspace: Workspace | null = null;
  #findings: FindingsBook | null = null;
  #pairs: PairsBook | null = null;
  readonly #alone = new Alone();
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  constructor(means: EngineMeans) {
    this.means = means;
    this.jobs = new Jobs((job) => {
      this.emit({ type: 'job', job });
      if (job.state !== 'running' || job.progress === null) this.tellWorkspace();
    });
  }

  /** null while none is open. */
  get opened(): Workspace | null {
    return this.#workspace;
  }

  /** The open workspace; a call that needs one is refused without. */
  get workspace(): Workspace {
    return this.#demand();
  }

  get findings(): FindingsBook {
    const workspace = this.workspace;
    return (this.#findings ??= new FindingsBook(workspace, () => this.limits()));
  }

  get pairs(): PairsBook {
    const { folders } = this.workspace;
    return (this.#pairs ??= new PairsBook(folders, () => this.limits()));
  }

  /** Starts a job on the open workspace. */
  start(
    kind: Job['kind'],
    work: (context: JobContext) => Promise<string | null>,
    weight?: Weight,
  ): { readonly job: string } {
    this.#demand();
    return { job: this.jobs.start(kind, work, weight) };
  }

  /** Work that ends when it is asked for again, or when the workspace is closed. */
  alone<T>(kind: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#alone.run(kind, work);
  }

  /** What a job may use; the stage lies in the workspace unless the user said otherwise. */
  limits(): Limits {
    const { limits } = this.means;
    return defaultLimits(this.#workspace === null ? limits : { temp: this.#workspace.passing, ...limits });
  }

  /** `by`: the job that opens it, which goes on. */
  async open(folder: string, by: string | null = null): Promise<Workspace> {
    if (this.#workspace?.folder === folder) return this.#workspace;
    if (this.jobs.running().some(({ kind, id }) => kind !== 'verify' && kind !== 'compare' && id !== by))
      throw new TallyError('usage', 'The open workspace is being worked on', '', 'Wait for it, or cancel it');
    const workspace = new Workspace(folder, await loadHash('sha256')); // what is open stays open where this fails
    await this.#leave();
    workspace.journalFails = (await checkJournal(workspace, null)).fails;
    this.#workspace = workspace;
    this.means.onWorkspace({ folder, name: workspace.name });
    this.tellWorkspace();
    return workspace;
  }

  /** Cancels what works on the workspace, and lets go of it. */
  async close(): Promise<void> {
    await this.jobs.close();
    if (this.#workspace === null) return;
    await this.#leave();
    this.means.onWorkspace(null);
    this.tellWorkspace();
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  tellWorkspace(): void {
    const workspace = this.#workspace;
    this.emit({ type: 'workspace', workspace: workspace === null ? null : viewWorkspace(workspace, this.jobs) });
  }

  #demand(): Workspace {
    if (this.#workspace === null)
      throw new TallyError('usage', 'No workspace is open', '', 'Start a new reconciliation, or open a workspace');
    return this.#workspace;
  }

  async #leave(): Promise<void> {
    await this.jobs.stop('compare');
    await this.#alone.close();
    await this.#findings?.close();
    this.#workspace?.close();
    this.#findings = this.#pairs = this.#workspace = null;
  }
}
