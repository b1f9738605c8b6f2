import type { Limits } from '../../reconcile/run/limits.ts';
import { RunFindings } from './run-findings.ts';
import type { Workspace } from '../workspace.ts';

/** The findings of the run that is looked at, opened once; another run takes its place. */
export class FindingsBook {
  readonly #workspace: Workspace;
  readonly #limits: () => Limits;
  #open: { readonly run: string; readonly findings: Promise<RunFindings> } | null = null;

  constructor(workspace: Workspace, limits: () => Limits) {
    this.#workspace = workspace;
    this.#limits = limits;
  }

  async of(run: string): Promise<RunFindings> {
    if (this.#open?.run !== run) {
      const before = this.#open;
      const findings = RunFindings.open(this.#workspace, run, this.#limits());
      this.#open = { run, findings };
      findings.catch(() => {
        if (this.#open?.findings === findings) this.#open = null; // asked again, it is tried again
      });
      await before?.findings.then(
        (opened) => opened.close(),
        () => undefined,
      );
    }
    return this.#open.findings;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.findings.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }
}
