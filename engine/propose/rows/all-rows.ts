import type { Side } from '../../../contract/side.ts';
import { literal, type Database } from '../../snapshot/duckdb/database.ts';
import type { AlignedColumn } from './aligned-column.ts';
import type { Fit } from '../fit/fit.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';
import type { StagedTable } from '../staged-tables.ts';

/** What all rows of one side say of a fit that a sample suggested. */
export interface AllRows {
  readonly values: number;
  /** Values that have no form under it; null where SQL cannot tell and the sample alone speaks. */
  readonly formless: number | null;
  /** Digits after the point, the most of all rows as they are written. */
  readonly digits: number;
}

/** One column to be judged over all rows. */
export interface ToJudge {
  readonly column: AlignedColumn;
  readonly fit: Fit;
  readonly nulls: readonly string[];
}

/** Judges columns of one side over all of its rows, in one query. */
export async function judgeAllRows(
  database: Database,
  table: StagedTable,
  side: Side,
  columns: readonly ToJudge[],
): Promise<AllRows[]> {
  if (columns.length === 0) return [];
  const parts = columns.map((one) => {
    const { value, reads, digits } = sqlOf(one, side);
    const count =
      reads === null ? 'NULL' : `count(*) FILTER (WHERE ${value} IS NOT NULL AND NOT coalesce(${reads}, false))`;
    return `count(${value})::VARCHAR, (${count})::VARCHAR, coalesce(max(${digits}), 0)::VARCHAR`;
  });
  const [row] = await textRows(database, `SELECT ${parts.join(', ')} FROM ${table.view}`);
  return columns.map(({ fit }, i) => {
    const [values, formless, digits] = row!.slice(3 * i, 3 * i + 3);
    const form = fit.forms[side];
    return {
      values: Number(values),
      formless: formless === null || formless === undefined ? null : Number(formless),
      digits: Math.max(form?.digits ?? 0, Number(digits)),
    };
  });
}

interface FormSql {
  /** The text, NULL where it means NULL. */
  readonly value: string;
  readonly reads: string | null;
  readonly digits: string;
}

const list = (texts: readonly string[]): string => texts.map(literal).join(', ');
const decimalGrammar = '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?';
const isoTime = '[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]{1,9})?';
const offset = '([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)';

function sqlOf({ column, fit, nulls }: ToJudge, side: Side): FormSql {
  const own = `c${column.at}`;
  const value = nulls.length === 0 ? own : `(CASE WHEN ${own} NOT IN (${list(nulls)}) THEN ${own} END)`;
  const form = fit.forms[side];
  const options = fit.options[side];
  const matches = (pattern: string, x = value) => `regexp_full_match(${x}, ${literal(pattern)})`;
  const plain = { value, digits: '0' };
  if (form === null) {
    const values = options['values'] as Readonly<Record<string, string>> | undefined;
    return { ...plain, reads: values === undefined ? 'true' : `${value} IN (${list(Object.keys(values))})` };
  }
  const { format } = options as { format?: string };
  switch (form.family) {
    case 'number': {
      if (options['base'] === 16) return { ...plain, reads: matches('-?(0[xX])?[0-9a-fA-F]+') };
      const { group_separator: group, decimal_separator: point } = options as Record<string, string | undefined>;
      const bare = group === undefined ? value : `replace(${value}, ${literal(group)}, '')`;
      const x = point === undefined ? bare : `replace(${bare}, ${literal(point)}, '.')`;
      return { value, reads: matches(decimalGrammar, x), digits: digitsAfterPoint(x, column.kind === 'double') };
    }
    case 'float':
      return { ...plain, reads: matches(`${decimalGrammar}|[Nn]a[Nn]|[+-]?(inf|infinity|Infinity)`) };
    case 'instant':
    case 'civil':
      return { value, ...timeSql(value, form.family, format, 'zone' in options) };
    case 'date':
      return {
        ...plain,
        reads: format === undefined ? matches('[0-9]{4}-[0-9]{2}-[0-9]{2}') : strptime(value, format),
      };
    case 'bool': {
      const words = [options['true'] ?? defaultTrue, options['false'] ?? defaultFalse] as (readonly string[])[];
      return { ...plain, reads: `${value} IN (${list(words.flat())})` };
    }
    case 'uuid':
      return { ...plain, reads: matches('\\{?[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\\}?') };
    case 'bytes':
      return {
        ...plain,
        reads:
          options['encoding'] === 'base64'
            ? `TRY(from_base64(${value})) IS NOT NULL`
            : matches('(0[xX]|\\\\x)?([0-9a-fA-F]{2})*'),
      };
  }
}

const defaultTrue = ['true', 't', '1', 'TRUE', 'True'];
const defaultFalse = ['false', 'f', '0', 'FALSE', 'False'];

/** What is written with an exponent is left to the sample; DuckDB writes 1.0 for a double that its source writes 1. */
function digitsAfterPoint(x: string, double: boolean): string {
  const count = `CASE WHEN contains(${x}, '.') AND NOT contains(lower(${x}), 'e') THEN strlen(${x}) - strpos(${x}, '.') ELSE 0 END`;
  return double ? `CASE WHEN ends_with(${x}, '.0') THEN 0 ELSE ${count} END` : count;
}

function timeSql(value: string, family: 'instant' | 'civil', format: string | undefined, zoned: boolean) {
  if (format?.startsWith('epoch') === true)
    return { reads: `regexp_full_match(${value}, ${literal(decimalGrammar)})`, digits: '0' };
  const fraction = (before: string) => `strlen(regexp_extract(${value}, ${literal(`${before}([0-9]{1,9})`)}, 1))`;
  if (format !== undefined) {
    if (!format.includes('%f')) return { reads: strptime(value, format), digits: '0' };
    return { reads: null, digits: fraction('[0-9][.]') };
  }
  const zone = family === 'civil' ? '' : zoned ? `${offset}?` : offset;
  return { reads: `regexp_full_match(${value}, ${literal(isoTime + zone)})`, digits: fraction('[.,]') };
}

/** DuckDB's %z and %p are not wholly those of the plan. */
const strptime = (value: string, format: string): string | null =>
  /%[zpI]/.test(format) ? null : `try_strptime(${value}, ${literal(format)}) IS NOT NULL`;
