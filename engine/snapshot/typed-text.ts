import {
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBTypeId,
  type DuckDBDecimalType,
  type DuckDBType,
} from '@duckdb/node-api';
import { TallyError } from '../../contract/problem.ts';
import { literal } from './database.ts';
import type { SchemaElement } from './parquet-footer.ts';
import { bareTimeOf, bareTimeText } from './bare-time-text.ts';
import { beyondDays } from './beyond-days.ts';
import { decimalDigits, isInstant, isText, isTooWide, isWideDecimal, leafDigits } from './parquet-leaf.ts';
import { formlessMark, type RawColumn } from './raw-column.ts';
import { wideDecimalText } from './wide-decimal.ts';

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
  const units = new Leaves(leaves, where);
  const made = topLevel(expression, type, units);
  units.end();
  return made;
}

function topLevel(x: string, type: DuckDBType, units: Leaves): TypedText {
  const { typeId } = type;
  if (isNested(type))
    return { sql: `CASE WHEN ${x} IS NOT NULL THEN ${jsonText(x, type, units, 0)} END`, kind: 'json' };
  const element = units.next();
  if (doubles.has(typeId)) return { sql: `CAST(${x} AS DOUBLE)`, kind: 'double' };
  if (typeId === DuckDBTypeId.INTERVAL) return { sql: castText(x), kind: 'formless' };
  const text = scalarText(x, type, element, units);
  const beyond = beyondDays(x, type, element, text);
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

function scalarText(x: string, type: DuckDBType, element: SchemaElement, units: Leaves): string {
  const bare = bareTimeOf(type, element);
  if (bare !== null) return bareTimeText[bare](x, leafDigits(element));
  if (isWideDecimal(element)) return wideDecimalText(x, element);
  if (type.typeId === DuckDBTypeId.BLOB && isText(element)) return bareText(x);
  const write = scalars[type.typeId];
  if (write === undefined) throw units.refuse(`type ${type.toString()}`);
  return write(x, element, type);
}

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
function jsonText(x: string, type: DuckDBType, units: Leaves, depth: number): string {
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
  const isLexeme = isWideDecimal(element) || (type.typeId in jsonLexemes && bareTimeOf(type, element) === null);
  return orNull(isLexeme ? scalarText(x, type, element, units) : stringText(x, type, element, units));
}

/** A JSON string; a word that no JSON has where the value is beyond what has a text. */
function stringText(x: string, type: DuckDBType, element: SchemaElement, units: Leaves): string {
  const text = scalarText(x, type, element, units);
  const beyond = beyondDays(x, type, element, text);
  const json = `to_json(${text})::VARCHAR`;
  return beyond === null ? json : `CASE WHEN ${beyond.where} THEN 'beyond ' || ${beyond.shown} ELSE ${json} END`;
}

function keyText(x: string, type: DuckDBType, units: Leaves): string {
  if (isNested(type) || doubles.has(type.typeId)) throw units.refuse(`a map by ${type.toString()}`);
  return stringText(x, type, units.next(), units);
}

const isNested = (type: DuckDBType): boolean =>
  type instanceof DuckDBListType || type instanceof DuckDBMapType || type instanceof DuckDBStructType;

/** Hands out a column's primitive elements in the order in which its type is walked. */
class Leaves {
  readonly #elements: readonly SchemaElement[];
  readonly #where: string;
  #at = 0;

  constructor(elements: readonly SchemaElement[], where: string) {
    this.#elements = elements;
    this.#where = where;
  }

  next(): SchemaElement {
    const element = this.#elements[this.#at++];
    if (element === undefined)
      throw this.refuse('a nested type that is read with other parts than it was written with');
    if (isTooWide(element) && !isWideDecimal(element))
      throw this.refuse(`decimals of ${decimalDigits(element)} digits`);
    return element;
  }

  end(): void {
    if (this.#at !== this.#elements.length)
      throw this.refuse('a nested type that is read with other parts than it was written with');
  }

  refuse(what: string): TallyError {
    return new TallyError(
      'input_unsupported',
      `The column holds ${what}, which cannot be read without loss`,
      this.#where,
      'Export it as another type, for example as text',
    );
  }
}
