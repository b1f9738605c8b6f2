/** The proleptic Gregorian calendar as arithmetic: no Date, which has no year 1 to 99 and costs an object a value. */

/** 400 years, after which dates and weekdays repeat. */
export const secondsOf400Years = 146_097 * 86_400;
/** 0001-01-01T00:00:00 and 9999-12-31T23:59:59 in seconds from 1970. */
export const firstSecond = -62_135_596_800;
export const lastSecond = 253_402_300_799;

const monthLengths = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : monthLengths[month]!;

/** Whether the three numbers name a day of the years 0001 to 9999. */
export const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

/** Days from 1970-01-01. The year is counted from March, so that the leap day comes last. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** 0 is Sunday. */
export const weekdayOf = (days: number): number => (((days + 4) % 7) + 7) % 7;

export const twoDigits: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** `YYYY-MM-DD`; the numbers are a day of the years 0001 to 9999. */
export const dateText = (year: number, month: number, day: number): string =>
  `${twoDigits[Math.floor(year / 100)]!}${twoDigits[year % 100]!}-${twoDigits[month]!}-${twoDigits[day]!}`;

let lastDays = Number.NaN;
let lastText = '';

/** `YYYY-MM-DD` of a day counted from 1970; the last one is remembered, since neighbouring rows share their day. */
export function dateTextOfDays(days: number): string {
  if (days === lastDays) return lastText;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  lastDays = days;
  lastText = dateText(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
  return lastText;
}
