import { foldCase } from '../csv/header-names.ts';
import { leavesBeyondNarrow } from './narrow-leaves.ts';
import type { ParquetFooter, SchemaElement } from './parquet-footer.ts';
import { bareTime, isText, isBareDecimal, type Bare } from './parquet-leaf.ts';

/** What the footer alone says of a Parquet file: its rows and its top-level columns. */
export function parquetColumns({ rows, schema }: ParquetFooter): {
  readonly rows: number;
  readonly columns: readonly string[];
} {
  const columns: string[] = [];
  for (let at = 1; at < schema.length; at = after(schema, at)) columns.push(schema[at]!.name);
  return { rows, columns };
}

/** The primitive elements of each top-level column, in the schema's order. */
export function parquetLeaves({ schema }: ParquetFooter): ReadonlyMap<string, readonly SchemaElement[]> {
  const leaves = new Map<string, readonly SchemaElement[]>();
  for (let at = 1, next; at < schema.length; at = next) {
    next = after(schema, at);
    leaves.set(
      schema[at]!.name,
      schema.slice(at, next).filter(({ type }) => type !== null),
    );
  }
  return leaves;
}

/** The top-level columns within which two members of one group are called alike but for case: DuckDB renames one of them. */
export function columnsWithTwins({ schema }: ParquetFooter): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = 1, next; at < schema.length; at = next) {
    next = after(schema, at);
    for (let group = at; group < next; group++) {
      const names = new Set<string>();
      for (let member = group + 1; member < after(schema, group); member = after(schema, member)) {
        const name = foldCase(schema[member]!.name);
        if (names.has(name)) found.add(schema[at]!.name);
        names.add(name);
      }
    }
  }
  return found;
}

/** What else must be read bare: texts, since one among them is not UTF-8, or times, since one is beyond DuckDB's. */
export interface AlsoBare {
  readonly texts: boolean;
  readonly times: boolean;
}

/** For each element of the schema, what of it must be read bare; of texts those that are columns of their own. */
export function bareLeaves(footer: ParquetFooter, { texts, times }: AlsoBare): readonly (Bare | null)[] {
  const { schema } = footer;
  const beyond = leavesBeyondNarrow(footer);
  const top = new Set<number>();
  for (let at = 1; at < schema.length; at = after(schema, at)) top.add(at);
  return schema.map(
    (element, i) =>
      bareTime(element, times) ??
      (beyond.has(i)
        ? 'integer'
        : isBareDecimal(element)
          ? 'decimal'
          : texts && top.has(i) && isText(element)
            ? 'text'
            : null),
  );
}

/** Where the element after this one and all its descendants stands. */
function after(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let open = schema[at]?.children ?? 0; open > 0 && next < schema.length; next++)
    open += schema[next]!.children - 1;
  return next;
}
