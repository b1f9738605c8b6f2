import type { z } from 'zod';
import type { ReportTable } from '../../../contract/report.ts';
import type { differenceView } from '../../../contract/findings.ts';
import { TallyError } from '../../../contract/problem.ts';
import { parseRecord } from '../../canonical/record.ts';
import { parseType } from '../../canonical/type-name.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import type { Difference, DifferenceSide } from '../../evidence/differences/difference.ts';

export type DifferenceView = z.output<typeof differenceView>;

const typesOf = new WeakMap<ReportTable, readonly CanonicalType[]>();

export function tableTypes(table: ReportTable): readonly CanonicalType[] {
  let types = typesOf.get(table);
  if (types === undefined) typesOf.set(table, (types = table.columns.map(({ type }) => parseType(type)!)));
  return types;
}

/** A difference as the grid shows it: cells instead of records. */
export function viewDifference(line: number, difference: Difference, table: ReportTable): DifferenceView {
  const { kind, key, keyDigest, columns, column, text, source, target } = difference;
  return {
    line: String(line),
    kind,
    key: key === null ? null : [...key],
    keyDigest,
    columns: [...(columns ?? [])],
    column: column ?? null,
    text: text ?? null,
    source: viewSide(source, table),
    target: viewSide(target, table),
  };
}

function viewSide(side: DifferenceSide | null, table: ReportTable): DifferenceView['source'] {
  if (side === null) return null;
  const { record, digest, file, row } = side;
  const cells = record === null ? [] : parseRecord(tableTypes(table), record);
  if (cells === undefined)
    throw new TallyError('evidence_unsound', 'A record is not of its table’s types', `${file}, row ${row}`);
  return { cells, digest: digest ?? '', file, row };
}

/** Whether a cell holds the text, in any case. */
export function holdsText({ source, target, text }: DifferenceView, wanted: string): boolean {
  const low = wanted.toLowerCase();
  const cells = [...(source?.cells ?? []), ...(target?.cells ?? []), text];
  return cells.some((cell) => cell?.toLowerCase().includes(low) === true);
}
