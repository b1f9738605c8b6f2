import type { Grammar } from './grammar.ts';
import { isDigit } from './grammar.ts';

/** The numeric options of a reading, for a column of `places` digits after the point (0 for `int`). */
export interface DecimalOptions {
  readonly places: number;
  /** times 10^shift */
  readonly shift: number;
  /** What stands for the point. */
  readonly point: string;
  readonly group: string | null;
}

/**
 * A text of `[+-]?(D+(\.D*)?|\.D+)([eE][+-]?D{1,4})?` in its parts: value = ±digits × 10^(pointAt - digits.length).
 * `digits` may have zeros at both ends.
 */
interface Parts {
  readonly negative: boolean;
  readonly digits: string;
  readonly pointAt: number;
}

/** Where the digits that begin at `start` end. */
function endOfDigits(text: string, start: number): number {
  let i = start;
  while (i < text.length && isDigit(text.charCodeAt(i))) i++;
  return i;
}

/** Digits with single separators between two of them; gives the end and the bare digits. */
function readGroups(text: string, start: number, group: string): { end: number; digits: string } {
  let end = endOfDigits(text, start);
  let digits = text.slice(start, end);
  while (end > start && text.startsWith(group, end)) {
    const next = end + group.length;
    const nextEnd = endOfDigits(text, next);
    if (nextEnd === next) break; // not between two digits: left standing, where nothing else will take it
    digits += text.slice(next, nextEnd);
    end = nextEnd;
  }
  return { end, digits };
}

/** The value of `[eE][+-]?D{1,4}` from `start` to the text's end, or undefined. */
function readExponent(text: string, start: number): number | undefined {
  const code = text.charCodeAt(start);
  if (code !== 101 && code !== 69) return undefined;
  const sign = text.charCodeAt(start + 1);
  const first = sign === 43 || sign === 45 ? start + 2 : start + 1;
  const length = text.length - first;
  if (length < 1 || length > 4 || endOfDigits(text, first) !== text.length) return undefined;
  const size = Number(text.slice(first));
  return sign === 45 ? -size : size;
}

function readParts(text: string, point: string, group: string | null): Parts | undefined {
  const sign = text.charCodeAt(0);
  const start = sign === 45 || sign === 43 ? 1 : 0;
  let whole: string;
  let at: number;
  if (group === null) {
    at = endOfDigits(text, start);
    whole = text.slice(start, at);
  } else {
    ({ end: at, digits: whole } = readGroups(text, start, group));
  }
  let fraction = '';
  if (text.startsWith(point, at)) {
    const from = at + point.length;
    at = endOfDigits(text, from);
    fraction = text.slice(from, at);
  }
  if (whole === '' && fraction === '') return undefined;
  let exponent = 0;
  if (at < text.length) {
    const read = readExponent(text, at);
    if (read === undefined) return undefined;
    exponent = read;
  }
  return { negative: sign === 45, digits: whole + fraction, pointAt: whole.length + exponent };
}

/** Canonical text of ±digits × 10^(pointAt - digits.length), or undefined when `places` digits do not hold it. */
function fixedText(negative: boolean, digits: string, pointAt: number, places: number): string | undefined {
  let first = 0;
  while (first < digits.length && digits.charCodeAt(first) === 48) first++;
  let last = digits.length;
  while (last > first && digits.charCodeAt(last - 1) === 48) last--;
  if (first === last) return places === 0 ? '0' : '0.'.padEnd(places + 2, '0');
  const point = pointAt - first; // counted from the first digit that is not zero
  const length = last - first;
  if (length - point > places) return undefined;
  const whole = point <= 0 ? '0' : digits.slice(first, Math.min(first + point, last)).padEnd(point, '0');
  const sign = negative ? '-' : '';
  if (places === 0) return sign + whole;
  let fraction = length > point ? digits.slice(first + Math.max(point, 0), last) : '';
  if (point < 0) fraction = '0'.repeat(-point) + fraction;
  return `${sign}${whole}.${fraction.padEnd(places, '0')}`;
}

/** Whether a text is canonical already: the whole of it is digits, with a point and `places` digits where there are any. */
function isFixed(text: string, places: number): boolean {
  const start = text.charCodeAt(0) === 45 ? 1 : 0;
  const wholeEnd = places === 0 ? text.length : text.length - places - 1;
  if (wholeEnd <= start) return false;
  let zero = true;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (i === wholeEnd ? code !== 46 : code < 48 || code > 57) return false;
    if (code > 48) zero = false;
  }
  if (text.charCodeAt(start) === 48 && wholeEnd > start + 1) return false; // a leading zero
  return !(zero && start === 1); // a negative zero
}

/** `int` (no places) and `decimal(s)` of formats.md section 2, exact at any length. */
export function compileDecimal({ places, shift, point, group }: DecimalOptions): Grammar {
  const general: Grammar = (text) => {
    const parts = readParts(text, point, group);
    return parts === undefined ? undefined : fixedText(parts.negative, parts.digits, parts.pointAt + shift, places);
  };
  if (shift !== 0 || (point !== '.' && places > 0) || group === '.') return general;
  return (text) => (isFixed(text, places) ? text : general(text));
}

/** `base: 16`: `-?(0[xX])?[0-9a-fA-F]+`. */
export function compileHexInt(shift: number): Grammar {
  return (text) => {
    const negative = text.charCodeAt(0) === 45;
    let start = negative ? 1 : 0;
    const marker = text.charCodeAt(start + 1);
    if (text.charCodeAt(start) === 48 && (marker === 120 || marker === 88)) start += 2;
    if (start === text.length) return undefined;
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (!isDigit(code) && (code < 65 || code > 70) && (code < 97 || code > 102)) return undefined;
    }
    const hex = text.slice(start);
    const digits = hex.length <= 13 ? String(parseInt(hex, 16)) : BigInt('0x' + hex).toString();
    return fixedText(negative, digits, digits.length + shift, 0);
  };
}

/** Whether a text is of the decimal grammar, whatever its value. */
export const isDecimal = (text: string): boolean => readParts(text, '.', null) !== undefined;
