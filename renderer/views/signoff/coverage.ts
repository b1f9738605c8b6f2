import type { Report } from '../../../contract/report.ts';
import { sides, type Side } from '../../../contract/side.ts';

/** One thing that was not compared. */
export interface LeftOut {
  readonly what: 'column' | 'file' | 'rows' | 'rows without a form';
  /** A column's or file's name, or a count of rows. */
  readonly name: string;
  readonly table: string;
  readonly side: Side;
  /** Why, in the plan's words; null where nobody gave a reason, which is a finding. */
  readonly reason: string | null;
  /** The plan's condition for rows that were left out. */
  readonly condition: string | null;
}

/** Everything of both exports that the verdict does not speak of (formats.md section 8, coverage). */
export function leftOut({ coverage, tables }: Report): LeftOut[] {
  return [
    ...coverage.unmapped.map(({ side, table, column }): LeftOut => ({
      what: 'column',
      name: column,
      table,
      side,
      reason: null,
      condition: null,
    })),
    ...tables.flatMap((table) => sides.flatMap((side) => rowsOf(table, side))),
    ...coverage.ignored.map(({ side, table, column, reason }): LeftOut => ({
      what: 'column',
      name: column,
      table,
      side,
      reason,
      condition: null,
    })),
    ...coverage.notData.map(({ side, table, name }): LeftOut => ({
      what: 'file',
      name,
      table,
      side,
      reason: 'it is no data',
      condition: null,
    })),
  ];
}

function rowsOf(table: Report['tables'][number], side: Side): LeftOut[] {
  const { excluded, unrepresentable } = table[side];
  const condition = table.where?.[side] ?? null;
  const rows = (what: LeftOut['what'], name: string, reason: string | null): LeftOut => ({
    what,
    name,
    table: table.name,
    side,
    reason,
    condition: what === 'rows' ? condition : null,
  });
  return [
    ...(condition === null && excluded === '0' ? [] : [rows('rows', excluded, table.where?.reason ?? null)]),
    ...(unrepresentable === '0' ? [] : [rows('rows without a form', unrepresentable, null)]),
  ];
}

/** A text rule and how many values it altered. */
export interface AlteredBy {
  readonly table: string;
  readonly column: string;
  readonly rule: string;
  readonly source: string | null;
  readonly target: string | null;
}

/** Every rule of the plan with what it altered on either side; null on a side that does not have it. */
export function alterations({ tables }: Report): AlteredBy[] {
  return tables.flatMap((table) =>
    table.columns.flatMap(({ name, altered }) => {
      const rules = [...new Set([...Object.keys(altered.source), ...Object.keys(altered.target)])];
      return rules.map((rule) => ({
        table: table.name,
        column: name,
        rule,
        source: altered.source[rule] ?? null,
        target: altered.target[rule] ?? null,
      }));
    }),
  );
}
