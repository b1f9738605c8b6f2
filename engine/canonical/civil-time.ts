import { dateTextOfDays, daysFromCivil, firstSecond, lastSecond, twoDigits } from './calendar.ts';

type Precision = 0 | 3 | 6 | 9;

/** Seconds from 1970 as if the civil time were UTC. */
export const civilSeconds = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number => daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;

/**
 * A point and p digits (nothing when p is 0) for the digits after a point, or undefined when a digit after the p-th is
 * not zero.
 */
export function fractionText(digits: string, precision: Precision): string | undefined {
  for (let i = precision; i < digits.length; i++) if (digits.charCodeAt(i) !== 48) return undefined;
  if (precision === 0) return '';
  if (digits.length === precision) return '.' + digits;
  return '.' + (digits.length > precision ? digits.slice(0, precision) : digits.padEnd(precision, '0'));
}

/**
 * `YYYY-MM-DDTHH:MM:SS` of seconds from 1970, then `fraction` and `suffix` as they are; undefined outside the years
 * 0001 to 9999.
 */
export function timeText(seconds: number, fraction: string, suffix: '' | 'Z'): string | undefined {
  if (!(seconds >= firstSecond && seconds <= lastSecond)) return undefined;
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor((rest - hour * 3600) / 60);
  const second = rest - hour * 3600 - minute * 60;
  return `${dateTextOfDays(days)}T${twoDigits[hour]!}:${twoDigits[minute]!}:${twoDigits[second]!}${fraction}${suffix}`;
}
