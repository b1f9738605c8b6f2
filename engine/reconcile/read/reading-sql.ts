import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { TextRule } from '../../canonical/types.ts';
import { literal } from '../../snapshot/duckdb/database.ts';

// What comes before a type's grammar (formats.md section 2), as DuckDB does it.

/** NULL where the text is one of these, else `x`. */
export const nullsSql = (texts: readonly string[], text: string, x: string): string =>
  `CASE WHEN ${text} IN (${texts.map(literal).join(', ')}) THEN NULL ELSE ${x} END`;

/** So many codes are compared one after another; more are halved first. */
const fewCodes = 8;

/** What each code stands for; where no code is `x`, itself or NULL. */
export function codesSql(values: ReadonlyMap<string, string>, keep: boolean, x: string): string {
  if (values.size === 0) return keep ? x : 'CAST(NULL AS VARCHAR)';
  const sorted = [...values].sort(([a], [b]) => compareUtf8(a, b));
  const part = (from: number, to: number): string => {
    if (to - from <= fewCodes) {
      const cases = sorted.slice(from, to).map(([code, text]) => `WHEN ${literal(code)} THEN ${literal(text)}`);
      return `CASE ${x} ${cases.join(' ')} ${keep ? `ELSE ${x} ` : ''}END`;
    }
    const middle = (from + to) >> 1;
    return `CASE WHEN ${x} < ${literal(sorted[middle]![0])} THEN ${part(from, middle)} ELSE ${part(middle, to)} END`;
  };
  return part(0, sorted.length);
}

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const spaces = `chr(9) || chr(10) || chr(13) || ' '`;

export const ruleSql: Readonly<Record<TextRule, (x: string) => string>> = {
  trim: (x) => `trim(${x}, ${spaces})`,
  collapse_space: (x) => `regexp_replace(${x}, '[\\t\\n\\r ]+', ' ', 'g')`,
  lowercase: (x) => `translate(${x}, '${capitals}', '${capitals.toLowerCase()}')`,
  nfc: (x) => `nfc_normalize(${x})`,
};
