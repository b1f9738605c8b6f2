import { literal } from '../snapshot/duckdb/database.ts';

/** A pseudo-random number below `limit` that depends on the row, the salt and the seed alone, as BIGINT. */
export const draw = (row: string, salt: number, limit: number): string => `(h(${row}, ${salt}) % ${limit})::BIGINT`;

/** One of the texts, by a number from 0 below their count. */
export const pick = (texts: readonly string[], index: string): string =>
  `([${texts.map(literal).join(', ')}])[1 + ${index}]`;

/** One of the texts, drawn. */
export const drawText = (texts: readonly string[], row: string, salt: number): string =>
  pick(texts, draw(row, salt, texts.length));

/** A code's text for each number: `codes({ A: 'ACTIVE' }, 'st')`. What is not among them is NULL. */
export const codes = (map: Readonly<Record<string, string>>, expression: string): string =>
  `CASE ${expression} ${Object.entries(map)
    .map(([from, to]) => `WHEN ${literal(from)} THEN ${literal(to)}`)
    .join(' ')} END`;

/** Minor units as a decimal text, exact: -5 with two digits is -0.05. */
export const decimalText = (minor: string, digits: number): string => {
  const unit = 10 ** digits;
  return `CASE WHEN ${minor} < 0 THEN '-' ELSE '' END || (abs(${minor}) // ${unit}) || '.' || lpad((abs(${minor}) % ${unit})::VARCHAR, ${digits}, '0')`;
};

/** Epoch microseconds as ISO 8601 without a zone, with 3 or 6 digits. */
export const isoText = (micros: string, digits: 3 | 6): string =>
  `strftime(make_timestamp(${micros}), ${literal(digits === 3 ? '%Y-%m-%dT%H:%M:%S.%g' : '%Y-%m-%dT%H:%M:%S.%f')})`;
