import type { CanonicalType, Reading } from '../../canonical/types.ts';
import type { RawKind } from '../hash/raw-cells.ts';

/** A raw value of a stage that has a form: a text, a double, or NULL. */
export type RawValue = string | number | null;

/** What is done to a value; each makes another value of it, unless a rule of the plan says that the two are one. */
export type AlterationName = 'null' | 'character' | 'case' | 'end space' | 'inner space' | 'composition';

export interface Alteration {
  readonly name: AlterationName;
  readonly value: RawValue;
}

/** Every alteration that this value of a column bears. What changes the notation alone, `1.0` for `1`, is none. */
export function alterationsOf(value: RawValue, kind: RawKind, type: CanonicalType, reading: Reading): Alteration[] {
  if (value === null) return [{ name: 'null', value: kind === 'double' ? 0.5 : '0' }];
  const alterations: Alteration[] = [{ name: 'null', value: null }];
  if (typeof value === 'number') {
    const next = nextDouble(value);
    return next === null ? alterations : [...alterations, { name: 'character', value: next }];
  }
  alterations.push({ name: 'character', value: otherCharacter(value, kind === 'json' ? 'json' : type.kind, reading) });
  if (type.kind !== 'text' || kind === 'json') return alterations;
  const letter = /[A-Za-z]/.exec(value);
  if (letter !== null) {
    const [one] = letter;
    const swapped = one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase();
    alterations.push({ name: 'case', value: put(value, letter.index, swapped) });
  }
  alterations.push({ name: 'end space', value: `${value} ` });
  const space = /(?<=[^ \t\n\r]) (?=[^ \t\n\r])/.exec(value);
  if (space !== null) alterations.push({ name: 'inner space', value: put(value, space.index, '  ') });
  const composed = [value.normalize('NFD'), value.normalize('NFC')].find((other) => other !== value);
  if (composed !== undefined) alterations.push({ name: 'composition', value: composed });
  return alterations;
}

const put = (text: string, at: number, one: string): string => text.slice(0, at) + one + text.slice(at + 1);

/**
 * The text with its last letter or digit made another. In a number it is the last digit before an exponent, so that the
 * number is another and not written otherwise.
 */
function otherCharacter(text: string, kind: CanonicalType['kind'] | 'json', { base, format }: Reading): string {
  const isHex = kind === 'uuid' || kind === 'bytes' || (kind === 'int' && base === 16);
  const isEpoch = kind !== 'json' && format?.startsWith('epoch_') === true; // by the decimal grammar: 0e5 is 0e6
  const isNumber = (kind === 'int' && base === 10) || kind === 'decimal' || kind === 'float' || isEpoch;
  const mantissa = isNumber ? /[eE]/.exec(text)?.index : undefined;
  const within = mantissa === undefined ? text : text.slice(0, mantissa);
  const last = (isNumber ? /\d(?=\D*$)/ : /[0-9A-Za-z](?=[^0-9A-Za-z]*$)/).exec(within);
  return last === null ? `${text}x` : put(text, last.index, otherOf(last[0], isHex));
}

function otherOf(one: string, isHex: boolean): string {
  if (isHex && /[fF]/.test(one)) return '0';
  if (isHex && one === '9') return 'a';
  const rounds: Readonly<Record<string, string>> = { '9': '0', z: 'a', Z: 'A' };
  return rounds[one] ?? String.fromCharCode(one.charCodeAt(0) + 1);
}

/** The double beside this one; null for what has none. */
function nextDouble(value: number): number | null {
  if (!Number.isFinite(value) || value === 0) return value === 0 ? 1 : null;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) ^ 1n);
  return view.getFloat64(0);
}
