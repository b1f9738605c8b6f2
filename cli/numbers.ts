import { grouped } from '../contract/grouped.ts';

/** Decimal text with its whole part in groups of three: `-12,400.07`. */
export function groupedDecimal(text: string): string {
  const point = text.indexOf('.');
  return point < 0 ? grouped(text) : grouped(text.slice(0, point)) + text.slice(point);
}

/** `one row`, `2 rows`. */
export const counted = (count: bigint | number | string, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${BigInt(count) === 1n ? one : many}`;

export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let power = 0;
  while (bytes >= 1024 && power < units.length - 1) {
    bytes /= 1024;
    power++;
  }
  return `${power === 0 ? bytes : bytes.toFixed(1)} ${units[power]!}`;
}

export function secondsText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
