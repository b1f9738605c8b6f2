import { DuckDBTypeId, type DuckDBType } from '@duckdb/node-api';
import { bareTimeOf, julianDay, julianDayOf1970, nanosOfDay } from './bare-time-text.ts';
import { leafDigits, type BareTime } from '../parquet/parquet-leaf.ts';
import type { SchemaElement } from '../parquet/parquet-footer.ts';

/** Which values of a column no text of formats.md section 2 can say, and what is listed of them. */
export interface Beyond {
  readonly where: string;
  readonly shown: string;
}

/** Days before the year 1 and after 9999, and times that are of no day; null where a type has none such. `text` is theirs. */
export function beyondDays(x: string, type: DuckDBType, element: SchemaElement, text: string): Beyond | null {
  const bare = bareTimeOf(type, element);
  if (bare !== null) return beyondBare[bare](x, leafDigits(element));
  const where = beyondOf[type.typeId]?.(x);
  if (where === undefined) return null;
  // DuckDB has no text for a time that is of no day, or ends at the attempt.
  const isTime = type.typeId === DuckDBTypeId.TIME || type.typeId === DuckDBTypeId.TIME_TZ;
  return { where, shown: isTime ? `epoch_us(CAST(${x} AS TIME)) || ' microseconds'` : text };
}

const moments = (x: string): string =>
  `CAST(${x} AS TIMESTAMP) NOT BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'`;
const times = (x: string): string => `epoch_us(CAST(${x} AS TIME)) NOT BETWEEN 0 AND 86400000000`;

const beyondOf: Readonly<Partial<Record<DuckDBTypeId, (x: string) => string>>> = {
  [DuckDBTypeId.DATE]: (x) => `${x} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'`,
  [DuckDBTypeId.TIMESTAMP]: moments,
  [DuckDBTypeId.TIMESTAMP_MS]: moments,
  [DuckDBTypeId.TIMESTAMP_TZ]: moments,
  [DuckDBTypeId.TIME]: times,
  [DuckDBTypeId.TIME_TZ]: times,
};

const firstSecond = -62_135_596_800n;
const lastSecond = 253_402_300_799n;
const firstDay = Number(firstSecond / 86_400n) + julianDayOf1970;
const lastDay = Number(lastSecond / 86_400n) + julianDayOf1970;

function beyondUnits(x: string, digits: number): Beyond | null {
  if (digits === 9) return null;
  const per = 10n ** BigInt(digits);
  return {
    where: `${x} NOT BETWEEN ${firstSecond * per} AND ${lastSecond * per + per - 1n}`,
    shown: `CAST(${x} AS VARCHAR)`,
  };
}

const beyondBare: Readonly<Record<BareTime, (x: string, digits: number) => Beyond | null>> = {
  instant: beyondUnits,
  civil: beyondUnits,
  time: (x) => ({ where: `${x} NOT BETWEEN 0 AND 86400000000000`, shown: `${x} || ' nanoseconds'` }),
  int96: (x) => ({
    where: `${nanosOfDay(x)} > 86399999999999 OR ${julianDay(x)} NOT BETWEEN ${firstDay} AND ${lastDay}`,
    shown: `'0x' || lower(hex(${x}))`,
  }),
};
