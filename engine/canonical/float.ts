import { isDecimal } from './decimal.ts';

const infinity = /^[+-]?inf(?:inity)?$/i;
const buffer = new DataView(new ArrayBuffer(8));

/** The 16 hex digits of the double, big-endian; every NaN is `7ff8000000000000`. */
export function floatBits(value: number): string {
  if (Number.isNaN(value)) return '7ff8000000000000';
  buffer.setFloat64(0, value);
  return buffer.getUint32(0).toString(16).padStart(8, '0') + buffer.getUint32(4).toString(16).padStart(8, '0');
}

/** The decimal grammar, `NaN`, or an infinity; nearest, ties to even. An overflow has no form. */
export function readFloat(text: string): string | undefined {
  if (isDecimal(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? floatBits(value) : undefined;
  }
  if (text === 'NaN') return floatBits(Number.NaN);
  if (infinity.test(text)) return floatBits(text.startsWith('-') ? -Infinity : Infinity);
  return undefined;
}

/** Whether a text is the canonical form of some double: one NaN, and lower case. */
export const isFloatBits = (text: string): boolean =>
  /^[0-9a-f]{16}$/.test(text) && (text === '7ff8000000000000' || !/^[7f]ff(?!0{13})/.test(text));
