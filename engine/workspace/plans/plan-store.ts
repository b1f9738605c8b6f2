import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { sides, type BySide } from '../../../contract/side.ts';
import { judgePlan } from '../../plan/parse-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import { pathText, type PlanProblem } from '../../plan/plan-problem.ts';
import { readDocument } from '../../plan/read-document.ts';
import type { Journal } from '../journal/journal.ts';
import { PlanHistory } from './plan-history.ts';
import { replaceFile } from '../replace-file.ts';
import { writtenPath } from '../workspace-file.ts';

/**
 * The plan of a workspace: `plan.yaml` is the last text without problems, what a run goes by; `plan.draft.yaml` is
 * there while the text has some, so that nothing typed is ever lost.
 */
export class PlanStore {
  readonly #workspace: string;
  readonly #folders: BySide<string>;
  readonly #history: PlanHistory;
  readonly #journal: Journal;
  #text: string | null = null;
  #problems: readonly PlanProblem[] = [];
  #good: { readonly plan: Plan; readonly text: string } | null = null;

  constructor(workspace: string, folders: BySide<string>, journal: Journal) {
    this.#workspace = workspace;
    this.#folders = folders;
    this.#journal = journal;
    this.#history = new PlanHistory(workspace);
    const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
    const good = read(this.#planPath);
    if (good !== null) this.#take(good);
    const text = read(this.#draftPath) ?? good;
    if (text === null) return;
    if (text !== good) this.#take(text);
    // Somebody wrote the file with another editor while we were away.
    if (text === this.#history.current()) return;
    if (text === good && this.#problems.length === 0) this.#record('found');
    this.#history.push(text);
  }

  get text(): string | null {
    return this.#text;
  }
  get problems(): readonly PlanProblem[] {
    return this.#problems;
  }
  /** The last plan without problems, and its text. */
  get good(): { readonly plan: Plan; readonly text: string } | null {
    return this.#good;
  }
  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** Keeps a text, whatever is wrong with it. */
  write(text: string): void {
    if (text === this.#text) return;
    this.#take(text);
    this.#save(text);
    this.#history.push(text);
  }

  /** Goes to the text before or after; stays where there is none. */
  step(by: -1 | 1): void {
    const text = this.#history.step(by);
    if (text === null) return;
    this.#take(text);
    this.#save(text);
  }

  /** What a run goes by: refuses (`plan_invalid`) where the text as it stands has problems. */
  demand(): { readonly plan: Plan; readonly text: string } {
    const [first] = this.#problems;
    if (first !== undefined)
      throw new TallyError(
        'plan_invalid',
        `${first.what}${first.path.length === 0 ? '' : `, at ${pathText(first.path)}`}`,
        `plan.yaml, line ${first.line}, column ${first.column}`,
        first.remedy,
      );
    if (this.#good === null) throw new TallyError('usage', 'There is no plan yet', '', 'Propose one, or open one');
    return this.#good;
  }

  /** Where a signature of the plan lies, as beside any plan. */
  get signaturePath(): string {
    return `${this.#planPath}.sig`;
  }

  get #planPath(): string {
    return join(this.#workspace, 'plan.yaml');
  }
  get #draftPath(): string {
    return join(this.#workspace, 'plan.draft.yaml');
  }

  #take(text: string): void {
    const bytes = Buffer.from(text);
    const judged = judgePlan(bytes);
    this.#text = text;
    this.#problems = 'problems' in judged ? judged.problems : this.#foreignPaths(judged.plan, bytes);
    if (this.#problems.length === 0 && 'plan' in judged) this.#good = { plan: judged.plan, text };
  }

  #save(text: string): void {
    if (this.#problems.length > 0) replaceFile(this.#draftPath, text);
    else {
      this.#record('written');
      replaceFile(this.#planPath, text);
      rmSync(this.#draftPath, { force: true });
    }
  }

  /** On disk before the plan takes effect. */
  #record(how: 'written' | 'found'): void {
    const { plan, text } = this.#good!;
    const sha256 = createHash('sha256').update(text).digest('hex');
    this.#journal.append({ event: 'plan', how, plan: plan.identity, sha256 });
  }

  /** The page writes this text, and a page that was taken over must not choose what is read from the disk. */
  #foreignPaths(plan: Plan, bytes: Uint8Array): PlanProblem[] {
    return sides.flatMap((side) => {
      if (resolve(this.#workspace, plan.paths[side]) === this.#folders[side]) return [];
      const path = [side, 'path'];
      const place = readDocument(bytes).places?.position(path, 'value') ?? { line: 1, column: 1 };
      const own = JSON.stringify(writtenPath(this.#workspace, this.#folders[side]));
      return [{ what: `The workspace has another ${side}`, path, remedy: `Write ${own}`, ...place }];
    });
  }
}
