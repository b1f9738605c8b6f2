import type { Report, ReportTable, ReportTerms } from './report.ts';

/** What a report counts over all its tables. A pair of rows counts once; the rest are rows of both sides. */
export interface ReportCounts {
  /** Keys that occur once at most on each side; of tables without a key, rows paired by their content. */
  readonly compared: bigint;
  readonly changed: bigint;
  readonly sourceOnly: bigint;
  readonly targetOnly: bigint;
  /** changed + sourceOnly + targetOnly */
  readonly differing: bigint;
  readonly withinTolerance: bigint;
  readonly matchedUnderRule: bigint;
  readonly duplicates: bigint;
  readonly duplicatesLeft: bigint;
  readonly unrepresentable: bigint;
  readonly excluded: bigint;
  readonly rows: bigint;
  /** What is compared: keys, or rows where a table has none. */
  readonly noun: 'key' | 'row';
}

export function reportCounts({ tables }: Pick<Report, 'tables'>): ReportCounts {
  const sum = (of: (table: ReportTable) => string): bigint =>
    tables.reduce((total, table) => total + BigInt(of(table)), 0n);
  const both = (term: keyof ReportTerms): bigint =>
    sum(({ source }) => source[term]) + sum(({ target }) => target[term]);
  const changed = sum(({ source }) => source.changed);
  const withinTolerance = sum(({ source }) => source.withinTolerance);
  const sourceOnly = sum(({ source }) => source.only);
  const targetOnly = sum(({ target }) => target.only);
  const differing = changed + sourceOnly + targetOnly;
  return {
    compared: sum(({ source }) => source.matched) + withinTolerance + differing,
    changed,
    sourceOnly,
    targetOnly,
    differing,
    withinTolerance,
    matchedUnderRule: sum(({ source }) => source.matchedUnderRule),
    duplicates: both('duplicatesMatched') + both('duplicatesLeft'),
    duplicatesLeft: both('duplicatesLeft'),
    unrepresentable: both('unrepresentable'),
    excluded: both('excluded'),
    rows: both('rows'),
    noun: tables.every(({ key }) => key.length > 0) ? 'key' : 'row',
  };
}

/** The terms that make up a side's rows; rows matched under a rule are a part of matched. */
const terms = [
  'excluded',
  'unrepresentable',
  'matched',
  'withinTolerance',
  'changed',
  'only',
  'duplicatesMatched',
  'duplicatesLeft',
] as const satisfies readonly (keyof ReportTerms)[];

/** What the equation leaves over: 0, or the counts are wrong (formats.md section 7). */
export const remains = (counts: ReportTerms): bigint =>
  terms.reduce((left, term) => left - BigInt(counts[term]), BigInt(counts.rows));
