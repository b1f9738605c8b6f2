import { faultKinds } from './fault-kinds.ts';
import type { Fault } from './choose-faults.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { alteredSql, modelSql } from './ledger-sql.ts';
import type { LedgerTable } from './ledger-table.ts';
import { identifier } from './sql.ts';

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

type Counts = Readonly<Record<string, string>>;
export interface ExpectedTable {
  readonly name: string;
  readonly source: Counts;
  readonly target: Counts;
}

export async function faultsDocument(
  database: LedgerDatabase,
  tables: readonly LedgerTable[],
  faults: readonly Fault[],
  asked: { readonly rows: number; readonly faults: number; readonly seed: number },
): Promise<FaultsDocument> {
  const entries: FaultEntry[] = [];
  for (const fault of faults) {
    const { table, difference, column, breaks } = faultKinds[fault.kind];
    const differences: ExpectedDifference[] = [];
    for (const row of fault.rows)
      differences.push({
        kind: difference,
        key: await keyOf(database, fault.table, row),
        columns: column === null ? [] : [column],
        ...(await values(database, fault, row)),
      });
    entries.push({ kind: fault.kind, table, differences, breaks: [...breaks] });
  }
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

const oneRow = (row: number): string => `SELECT ${row}::BIGINT AS i`;

async function keyOf(database: LedgerDatabase, table: LedgerTable, row: number): Promise<string[]> {
  const columns = Object.values(table.key).join(', ');
  const [key] = await database.rows(`SELECT ${columns} FROM (${modelSql(table, oneRow(row))})`);
  return key!.map(String);
}

async function values(
  database: LedgerDatabase,
  fault: Fault,
  row: number,
): Promise<{ was?: string | null; is?: string | null }> {
  const shown = fault.table.faults[fault.kind]!.shownAs;
  if (shown === undefined) return {};
  const value = async (model: string): Promise<string | null> => {
    const [found] = await database.rows(
      `SELECT (${fault.table.target[shown]!})::VARCHAR AS ${identifier(shown)} FROM (${model})`,
    );
    return found![0]!;
  };
  const rows = oneRow(row);
  return { was: await value(modelSql(fault.table, rows)), is: await value(alteredSql(fault.table, rows)) };
}

/** The equation of formats.md section 7, term by term. */
function expectedTable(table: LedgerTable, entries: readonly FaultEntry[]): ExpectedTable {
  const differences = entries.filter((entry) => entry.table === table.name).flatMap((entry) => entry.differences);
  const count = (kind: string): number => differences.filter((difference) => difference.kind === kind).length;
  const changed = count('changed');
  const doubled = count('duplicate');
  const matched = table.rows - changed - doubled - count('source_only');
  const counts = (only: number, left: number): Counts => ({
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
