import { faultKindNames, faultKinds, type FaultKind } from './fault-kinds.ts';
import type { Fault } from './choose-faults.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { alteredSql, modelSql } from './ledger-sql.ts';
import type { LedgerTable } from './ledger-table.ts';

/** `faults.json`: what was put in, and what a right reconciliation says of it. Counts are texts. */
export interface FaultsDocument {
  readonly type: 'tallystick/sample-faults/v1';
  readonly seed: string;
  readonly rows: string;
  readonly each: string;
  readonly faults: readonly FaultEntry[];
  /** As in a report's `tables`, per side. */
  readonly expected: { readonly verdict: 'RECONCILED' | 'NOT_RECONCILED'; readonly tables: readonly ExpectedTable[] };
}

export interface FaultEntry {
  readonly kind: string;
  readonly table: string;
  /** The differences it must show as, and no others. */
  readonly differences: readonly ExpectedDifference[];
  /** Totals that differ and checks that fail because of it. */
  readonly breaks: readonly string[];
}

export interface ExpectedDifference {
  readonly kind: 'changed' | 'source_only' | 'target_only' | 'duplicate';
  /** Canonical texts of the key, without quotes, in the plan's order. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** The value as the target would write it, before and after; null is NULL. Absent where a whole row is the fault. */
  readonly was?: string | null;
  readonly is?: string | null;
}

/** The terms of the equation of formats.md section 7, as decimal texts. */
export interface ExpectedCounts {
  readonly rows: string;
  readonly excluded: string;
  readonly unrepresentable: string;
  readonly matched: string;
  readonly matchedUnderRule: string;
  readonly withinTolerance: string;
  readonly changed: string;
  readonly only: string;
  readonly duplicatesMatched: string;
  readonly duplicatesLeft: string;
}

export interface ExpectedTable {
  readonly name: string;
  readonly source: ExpectedCounts;
  readonly target: ExpectedCounts;
}

export async function faultsDocument(
  database: LedgerDatabase,
  tables: readonly LedgerTable[],
  faults: readonly Fault[],
  asked: { readonly rows: number; readonly faults: number; readonly seed: number },
): Promise<FaultsDocument> {
  const entries: FaultEntry[] = [];
  for (const kind of faultKindNames) entries.push(...(await entriesOf(database, kind, faults)));
  return {
    type: 'tallystick/sample-faults/v1',
    seed: String(asked.seed),
    rows: String(asked.rows),
    each: String(asked.faults),
    faults: entries,
    expected: {
      verdict: faults.length === 0 ? 'RECONCILED' : 'NOT_RECONCILED',
      tables: tables.map((table) => expectedTable(table, entries)).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    },
  };
}

async function entriesOf(database: LedgerDatabase, kind: FaultKind, all: readonly Fault[]): Promise<FaultEntry[]> {
  const faults = all.filter((fault) => fault.kind === kind);
  if (faults.length === 0) return [];
  const { table, difference, column, breaks } = faultKinds[kind];
  const sql = faults[0]!.table;
  const rows = `SELECT unnest([${faults.flatMap((fault) => fault.rows).join(', ')}])::BIGINT AS i`;
  const shown = sql.faults[kind]!.shownAs;
  const ask = async (columns: readonly string[], model: string): Promise<Map<string, (string | null)[]>> => {
    const found = await database.rows(`SELECT i::VARCHAR, ${columns.join(', ')} FROM (${model})`);
    return new Map(found.map(([row, ...values]) => [row!, values]));
  };
  const value = shown === undefined ? [] : [`(${sql.target[shown]!})::VARCHAR`];
  const keys = Object.values(sql.key);
  const before = await ask([...keys, ...value], modelSql(sql, rows));
  const after = shown === undefined ? null : await ask(value, alteredSql(sql, rows));
  return faults.map((fault) => ({
    kind,
    table,
    differences: fault.rows.map((row) => {
      const values = before.get(String(row))!;
      const changed = after?.get(String(row));
      return {
        kind: difference,
        key: values.slice(0, keys.length).map(String),
        columns: column === null ? [] : [column],
        ...(changed === undefined ? {} : { was: values[keys.length]!, is: changed[0]! }),
      };
    }),
    breaks: [...breaks],
  }));
}

/** The equation of formats.md section 7, term by term. */
function expectedTable(table: LedgerTable, entries: readonly FaultEntry[]): ExpectedTable {
  const differences = entries.filter((entry) => entry.table === table.name).flatMap((entry) => entry.differences);
  const count = (kind: string): number => differences.filter((difference) => difference.kind === kind).length;
  const changed = count('changed');
  const doubled = count('duplicate');
  const matched = table.rows - changed - doubled - count('source_only');
  const counts = (only: number, left: number): ExpectedCounts => ({
    rows: String(matched + changed + only + doubled + left),
    excluded: '0',
    unrepresentable: '0',
    matched: String(matched),
    matchedUnderRule: '0',
    withinTolerance: '0',
    changed: String(changed),
    only: String(only),
    duplicatesMatched: String(doubled),
    duplicatesLeft: String(left),
  });
  return { name: table.name, source: counts(count('source_only'), 0), target: counts(count('target_only'), doubled) };
}

/** The document as text, a fault a line, so that it can be read and searched by line. */
export function faultsText(document: FaultsDocument): string {
  const { faults, expected, ...head } = document;
  const lines = (values: readonly unknown[]): string =>
    values.length === 0 ? '[]' : `[\n    ${values.map((value) => JSON.stringify(value)).join(',\n    ')}\n  ]`;
  const heads = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const verdict = JSON.stringify(expected.verdict);
  return `{\n${heads.join('')}  "faults": ${lines(faults)},\n  "expected": { "verdict": ${verdict}, "tables": ${lines(expected.tables)} }\n}\n`;
}
