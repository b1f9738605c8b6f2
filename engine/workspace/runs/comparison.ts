import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { CallOutput, JudgedInput } from '../../../contract/calls.ts';
import type { StepView } from '../../../contract/rehearsal.ts';
import { TallyError } from '../../../contract/problem.ts';
import { differenceKinds } from '../../evidence/differences/difference.ts';
import { readDifference } from '../../evidence/differences/read-difference.ts';
import { compareRehearsals, gateOf } from '../../evidence/rehearsals/compare-rehearsals.ts';
import type { Rehearsal } from '../../evidence/rehearsals/open-rehearsal.ts';
import { stepDocument } from '../../evidence/rehearsals/step-document.ts';
import type { JobContext } from '../jobs.ts';
import { readLineAt } from './read-line-at.ts';
import { MovedLog, type MovedWish } from './moved-log.ts';

type Wish = JudgedInput<'rehearsals.moved'>;
type Page = CallOutput<'rehearsals.moved'>;

/** Packages as they were compared last, and the differences behind every count. */
export class Comparison {
  readonly #rehearsals: readonly Rehearsal[];
  readonly #log: MovedLog;
  readonly steps: StepView[];
  /** The list that was asked for last: its pages are asked for one after another. */
  #listed: { readonly of: string; readonly places: Promise<Float64Array> } | null = null;

  private constructor(rehearsals: readonly Rehearsal[], log: MovedLog, steps: StepView[]) {
    this.#rehearsals = rehearsals;
    this.#log = log;
    this.steps = steps;
  }

  /** `passing`: a folder for what passes. */
  static async of(rehearsals: readonly Rehearsal[], passing: string, job: JobContext): Promise<Comparison> {
    const log = new MovedLog(join(passing, `moved-${randomUUID()}`));
    try {
      const { signal, onProgress } = job;
      const steps = await compareRehearsals(rehearsals, {
        ...{ signal, onProgress },
        onMoved: (to, table, kind, moved) => log.add(to, table, kind, moved),
      });
      log.end();
      return new Comparison(rehearsals, log, steps.map(stepDocument));
    } catch (error) {
      log.remove();
      throw error;
    }
  }

  async page({ to, what, scope, offset, limit }: Wish): Promise<Page> {
    if (to >= this.#rehearsals.length) throw new TallyError('usage', 'There is no such step', String(to));
    const places = await this.#places(to, { what, ...narrowed(scope) });
    const { differences, name } = this.#rehearsals[what === 'gone' ? to - 1 : to]!;
    const fd = openSync(differences, 'r');
    try {
      const rows = [...places.subarray(offset, offset + limit)].map((at) => rowOf(readLineAt(fd, at), name));
      return { total: String(places.length), offset, rows };
    } finally {
      closeSync(fd);
    }
  }

  remove(): void {
    this.#log.remove();
  }

  #places(to: number, wish: MovedWish): Promise<Float64Array> {
    const of = JSON.stringify([to, wish]);
    if (this.#listed?.of !== of) this.#listed = { of, places: this.#log.list(to, wish) };
    return this.#listed.places;
  }
}

function narrowed(scope: Wish['scope']): Pick<MovedWish, 'table' | 'kinds'> {
  switch (scope.of) {
    case 'all':
      return { table: null, kinds: differenceKinds };
    case 'table':
      return { table: scope.name, kinds: differenceKinds };
    case 'gate':
      return { table: null, kinds: differenceKinds.filter((kind) => gateOf[kind] === scope.name) };
    case 'kind':
      return { table: scope.table, kinds: [scope.kind] };
  }
}

function rowOf(line: string, where: string): Page['rows'][number] {
  const { table, kind, key, columns, column = null, text = null, source, target } = readDifference(line, where);
  const place = (side: typeof source) => (side === null ? null : { file: side.file, row: side.row });
  return {
    ...{ table, kind, key: key === null ? null : [...key], columns: [...(columns ?? [])], column, text },
    record: (source ?? target)?.record ?? null,
    ...{ source: place(source), target: place(target) },
  };
}
