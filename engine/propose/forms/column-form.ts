import type { PlanMapping } from '../../plan/write-plan.ts';

export type Family = 'number' | 'instant' | 'civil' | 'date' | 'bool' | 'uuid' | 'bytes' | 'float';

/** One way to read all of a column's texts, with what each aligned row then holds. */
export interface ColumnForm {
  readonly family: Family;
  /** As a plan's side says it. */
  readonly options: PlanMapping;
  /** In words, for the reason; empty where nothing needs saying. */
  readonly said: string;
  /** By row: a text to compare by, null for NULL, undefined where it cannot be read so. */
  readonly cells: readonly (string | null | undefined)[];
  /** Digits after the point as they are written, the most of them; of times, those of a second. */
  readonly digits: number;
  /** Every text is the one that the canonical form would have, but for the digits after the point. */
  readonly plain: boolean;
}

/** Words that exports write where they mean NULL. */
export const nullWords: ReadonlySet<string> = new Set([
  '\\N',
  'NULL',
  'null',
  'Null',
  '(null)',
  '<null>',
  'N/A',
  'n/a',
  'NA',
  '#N/A',
  'None',
  'none',
  'nil',
  'NaN',
  '-',
  '',
]);
