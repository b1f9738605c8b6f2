import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

const factors: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** What test/cli/memory.test.ts shows to be enough for tables of some columns, however many rows differ. */
const leastMemory = 128 * 2 ** 20;

/** `2GiB`, `500MB` as bytes, for commander. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?i?B)$/i.exec(text);
  const factor = match?.[2] === undefined ? undefined : factors[match[2].toUpperCase()];
  if (match === null || factor === undefined)
    throw new InvalidArgumentError('A size is a number and a unit, such as 2GiB or 500MB.');
  const bytes = Math.floor(Number(match[1]) * factor);
  if (bytes < leastMemory) throw new InvalidArgumentError(`At least ${leastMemory / 2 ** 20}MiB.`);
  return bytes;
}

/** A whole number from `least` to `most`, for commander. */
export function parseWhole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,15}$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`);
    return value;
  };
}

/** RFC 3339 with an offset, as UTC with whole seconds, for commander. */
export function parseTime(text: string): string {
  const parts = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(?:Z|[+-]\d\d:\d\d)$/.exec(text);
  // A Date would make the 2nd of March of the 30th of February, and cut what is less than a thousandth.
  if (parts === null || !z.iso.datetime({ offset: true }).safeParse(text).success)
    throw new InvalidArgumentError('A time is written as 2026-01-31T02:10:00Z.');
  if (/[1-9]/.test(parts[1] ?? '')) throw new InvalidArgumentError('Whole seconds alone.');
  return new Date(text).toISOString().replace('.000Z', 'Z');
}

/** A time, or a day, which lasts to its end in UTC; for commander. */
export function parseExpiry(text: string): string {
  return parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text);
}
