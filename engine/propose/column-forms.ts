import { compileReading } from '../canonical/read-value.ts';
import type { CanonicalType, Reading } from '../canonical/types.ts';
import { defaultReading } from '../canonical/types.ts';
import type { PlanMapping } from '../plan/write-plan.ts';
import type { RawColumn } from '../snapshot/raw-column.ts';
import type { Cell } from './query.ts';
import { civilPatterns, datePatterns, offsetPatterns } from './time-patterns.ts';

export type Family = 'number' | 'instant' | 'civil' | 'date' | 'bool' | 'uuid' | 'bytes' | 'float';

/** One way to read all of a column's texts, with what each aligned row then holds. */
export interface ColumnForm {
  readonly family: Family;
  /** As a plan's side says it. */
  readonly options: PlanMapping;
  /** In words, for the reason; empty where nothing needs saying. */
  readonly said: string;
  /** By row: a text to compare by, null for NULL, undefined where it cannot be read so. */
  readonly cells: readonly (string | null | undefined)[];
  /** Digits after the point as they are written, the most of them; of times, those of a second. */
  readonly digits: number;
  /** Every text is the one that the canonical form would have, but for the digits after the point. */
  readonly plain: boolean;
}

/** Eight characters or more of which times are made; to try all patterns on prose would take for ever. */
const timeLike = /^(?:[\d/.,:+\- TZz]|[ap]m|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|[a-z]{3,9}(?= )){6,48}$/i;

/** Words that exports write where they mean NULL. */
export const nullWords: ReadonlySet<string> = new Set([
  '\\N',
  'NULL',
  'null',
  'Null',
  '(null)',
  '<null>',
  'N/A',
  'n/a',
  'NA',
  '#N/A',
  'None',
  'none',
  'nil',
  'NaN',
  '-',
  '',
]);

const places = 76;
const noFraction = `.${'0'.repeat(places)}`;

/** The share of a column's texts that a form must read: the rest may be what the reconciliation is there to find. */
const mostly = 0.98;

/** All ways to read a column that nearly all of its aligned texts allow. */
export function columnForms(texts: readonly Cell[], kind: RawColumn['kind']): ColumnForm[] {
  const probe = [...new Set(texts.filter((text): text is string => text !== null && !nullWords.has(text)))];
  if (probe.length === 0) return [];
  const forms: ColumnForm[] = [];
  const add = (
    family: Family,
    type: CanonicalType,
    reading: Partial<Reading>,
    said: string,
    rest: Partial<ColumnForm> = {},
  ) => {
    const reader = compileReading(type, { ...defaultReading, ...reading });
    const fails = (sample: readonly string[]) => sample.filter((text) => typeof reader.read(text) !== 'string').length;
    const first = probe.slice(0, 24);
    if (fails(first) > Math.max(1, first.length * 0.1)) return;
    let read = 0;
    let all = 0;
    const cells = texts.map((text) => {
      const cell = reader.read(text);
      if (text !== null && (cell !== undefined || !nullWords.has(text))) {
        all++;
        if (cell !== undefined) read++;
      }
      return cell;
    });
    if (read < all * mostly || read === 0) return;
    // Numbers are met as decimals of one length, whatever their base.
    const whole =
      type.kind === 'int' ? cells.map((cell) => (typeof cell === 'string' ? cell + noFraction : cell)) : cells;
    forms.push({ family, options: optionsOf(reading), said, cells: whole, digits: 0, plain: false, ...rest });
  };

  const digitsAfter = (point: string) =>
    Math.max(
      0,
      ...probe.map((text) => (text.includes(point) ? /^\d*/.exec(text.slice(text.indexOf(point) + 1))![0].length : 0)),
    );
  const isPlain = probe.every((text) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && !/^-0(\.0+)?$/.test(text));
  for (const { reading, said } of numberReadings(probe))
    add('number', { kind: 'decimal', scale: places }, reading, said, {
      digits: digitsAfter(reading.decimalSeparator ?? '.'),
      plain: isPlain && said === '',
    });
  if (probe.every((text) => /^-?0[xX]/.test(text)))
    add('number', { kind: 'int' }, { base: 16 }, 'hexadecimal numbers', {});
  if (kind === 'double' || probe.some((text) => /[eE]|nan|inf/i.test(text))) add('float', { kind: 'float' }, {}, '');

  const some = probe.slice(0, 24);
  if (some.filter((text) => timeLike.test(text)).length >= some.length * 0.9) addTimes(probe, add);
  for (const [yes, no] of bools(probe))
    add(
      'bool',
      { kind: 'bool' },
      yes === null ? {} : { trueTexts: [yes], falseTexts: [no] },
      yes === null ? '' : `${yes} and ${no}`,
      {
        plain: probe.every((text) => text === 'true' || text === 'false'),
      },
    );
  add('uuid', { kind: 'uuid' }, {}, '', { plain: probe.every((text) => text.length === 36) });
  addBytes(probe, add);
  return forms;
}

type Add = (
  family: Family,
  type: CanonicalType,
  reading: Partial<Reading>,
  said: string,
  rest?: Partial<ColumnForm>,
) => void;

function addTimes(probe: readonly string[], add: Add): void {
  const fraction = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d[.,](\d{1,9})/;
  const digits = Math.max(0, ...probe.map((text) => fraction.exec(text)?.[1]?.length ?? 0));
  const instant = { kind: 'timestamp', precision: 9 } as const;
  const civil = { kind: 'datetime', precision: 9 } as const;
  add('instant', instant, {}, 'ISO 8601 with an offset', { digits, plain: true });
  add('civil', civil, {}, 'ISO 8601 without an offset', { digits, plain: true });
  add('date', { kind: 'date' }, {}, '', { plain: true });
  for (const { format, unit, digits: own, most } of epochs) {
    const numbers = probe.filter((text) => /^-?\d{1,19}(\.\d*)?$/.test(text)).map(Number);
    const within = numbers.filter((n) => n >= most / 200 && n <= most).length;
    if (within >= probe.length * mostly) add('instant', instant, { format }, `${unit} since 1970`, { digits: own });
  }
  const shapes = probe.slice(0, 24);
  const candidates = (formats: readonly string[], type: CanonicalType) =>
    formats.filter((format) => {
      const reader = compileReading(type, { ...defaultReading, format });
      return shapes.filter((text) => typeof reader.read(text) !== 'string').length <= shapes.length * 0.1;
    });
  for (const format of candidates(datePatterns, { kind: 'date' })) add('date', { kind: 'date' }, { format }, format);
  for (const format of candidates(civilPatterns, civil))
    add('civil', civil, { format }, format, { digits: format.includes('%f') ? 6 : 0 });
  for (const format of candidates(offsetPatterns, instant))
    add('instant', instant, { format }, format, { digits: format.includes('%f') ? 6 : 0 });
}

/** Units whose counts since 1970 lie between the middle of 1970 and 2100. */
const epochs = [
  { format: 'epoch_s', unit: 'seconds', digits: 0, most: 4.1e9 },
  { format: 'epoch_ms', unit: 'milliseconds', digits: 3, most: 4.1e12 },
  { format: 'epoch_us', unit: 'microseconds', digits: 6, most: 4.1e15 },
  { format: 'epoch_ns', unit: 'nanoseconds', digits: 9, most: 4.1e18 },
] as const;

function numberReadings(probe: readonly string[]): { reading: Partial<Reading>; said: string }[] {
  const readings: { reading: Partial<Reading>; said: string }[] = [{ reading: {}, said: '' }];
  if (!probe.some((text) => /\d[,' _\u00a0\u202f.]\d|\d,/.test(text))) return readings;
  const group = (groupSeparator: string, decimalSeparator: string) => ({
    reading: { groupSeparator, ...(decimalSeparator === '.' ? {} : { decimalSeparator }) },
    said: `${JSON.stringify(decimalSeparator)} before decimals, ${JSON.stringify(groupSeparator)} between groups`,
  });
  if (probe.some((text) => text.includes(',')))
    readings.push(
      { reading: { decimalSeparator: ',' }, said: '"," before decimals' },
      group(',', '.'),
      group('.', ','),
    );
  for (const space of [' ', "'", '_', '\u00a0', '\u202f'])
    if (probe.some((text) => text.includes(space))) readings.push(group(space, '.'), group(space, ','));
  if (probe.every((text) => /^[+-]?\d{1,3}(\.\d{3})*$/.test(text))) readings.push(group('.', ','));
  return readings;
}

const boolWords: readonly (readonly [string, string])[] = [
  ['Y', 'N'],
  ['y', 'n'],
  ['yes', 'no'],
  ['Yes', 'No'],
  ['YES', 'NO'],
  ['T', 'F'],
  ['J', 'N'],
  ['O', 'N'],
  ['S', 'N'],
  ['on', 'off'],
  ['ON', 'OFF'],
  ['1', '0'],
  ['X', ''],
  ['-1', '0'],
];

/** Pairs of texts that could be yes and no; null for those that `bool` reads by itself. */
function bools(probe: readonly string[]): (readonly [string, string] | readonly [null, null])[] {
  if (probe.length > 2) return [];
  const own = /^(true|t|1|TRUE|True|false|f|0|FALSE|False)$/;
  if (probe.every((text) => own.test(text))) return [[null, null]];
  return boolWords.filter((pair) => probe.every((text) => pair.includes(text)));
}

function addBytes(probe: readonly string[], add: Add): void {
  const marked = probe.every((text) => /^(0[xX]|\\x)/.test(text));
  const long =
    probe.every((text) => text.length >= 16) && probe.some((text) => /[a-fA-F]/.test(text) && /\d/.test(text));
  if (marked || long) add('bytes', { kind: 'bytes' }, {}, 'hexadecimal bytes', { plain: true });
  if (probe.every((text) => text.length % 4 === 0) && probe.some((text) => /[A-Z]/.test(text) && /[a-z]/.test(text)))
    add('bytes', { kind: 'bytes' }, { encoding: 'base64' }, 'Base64');
}

const named: readonly (readonly [keyof Reading, string])[] = [
  ['groupSeparator', 'group_separator'],
  ['decimalSeparator', 'decimal_separator'],
  ['base', 'base'],
  ['format', 'format'],
  ['encoding', 'encoding'],
  ['trueTexts', 'true'],
  ['falseTexts', 'false'],
];

/** A reading's options by the names of the plan. */
function optionsOf(reading: Partial<Reading>): PlanMapping {
  return Object.fromEntries(
    named.flatMap(([from, to]) => (reading[from] === undefined ? [] : [[to, reading[from] as string]])),
  );
}
