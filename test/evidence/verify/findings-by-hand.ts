import { H, recordOf, type Cell } from './tree-by-hand.ts';
import type { Row, Table } from './ledger-by-hand.ts';

export interface Line {
  readonly kind: string;
  readonly keyDigest: string | null;
  readonly columns: readonly string[] | null;
  readonly source: Row | null;
  readonly target: Row | null;
  readonly column?: string;
  readonly text?: string;
}

export const cents = (cell: Cell): bigint => (cell === null ? 0n : BigInt(cell.replace('.', '')));
export const typesOf = ({ columns }: Table): string[] => columns.map(({ type }) => type);
export const rowDigest = (table: Table, { cells }: Row): Buffer => H(recordOf(typesOf(table), cells));
const keyColumns = ({ key, columns }: Table): number[] =>
  (key.length === 0 ? columns.map(({ name }) => name) : key).map((part) =>
    columns.findIndex(({ name }) => name === part),
  );
export const keyOf = (table: Table, { cells }: Row): Cell[] => keyColumns(table).map((c) => cells[c] ?? null);
export const keyDigest = (table: Table, row: Row): Buffer =>
  H(
    recordOf(
      keyColumns(table).map((c) => typesOf(table)[c]!),
      keyOf(table, row),
    ),
  );

/** Section 7 as it is written: what every row of a table is, and the differences in the order of section 8. */
export function findingsOf(table: Table) {
  const counts = {
    matched: 0,
    withinTolerance: 0,
    changed: 0,
    duplicatesMatched: 0,
    source: { only: 0, left: 0 },
    target: { only: 0, left: 0 },
  };
  const lines: Line[] = table.formless.map(({ column, text, file, row }) => ({
    kind: 'unrepresentable',
    keyDigest: null,
    columns: null,
    column,
    text,
    source: { file, row, cells: [] },
    target: null,
  }));
  const all = { source: [...table.source], target: [...table.target] };
  const digests = new Set([...all.source, ...all.target].map((row) => keyDigest(table, row).toString('hex')));
  for (const digest of [...digests].sort()) {
    const of = (rows: readonly Row[]) => rows.filter((row) => keyDigest(table, row).toString('hex') === digest);
    const [source, target] = [of(all.source), of(all.target)];
    if (table.key.length > 0 && source.length === 1 && target.length === 1) {
      const pair = pairOf(table, source[0]!, target[0]!);
      if (pair === null) counts.matched++;
      else {
        counts[pair.kind === 'changed' ? 'changed' : 'withinTolerance']++;
        lines.push({ ...pair, keyDigest: digest, source: source[0]!, target: target[0]! });
      }
      continue;
    }
    const many = table.key.length > 0 && (source.length > 1 || target.length > 1);
    const common = Math.min;
    for (const row of new Set([...source, ...target].map((each) => rowDigest(table, each).toString('hex')))) {
      const same = (rows: readonly Row[]) =>
        rows.filter((each) => rowDigest(table, each).toString('hex') === row).length;
      counts[many ? 'duplicatesMatched' : 'matched'] += common(same(source), same(target));
    }
    for (const side of ['source', 'target'] as const) {
      const [mine, other] = side === 'source' ? [source, target] : [target, source];
      const rest = restOf(table, mine, other);
      counts[side][many ? 'left' : 'only'] += rest.length;
      for (const row of rest)
        lines.push({
          kind: many ? 'duplicate' : `${side}_only`,
          keyDigest: digest,
          columns: [],
          source: null,
          target: null,
          [side]: row,
        });
    }
  }
  return { counts, lines };
}

/** Rows of `mine` that `other` has no partner for: the first by file and row are the matched ones. */
function restOf(table: Table, mine: readonly Row[], other: readonly Row[]): Row[] {
  const partners = other.map((row) => rowDigest(table, row).toString('hex'));
  const rest = mine.filter((row) => {
    const at = partners.indexOf(rowDigest(table, row).toString('hex'));
    if (at >= 0) partners.splice(at, 1);
    return at < 0;
  });
  return rest.sort((a, b) => Buffer.compare(rowDigest(table, a), rowDigest(table, b)));
}

function pairOf(table: Table, source: Row, target: Row): { kind: string; columns: string[] } | null {
  const differing = table.columns.filter((_, c) => source.cells[c] !== target.cells[c]);
  if (differing.length === 0) return null;
  const outside = differing.some((column) => toleratedCents(table, column.name, source, target) === null);
  return { kind: outside ? 'changed' : 'within_tolerance', columns: differing.map(({ name }) => name) };
}

/** |source - target| in cents where the column's tolerance allows it. */
export function toleratedCents(table: Table, name: string, source: Row, target: Row): bigint | null {
  const c = table.columns.findIndex((column) => column.name === name);
  const { tolerance } = table.columns[c]!;
  const [a, b] = [source.cells[c] ?? null, target.cells[c] ?? null];
  if (tolerance === undefined || a === null || b === null) return null;
  const apart = cents(a) > cents(b) ? cents(a) - cents(b) : cents(b) - cents(a);
  return apart <= cents(tolerance) ? apart : null;
}
