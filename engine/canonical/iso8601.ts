import { isDay } from './calendar.ts';
import { civilSeconds, fractionText, timeText } from './civil-time.ts';
import type { Grammar } from './grammar.ts';
import { isDigit } from './grammar.ts';

/** Seconds from 1970 of a civil time in a zone, or undefined when it names no single instant. */
export type ToInstant = (civil: number) => number | undefined;

const two = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
};

/** Whether the first ten characters are the `YYYY-MM-DD` of a day there is. */
function startsWithDay(text: string): boolean {
  return (
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    isDay(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8))
  );
}

/** `YYYY-MM-DD`. */
export const readDate: Grammar = (text) => (text.length === 10 && startsWithDay(text) ? text : undefined);

/** `(Z|z|[+-]HH(:?MM)?)` from `start` to `end`: seconds east of UTC, or undefined. */
export function readOffset(text: string, start: number, end: number): number | undefined {
  const sign = text.charCodeAt(start);
  const length = end - start;
  if (sign === 90 || sign === 122) return length === 1 ? 0 : undefined;
  if (sign !== 43 && sign !== 45) return undefined;
  let minutes = 0;
  if (length === 5) minutes = two(text, start + 3);
  else if (length === 6 && text.charCodeAt(start + 3) === 58) minutes = two(text, start + 4);
  else if (length !== 3) return undefined;
  const hours = two(text, start + 1);
  if (!(hours <= 23 && minutes <= 59)) return undefined;
  return (sign === 45 ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/**
 * `YYYY-MM-DD[Tt ]HH:MM:SS([.,]D{1,9})?(Z|z|[+-]HH(:?MM)?)?`. For an instant `toInstant` reads a text without an
 * offset (null: it has no form); for a civil time an offset has no form.
 */
export function compileIso8601(precision: 0 | 3 | 6 | 9, instant: boolean, toInstant: ToInstant | null): Grammar {
  const suffix = instant ? 'Z' : '';
  return (text) => {
    const separator = text.charCodeAt(10);
    if (separator !== 84 && separator !== 32 && separator !== 116) return undefined;
    if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58 || !startsWithDay(text)) return undefined;
    if (!(two(text, 11) <= 23 && two(text, 14) <= 59 && two(text, 17) <= 59)) return undefined;

    let at = 19;
    let digits = '';
    const mark = text.charCodeAt(19);
    if (mark === 46 || mark === 44) {
      at = 20;
      while (isDigit(text.charCodeAt(at))) at++;
      if (at === 20 || at > 29) return undefined;
      digits = text.slice(20, at);
    }
    const fraction = fractionText(digits, precision);
    if (fraction === undefined) return undefined;

    const asWritten = (): string =>
      separator === 84 && text.length === 19 + fraction.length + suffix.length && text.endsWith(suffix) && mark !== 44
        ? text
        : `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction}${suffix}`;
    const civil = (): number =>
      civilSeconds(
        two(text, 0) * 100 + two(text, 2),
        two(text, 5),
        two(text, 8),
        two(text, 11),
        two(text, 14),
        two(text, 17),
      );

    if (at === text.length) {
      if (!instant) return asWritten();
      const seconds = toInstant?.(civil());
      return seconds === undefined ? undefined : timeText(seconds, fraction, suffix);
    }
    if (!instant) return undefined;
    const offset = readOffset(text, at, text.length);
    if (offset === undefined) return undefined;
    return offset === 0 ? asWritten() : timeText(civil() - offset, fraction, suffix);
  };
}
