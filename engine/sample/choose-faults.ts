import { TallyError } from '../../contract/problem.ts';
import { faultKindNames, faultKinds, type FaultKind } from './fault-kinds.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { candidatesSql } from './ledger-sql.ts';
import type { LedgerTable } from './ledger-table.ts';

export interface Fault {
  readonly kind: FaultKind;
  readonly table: LedgerTable;
  /** Row numbers it touches: one, or two that change places. */
  readonly rows: readonly number[];
}

/** Chooses `each` faults of every kind, by the seed; no row is touched by two. */
export async function chooseFaults(
  database: LedgerDatabase,
  tables: readonly LedgerTable[],
  each: number,
  seed: number,
): Promise<Fault[]> {
  if (each === 0) return [];
  const faults: Fault[] = [];
  const taken = new Map<string, number[]>();
  for (const kind of faultKindNames) {
    const table = tables.find(({ name }) => name === faultKinds[kind].table)!;
    const used = taken.get(table.name) ?? [];
    taken.set(table.name, used);
    const rows =
      kind === 'row_added' ? addedRows(table, each) : await candidates(database, table, kind, used, each, seed);
    for (const row of rows) {
      // A transfer's two lines follow each other.
      const touched = kind === 'amounts_swapped' ? [row, row + 1] : [row];
      used.push(...touched);
      faults.push({ kind, table, rows: touched });
    }
  }
  return faults;
}

/** Rows that the ledger does not have: the numbers after its last. */
const addedRows = (table: LedgerTable, each: number): number[] =>
  Array.from({ length: each }, (_, at) => table.rows + at);

async function candidates(
  database: LedgerDatabase,
  table: LedgerTable,
  kind: FaultKind,
  used: readonly number[],
  each: number,
  seed: number,
): Promise<number[]> {
  const rows = await database.rows(candidatesSql(table, kind, seed, used, each));
  if (rows.length < each)
    throw new TallyError(
      'usage',
      `Too few rows of ${table.name} can bear ${each} faults`,
      '',
      'Raise --rows or lower --faults',
    );
  return rows.map(([row]) => Number(row));
}
