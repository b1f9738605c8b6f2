import { DuckDBTypeId, type DuckDBType } from '@duckdb/node-api';
import type { SchemaElement } from '../parquet/parquet-footer.ts';
import { bareTime, type BareTime } from '../parquet/parquet-leaf.ts';

/** How a leaf was left bare as what DuckDB now calls it, or null. */
export const bareTimeOf = ({ typeId }: DuckDBType, element: SchemaElement): BareTime | null =>
  bareTime(element, typeId === DuckDBTypeId.BIGINT);

/** Times that were left bare, as text. An INT96 is the nanoseconds of a day, then its Julian day, little-endian. */
export const bareTimeText: Readonly<Record<BareTime, (x: string, digits: number) => string>> = {
  instant: (x, digits) => unitsText(x, digits, 'Z'),
  civil: (x, digits) => unitsText(x, digits, ''),
  time: (x) =>
    `CASE WHEN ${x} = 86400000000000 THEN '24:00:00.000000000' ELSE strftime(make_timestamp_ns(${x}), '%H:%M:%S.%n') END`,
  int96: (x) => {
    const day = `DATE '1970-01-01' + CAST(${julianDay(x)} - ${julianDayOf1970} AS INTEGER)`;
    const time = `strftime(make_timestamp_ns(CAST(${nanosOfDay(x)} AS BIGINT)), '%H:%M:%S.%n')`;
    return `strftime(${day}, '%Y-%m-%d') || 'T' || ${time} || 'Z'`;
  },
};

export const julianDayOf1970 = 2_440_588;
export const nanosOfDay = (x: string): string => littleEndian(x, 0, 8);
export const julianDay = (x: string): string => `CAST(${littleEndian(x, 8, 12)} AS BIGINT)`;

function littleEndian(x: string, from: number, to: number): string {
  const bytes = Array.from({ length: to - from }, (_, i) => `substr(hex(${x}), ${(to - i) * 2 - 1}, 2)`);
  return `CAST('0x' || ${bytes.join(' || ')} AS UBIGINT)`;
}

/** By whole seconds: of nanoseconds DuckDB takes the last for infinity, and refuses those of the first day. */
function unitsText(x: string, digits: number, zone: string): string {
  const second = String(10n ** BigInt(digits));
  const rest = `${x} % ${second}`;
  const seconds = `${x} // ${second} - CASE WHEN ${rest} < 0 THEN 1 ELSE 0 END`;
  const fraction = `${rest} + CASE WHEN ${rest} < 0 THEN ${second} ELSE 0 END`;
  return `strftime(make_timestamp((${seconds}) * 1000000), '%Y-%m-%dT%H:%M:%S.') || lpad(CAST(${fraction} AS VARCHAR), ${digits}, '0') || '${zone}'`;
}
