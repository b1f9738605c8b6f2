import type { Side } from '../../../contract/side.ts';
import type { SideRows } from './cross-check.ts';
import type { StagedTable } from '../run-stages.ts';

/** The rows of one side of a table by what became of them, over all its files and row groups. */
export function tableRows(table: StagedTable, side: Side): SideRows {
  const groups = table.staged[side].flatMap((file) => file.groups);
  const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((total, group) => total + of(group), 0);
  return {
    scanned: table.sides[side].files.reduce((total, { rows }) => total + rows, 0),
    excluded: sum(({ excluded }) => excluded),
    unrepresentable: sum(({ unrepresentable }) => unrepresentable),
    entries: sum(({ entries }) => entries),
  };
}
