import type { ParquetFooter, SchemaElement } from './parquet-footer.ts';
import { bareTime, isText, isWideDecimal, type Bare } from './parquet-leaf.ts';

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

/**
 * For each element of the schema, what of it must be read bare; with `texts`, the texts that are columns of their own
 * too, since one among them is not UTF-8.
 */
export function bareLeaves({ schema }: ParquetFooter, texts: boolean): readonly (Bare | null)[] {
  const top = new Set<number>();
  for (let at = 1; at < schema.length; at = after(schema, at)) top.add(at);
  return schema.map(
    (element, i) =>
      bareTime(element) ??
      (isWideDecimal(element) ? 'decimal' : texts && top.has(i) && isText(element) ? 'text' : null),
  );
}

/** Where the element after this one and all its descendants stands. */
function after(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let open = schema[at]?.children ?? 0; open > 0 && next < schema.length; next++)
    open += schema[next]!.children - 1;
  return next;
}
