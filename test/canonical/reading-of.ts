import type { CanonicalType, Reading } from '../../engine/canonical/types.ts';
import { defaultReading } from '../../engine/canonical/types.ts';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { encodeCell } from '../../engine/canonical/record.ts';
import { parseType } from '../../engine/canonical/type-name.ts';

/** A side's options of a column as a plan writes them, which is how the vectors write them. */
export interface Options {
  readonly null?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
  readonly values_else?: 'keep';
  readonly rules?: Reading['rules'];
  readonly group_separator?: string;
  readonly decimal_separator?: string;
  readonly base?: 16;
  readonly scale?: number;
  readonly true?: readonly string[];
  readonly false?: readonly string[];
  readonly format?: string;
  readonly zone?: string;
  readonly ambiguous?: 'earlier' | 'later';
  readonly encoding?: 'hex' | 'base64';
}

export const readingOf = (options: Options): Reading => ({
  nullTexts: options.null ?? defaultReading.nullTexts,
  values: options.values === undefined ? null : new Map(Object.entries(options.values)),
  valuesElseKeep: options.values_else === 'keep',
  rules: options.rules ?? [],
  groupSeparator: options.group_separator ?? null,
  decimalSeparator: options.decimal_separator ?? '.',
  base: options.base ?? 10,
  scale: options.scale ?? 0,
  trueTexts: options.true ?? defaultReading.trueTexts,
  falseTexts: options.false ?? defaultReading.falseTexts,
  format: options.format ?? null,
  zone: options.zone ?? null,
  ambiguous: options.ambiguous ?? null,
  encoding: options.encoding ?? 'hex',
});

export function typeOf(name: string): CanonicalType {
  const type = parseType(name);
  if (type === undefined) throw new Error(`no type: ${name}`);
  return type;
}

/** One value read under options: the cell, null for NULL, undefined for a value without a form. */
export const read = (type: string, text: string | null, options: Options = {}): string | null | undefined =>
  compileReading(typeOf(type), readingOf(options)).read(text);

/** The same as it stands in a record. */
export function canonical(type: string, text: string | null, options: Options = {}): string | undefined {
  const cell = read(type, text, options);
  return cell === undefined ? undefined : encodeCell(typeOf(type), cell);
}
