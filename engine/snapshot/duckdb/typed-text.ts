import {
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBTypeId,
  type DuckDBDecimalType,
  type DuckDBType,
} from '@duckdb/node-api';
import { literal } from './database.ts';
import type { SchemaElement } from '../parquet/parquet-footer.ts';
import { bareTimeOf, bareTimeText } from './bare-time-text.ts';
import { beyondDays, type Beyond } from './beyond-days.ts';
import { decimalDigits, isInstant, isText, leafDigits } from '../parquet/parquet-leaf.ts';
import { LeavesInTurn } from './leaves-in-turn.ts';
import { formlessMark, type RawColumn } from '../raw-column.ts';
import { told } from './told-type.ts';
import { bareDecimalText } from './wide-decimal.ts';

/** A column of a typed source as SQL that writes it as text (formats.md section 2). */
export interface TypedText {
  readonly sql: string;
  readonly kind: RawColumn['kind'];
}

/**
 * `expression` of `type` as text. `leaves` are the column's primitive elements in the footer: DuckDB's type does not
 * say in which unit a time was written, nor that it will be cut.
 */
export function typedText(
  expression: string,
  type: DuckDBType,
  leaves: readonly SchemaElement[],
  where: string,
): TypedText {
  const units = new LeavesInTurn(leaves, where);
  const made = topLevel(expression, type, units);
  units.end();
  return made;
}

function topLevel(x: string, type: DuckDBType, units: LeavesInTurn): TypedText {
  const { typeId } = type;
  if (isNested(type))
    return { sql: `CASE WHEN ${x} IS NOT NULL THEN ${jsonText(x, type, units, 0)} END`, kind: 'json' };
  const element = units.next();
  if (doubles.has(typeId)) return { sql: `CAST(${x} AS DOUBLE)`, kind: 'double' };
  if (typeId === DuckDBTypeId.INTERVAL) return { sql: castText(x), kind: 'formless' };
  const { text, beyond } = scalar(x, type, element, units);
  return {
    sql: beyond === null ? text : marked(beyond.where, `encode(${beyond.shown})`, `encode(${text})`),
    kind: 'text',
  };
}

const doubles: ReadonlySet<DuckDBTypeId> = new Set([DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE]);
const castText = (x: string): string => `CAST(${x} AS VARCHAR)`;

type Writer = (x: string, element: SchemaElement, type: DuckDBType) => string;
const instant: Writer = (x, element) =>
  instantText(
    `CAST(${x} AS ${leafDigits(element) === 9 ? 'TIMESTAMP_NS' : 'TIMESTAMP'})`,
    leafDigits(element),
    isInstant(element) ? 'Z' : '',
  );
const jsonLexemes: Readonly<Partial<Record<DuckDBTypeId, Writer>>> = {
  [DuckDBTypeId.BOOLEAN]: castText,
  [DuckDBTypeId.TINYINT]: castText,
  [DuckDBTypeId.SMALLINT]: castText,
  [DuckDBTypeId.INTEGER]: castText,
  [DuckDBTypeId.BIGINT]: castText,
  [DuckDBTypeId.UTINYINT]: castText,
  [DuckDBTypeId.USMALLINT]: castText,
  [DuckDBTypeId.UINTEGER]: castText,
  [DuckDBTypeId.UBIGINT]: castText,
  [DuckDBTypeId.DECIMAL]: (x, _, type) => decimalText(x, type as DuckDBDecimalType),
};
const scalars: Readonly<Partial<Record<DuckDBTypeId, Writer>>> = {
  ...jsonLexemes,
  [DuckDBTypeId.VARCHAR]: castText,
  [DuckDBTypeId.ENUM]: castText,
  [DuckDBTypeId.UUID]: castText,
  [DuckDBTypeId.BLOB]: (x) => `'0x' || lower(hex(${x}))`,
  [DuckDBTypeId.DATE]: (x) => `strftime(${x}, '%Y-%m-%d')`,
  [DuckDBTypeId.TIMESTAMP]: instant,
  [DuckDBTypeId.TIMESTAMP_MS]: instant,
  [DuckDBTypeId.TIMESTAMP_NS]: instant,
  [DuckDBTypeId.TIMESTAMP_TZ]: instant,
  [DuckDBTypeId.TIME]: (x, element) => timeText(castText(x), leafDigits(element)),
  [DuckDBTypeId.TIME_TZ]: (x, element) => timeText(castText(`CAST(${x} AS TIME)`), leafDigits(element)),
};

interface Scalar {
  readonly text: string;
  readonly beyond: Beyond | null;
  /** Whether JSON has it as it is, a number or a boolean. */
  readonly isLexeme: boolean;
}

function scalar(read: string, readAs: DuckDBType, element: SchemaElement, units: LeavesInTurn): Scalar {
  const { x, type } = told(read, readAs, element);
  const text = scalarText(x, type, element, units);
  return {
    text,
    beyond: beyondDays(x, type, element, text),
    isLexeme: isUnreadDecimal(type, element) || (type.typeId in jsonLexemes && bareTimeOf(type, element) === null),
  };
}

function scalarText(x: string, type: DuckDBType, element: SchemaElement, units: LeavesInTurn): string {
  const bare = bareTimeOf(type, element);
  if (bare !== null) return bareTimeText[bare](x, leafDigits(element));
  if (isUnreadDecimal(type, element)) return bareDecimalText(x, element);
  if (type.typeId === DuckDBTypeId.BLOB && isText(element)) return bareText(x);
  const write = scalars[type.typeId];
  if (write === undefined) throw units.refuse(`type ${type.toString()}`);
  return write(x, element, type);
}

/** A decimal that DuckDB was given as what it lies in. */
const isUnreadDecimal = ({ typeId }: DuckDBType, element: SchemaElement): boolean =>
  decimalDigits(element) > 0 && typeId !== DuckDBTypeId.DECIMAL;

/** DuckDB writes no zero before the point where all digits are behind it. */
function decimalText(x: string, { width, scale }: DuckDBDecimalType): string {
  const text = `CAST(${x} AS VARCHAR)`;
  return width > scale ? text : `CASE WHEN ${x} < 0 THEN '-0' || substr(${text}, 2) ELSE '0' || ${text} END`;
}

const fraction: Readonly<Record<number, string>> = { 3: '.%g', 6: '.%f', 9: '.%n' };

// What follows %n in a pattern is written over its digits (DuckDB 1.5.5).
const instantText = (x: string, digits: number, zone: string): string =>
  `strftime(${x}, '%Y-%m-%dT%H:%M:%S${fraction[digits]!}')${zone === '' ? '' : ` || '${zone}'`}`;

/** A cast to text leaves off the zeros at the end. */
const timeText = (text: string, digits: number): string =>
  `rpad(CASE WHEN contains(${text}, '.') THEN ${text} ELSE ${text} || '.' END, ${9 + digits}, '0')`;

/** A text that was left bare, since it may not be UTF-8: then it has no form. */
const bareText = (x: string): string => marked(`${x} IS NOT NULL AND try(decode(${x})) IS NULL`, x, x);

/** Bytes: `shown` under the mark of what has no form where the condition is true, else `text`. */
const marked = (where: string, shown: string, text: string): string =>
  `CASE WHEN ${where} THEN ${literal(`\\x${formlessMark.toString(16)}`)}::BLOB || ${shown} ELSE ${text} END`;

/** JSON text: numbers and booleans by their lexemes, NaN and the like by a word that no JSON has, all else as text. */
function jsonText(x: string, type: DuckDBType, units: LeavesInTurn, depth: number): string {
  const item = `v${depth}`;
  const orNull = (sql: string) => `coalesce(${sql}, 'null')`;
  if (type instanceof DuckDBListType) {
    const inner = jsonText(item, type.valueType, units, depth + 1);
    return orNull(`'[' || array_to_string(list_transform(${x}, lambda ${item}: ${inner}), ',') || ']'`);
  }
  if (type instanceof DuckDBMapType) {
    const key = keyText(`${item}.key`, type.keyType, units);
    const value = jsonText(`${item}.value`, type.valueType, units, depth + 1);
    const entries = `list_transform(map_entries(${x}), lambda ${item}: ${key} || ':' || ${value})`;
    return orNull(`'{' || array_to_string(${entries}, ',') || '}'`);
  }
  if (type instanceof DuckDBStructType) {
    const members = type.entryTypes.map((entry, i) => {
      const name = `to_json(${literal(type.entryNames[i]!)})::VARCHAR`;
      return `${name} || ':' || ${jsonText(`struct_extract_at(${x}, ${i + 1})`, entry, units, depth)}`;
    });
    return `CASE WHEN ${x} IS NULL THEN 'null' ELSE '{' || ${members.join(` || ',' || `)} || '}' END`;
  }
  const element = units.next();
  if (doubles.has(type.typeId)) return orNull(castText(`CAST(${x} AS DOUBLE)`));
  if (type.typeId === DuckDBTypeId.INTERVAL) return orNull(`'interval ' || ${castText(x)}`);
  const made = scalar(x, type, element, units);
  return orNull(made.isLexeme ? made.text : stringText(made));
}

/** A JSON string; a word that no JSON has where the value is beyond what has a text. */
function stringText({ text, beyond }: Scalar): string {
  const json = `to_json(${text})::VARCHAR`;
  return beyond === null ? json : `CASE WHEN ${beyond.where} THEN 'beyond ' || ${beyond.shown} ELSE ${json} END`;
}

function keyText(x: string, type: DuckDBType, units: LeavesInTurn): string {
  if (isNested(type) || doubles.has(type.typeId)) throw units.refuse(`a map by ${type.toString()}`);
  return stringText(scalar(x, type, units.next(), units));
}

const isNested = (type: DuckDBType): boolean =>
  type instanceof DuckDBListType || type instanceof DuckDBMapType || type instanceof DuckDBStructType;
