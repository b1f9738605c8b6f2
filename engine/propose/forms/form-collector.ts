import { compileReading } from '../../canonical/read-value.ts';
import type { CanonicalType, Reading } from '../../canonical/types.ts';
import { defaultReading } from '../../canonical/types.ts';
import type { PlanMapping } from '../../plan/write-plan.ts';
import { nullWords, type ColumnForm, type Family } from './column-form.ts';
import type { Cell } from '../../snapshot/duckdb/text-rows.ts';

/** The share of a column's texts that a form must read: the rest may be what the reconciliation is there to find. */
export const mostly = 0.98;
const firstLook = 24;
/** Numbers are met as decimals of one length, whatever their base. */
export const numberPlaces = 76;
const noFraction = `.${'0'.repeat(numberPlaces)}`;

/** Tries forms on a column's texts and keeps those that read nearly all of them. */
export class FormCollector {
  readonly forms: ColumnForm[] = [];
  /** The different texts that are not the usual words for NULL. */
  readonly probe: readonly string[];
  readonly #texts: readonly Cell[];

  constructor(texts: readonly Cell[]) {
    this.#texts = texts;
    this.probe = [...new Set(texts.filter((text): text is string => text !== null && !nullWords.has(text)))];
  }

  /** A few texts, by which most forms can be ruled out. */
  get few(): readonly string[] {
    return this.probe.slice(0, firstLook);
  }

  all(pattern: RegExp): boolean {
    return this.probe.every((text) => pattern.test(text));
  }

  some(pattern: RegExp): boolean {
    return this.probe.some((text) => pattern.test(text));
  }

  /** Whether a reading is worth trying on all texts. */
  mayRead(type: CanonicalType, reading: Partial<Reading>): boolean {
    const reader = compileReading(type, { ...defaultReading, ...reading });
    const fails = this.few.filter((text) => typeof reader.read(text) !== 'string').length;
    return fails <= Math.max(1, this.few.length * 0.1);
  }

  add(
    family: Family,
    type: CanonicalType,
    reading: Partial<Reading>,
    said: string,
    rest: Partial<Pick<ColumnForm, 'digits' | 'plain'>> = {},
  ): void {
    if (!this.mayRead(type, reading)) return;
    const reader = compileReading(type, { ...defaultReading, ...reading });
    let read = 0;
    let all = 0;
    const cells = this.#texts.map((text) => {
      const cell = reader.read(text);
      if (text !== null && (cell !== undefined || !nullWords.has(text))) {
        all++;
        if (cell !== undefined) read++;
      }
      return typeof cell === 'string' && type.kind === 'int' ? cell + noFraction : cell;
    });
    if (read === 0 || read < all * mostly) return;
    this.forms.push({ family, options: optionsOf(reading), said, cells, digits: 0, plain: false, ...rest });
  }
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
