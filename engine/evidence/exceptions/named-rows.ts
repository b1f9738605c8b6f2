import type { Exception } from '../../../contract/exception.ts';
import { compileWhere } from '../../plan/where-eval.ts';
import { parseWhere } from '../../plan/where-parser.ts';
import { WhereError } from '../../plan/where-tokens.ts';
import type { Difference } from '../differences/difference.ts';
import { cellsOf, type Cells, type ExceptedTable, type ExceptedTables } from './excepted-table.ts';

/** Which differences an exception names, whatever it is bound to. */
export type Names = Pick<Exception, 'table' | 'kind'> &
  ({ readonly keyDigest: string } | { readonly where: { column: string | null; condition: string | null } });

/** Whether it names a difference; a text says why it can name none. */
export function compileNames(names: Names, tables: ExceptedTables): ((difference: Difference) => boolean) | string {
  const table = tables.get(names.table);
  if (table === undefined) return `There is no table ${JSON.stringify(names.table)}`;
  const isOfKind = ({ table: of, kind }: Difference) => of === names.table && kind === names.kind;
  if ('keyDigest' in names) return (difference) => isOfKind(difference) && difference.keyDigest === names.keyDigest;
  const { column, condition } = names.where;
  if (column !== null) {
    if (names.kind !== 'changed' && names.kind !== 'within_tolerance')
      return `A row that is ${names.kind.replace('_', ' ')} has no column that differs`;
    if (!table.columns.includes(column)) return noColumn(table, column);
  }
  const holds = condition === null ? () => true : compileCondition(condition, table);
  if (typeof holds === 'string') return holds;
  return (difference) => {
    if (!isOfKind(difference)) return false;
    if (column !== null && (difference.columns?.length !== 1 || difference.columns[0] !== column)) return false;
    if (condition === null) return true;
    const { source, target } = cellsOf(table, difference);
    // Of a pair both rows must fulfil it: a class never takes in more than its words say.
    return [source, target].every((cells) => cells === null || holds(cells));
  };
}

function compileCondition(text: string, table: ExceptedTable): ((cells: Cells) => boolean) | string {
  try {
    const where = parseWhere(text);
    for (const column of where.columns) {
      const at = table.columns.indexOf(column);
      if (at < 0) return noColumn(table, column);
      // A float's canonical text is its bits in hex, which could pass for a decimal number.
      if (table.types[at]!.kind === 'float')
        return `Column ${JSON.stringify(column)} is a float, which has no order here`;
    }
    const truth = compileWhere(where, table.columns);
    return (cells) => truth(cells) === true;
  } catch (error) {
    if (error instanceof WhereError) return `${error.message}, at character ${error.at + 1} of the condition`;
    throw error;
  }
}

const noColumn = (table: ExceptedTable, column: string): string =>
  `Table ${JSON.stringify(table.name)} has no column ${JSON.stringify(column)}`;
