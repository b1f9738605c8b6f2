export const differenceKinds = [
  'changed',
  'within_tolerance',
  'source_only',
  'target_only',
  'duplicate',
  'unrepresentable',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** One side of a difference. `row` counts from 1, the header not counted. */
export interface DifferenceSide {
  readonly record: string | null;
  readonly digest: string | null;
  readonly file: string;
  readonly row: string;
}

/** A line of differences.ndjson (formats.md section 8). */
export interface Difference {
  readonly table: string;
  readonly kind: DifferenceKind;
  readonly key: readonly (string | null)[] | null;
  readonly keyDigest: string | null;
  readonly columns: readonly string[] | null;
  /** Of an `unrepresentable` line alone: the column, and the text that has no form in its type. */
  readonly column?: string;
  readonly text?: string;
  readonly source: DifferenceSide | null;
  readonly target: DifferenceSide | null;
}

/** JCS by hand: members in order, strings as JSON.stringify writes them, which is RFC 8785's form. */
export function differenceLine({
  table,
  kind,
  key,
  keyDigest,
  columns,
  column,
  text,
  source,
  target,
}: Difference): string {
  const of = column === undefined ? '' : `"column":${JSON.stringify(column)},`;
  const what = text === undefined ? '' : `,"text":${JSON.stringify(text)}`;
  return (
    `{${of}"columns":${JSON.stringify(columns)},"key":${JSON.stringify(key)},"keyDigest":${JSON.stringify(keyDigest)},` +
    `"kind":"${kind}","source":${sideText(source)},"table":${JSON.stringify(table)},"target":${sideText(target)}${what}}\n`
  );
}

const sideText = (side: DifferenceSide | null): string =>
  side === null
    ? 'null'
    : `{"digest":${JSON.stringify(side.digest)},"file":${JSON.stringify(side.file)},` +
      `"record":${JSON.stringify(side.record)},"row":"${side.row}"}`;
