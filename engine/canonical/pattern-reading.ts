import { dateText, isDay } from './calendar.ts';
import { civilSeconds, fractionText, timeText } from './civil-time.ts';
import type { Grammar } from './grammar.ts';
import { isDigit } from './grammar.ts';
import type { ToInstant } from './iso8601.ts';
import { readOffset } from './iso8601.ts';
import type { NumberField, Pattern, Step } from './pattern.ts';

/** What a text gave for each field; what a pattern does not name stays 0. */
class Fields {
  year = 0;
  month = 0;
  day = 0;
  hour = 0;
  minute = 0;
  second = 0;
  fraction = '';
  half: 'am' | 'pm' | null = null;
  offset: number | null = null;

  set(field: NumberField, digits: string): void {
    if (field === 'fraction') this.fraction = digits;
    else this[field] = Number(digits);
  }
}

/** Widest first, and narrower when the rest does not fit: a literal digit may follow a number. */
function takeNumber(steps: readonly Step[], i: number, text: string, at: number, fields: Fields): boolean {
  const step = steps[i] as Extract<Step, { take: 'number' }>;
  let width = 0;
  while (width < step.most && isDigit(text.charCodeAt(at + width))) width++;
  for (; width >= step.least; width--) {
    if (!follow(steps, i + 1, text, at + width, fields)) continue;
    fields.set(step.field, text.slice(at, at + width));
    return true;
  }
  return false;
}

function takeMonth(steps: readonly Step[], i: number, text: string, at: number, fields: Fields): boolean {
  const { names } = steps[i] as Extract<Step, { take: 'monthName' }>;
  for (const [index, name] of names.entries()) {
    if (text.slice(at, at + name.length).toLowerCase() !== name) continue;
    fields.month = index + 1;
    return follow(steps, i + 1, text, at + name.length, fields);
  }
  return false;
}

function takeHalf(steps: readonly Step[], i: number, text: string, at: number, fields: Fields): boolean {
  const half = text.slice(at, at + 2).toLowerCase();
  if (half !== 'am' && half !== 'pm') return false;
  fields.half = half;
  return follow(steps, i + 1, text, at + 2, fields);
}

function takeOffset(steps: readonly Step[], i: number, text: string, at: number, fields: Fields): boolean {
  for (const width of [6, 5, 3, 1]) {
    if (at + width > text.length) continue;
    const offset = readOffset(text, at, at + width);
    if (offset === undefined || !follow(steps, i + 1, text, at + width, fields)) continue;
    fields.offset = offset;
    return true;
  }
  return false;
}

function follow(steps: readonly Step[], i: number, text: string, at: number, fields: Fields): boolean {
  const step = steps[i];
  if (step === undefined) return at === text.length;
  switch (step.take) {
    case 'literal':
      return text.startsWith(step.text, at) && follow(steps, i + 1, text, at + step.text.length, fields);
    case 'number':
      return takeNumber(steps, i, text, at, fields);
    case 'monthName':
      return takeMonth(steps, i, text, at, fields);
    case 'half':
      return takeHalf(steps, i, text, at, fields);
    case 'offset':
      return takeOffset(steps, i, text, at, fields);
  }
}

/** The fields of a text, or undefined when it does not fit or names no day or no time of day. */
function match({ steps }: Pattern, text: string): Fields | undefined {
  const fields = new Fields();
  if (!follow(steps, 0, text, 0, fields)) return undefined;
  if (!isDay(fields.year, fields.month, fields.day)) return undefined;
  if (fields.half !== null) {
    if (fields.hour < 1 || fields.hour > 12) return undefined;
    fields.hour = (fields.hour % 12) + (fields.half === 'pm' ? 12 : 0);
  }
  return fields.hour <= 23 && fields.minute <= 59 && fields.second <= 59 ? fields : undefined;
}

/** Dates by a pattern. */
export function compileDatePattern(pattern: Pattern): Grammar {
  return (text) => {
    const fields = match(pattern, text);
    return fields === undefined ? undefined : dateText(fields.year, fields.month, fields.day);
  };
}

/** Times by a pattern; for an instant without `%z`, `toInstant` reads the civil time (null: it has no form). */
export function compileTimePattern(
  pattern: Pattern,
  precision: 0 | 3 | 6 | 9,
  instant: boolean,
  toInstant: ToInstant | null,
): Grammar {
  return (text) => {
    const fields = match(pattern, text);
    if (fields === undefined) return undefined;
    const fraction = fractionText(fields.fraction, precision);
    if (fraction === undefined) return undefined;
    const civil = civilSeconds(fields.year, fields.month, fields.day, fields.hour, fields.minute, fields.second);
    if (!instant) return timeText(civil, fraction, '');
    const seconds = fields.offset === null ? toInstant?.(civil) : civil - fields.offset;
    return seconds === undefined ? undefined : timeText(seconds, fraction, 'Z');
  };
}
