import { readBase64Bytes, readHexBytes } from './bytes.ts';
import { compileDecimal, compileHexInt } from './decimal.ts';
import { readFloat } from './float.ts';
import type { Grammar } from './grammar.ts';
import { ruleOf } from './text-rules.ts';
import { compileTime } from './time-format.ts';
import type { CanonicalType, Reading } from './types.ts';
import { readUuid } from './uuid.ts';

export interface ValueReader {
  /**
   * The canonical cell (for `text` the bare value, for every other type its canonical text), null for NULL, undefined
   * when the value has no form.
   */
  read(text: string | null): string | null | undefined;
  /** How many values each of the reading's rules has altered so far, in their order; one named again at its first place. */
  readonly altered: number[];
  /** Whether a rule altered the value of the last `read`. */
  readonly lastAltered: boolean;
  /** Whether `read` gives every text back as it is, so that a caller may copy its bytes. */
  readonly identity: boolean;
}

function compileBool({ trueTexts, falseTexts }: Reading): Grammar {
  const values = new Map<string, string>();
  for (const text of falseTexts) values.set(text, 'false');
  for (const text of trueTexts) values.set(text, 'true');
  return (text) => values.get(text);
}

function compileGrammar(type: CanonicalType, reading: Reading): Grammar {
  const { scale: shift, decimalSeparator: point, groupSeparator: group } = reading;
  switch (type.kind) {
    case 'text':
      return (text) => text;
    case 'int':
      return reading.base === 16 ? compileHexInt(shift) : compileDecimal({ places: 0, shift, point, group });
    case 'decimal':
      return compileDecimal({ places: type.scale, shift, point, group });
    case 'bool':
      return compileBool(reading);
    case 'date':
      return compileTime({ kind: 'date' }, reading);
    case 'timestamp':
    case 'datetime':
      return compileTime(type, reading);
    case 'uuid':
      return readUuid;
    case 'bytes':
      return reading.encoding === 'hex' ? readHexBytes : readBase64Bytes;
    case 'float':
      return readFloat;
  }
}

/** Compiled once a column and side, called once a cell. */
class Reader implements ValueReader {
  readonly altered: number[];
  lastAltered = false;
  readonly identity: boolean;
  readonly #nulls: ReadonlySet<string> | null;
  readonly #values: ReadonlyMap<string, string> | null;
  readonly #keep: boolean;
  readonly #rules: readonly { readonly apply: (text: string) => string | undefined; readonly first: number }[];
  readonly #grammar: Grammar;

  constructor(type: CanonicalType, reading: Reading) {
    this.#nulls = reading.nullTexts.length === 0 ? null : new Set(reading.nullTexts);
    this.#values = reading.values;
    this.#keep = reading.valuesElseKeep;
    this.#rules = reading.rules.map((rule) => ({ apply: ruleOf[rule], first: reading.rules.indexOf(rule) }));
    this.#grammar = compileGrammar(type, reading);
    this.altered = reading.rules.map(() => 0);
    this.identity = type.kind === 'text' && this.#nulls === null && this.#values === null && this.#rules.length === 0;
  }

  read(text: string | null): string | null | undefined {
    this.lastAltered = false;
    if (text === null || this.#nulls?.has(text) === true) return null;
    let value = text;
    if (this.#values !== null) {
      const mapped = this.#values.get(text);
      if (mapped !== undefined) value = mapped;
      else if (!this.#keep) return undefined;
    }
    let counted = 0;
    for (const { apply, first } of this.#rules) {
      const ruled = apply(value);
      if (ruled === undefined) return undefined;
      if (ruled === value) continue;
      value = ruled;
      if ((counted & (1 << first)) === 0) this.altered[first]!++;
      counted |= 1 << first;
      this.lastAltered = true;
    }
    return this.#grammar(value);
  }
}

/** How one side's texts of a column become canonical cells (formats.md section 2). The plan has judged the reading. */
export function compileReading(type: CanonicalType, reading: Reading): ValueReader {
  return new Reader(type, reading);
}
