import { compilePattern } from '../../canonical/pattern.ts';
import type { CanonicalType, Reading } from '../../canonical/types.ts';
import { civilOffsets } from '../../canonical/zone.ts';
import { literal } from '../../snapshot/duckdb/database.ts';
import { isText, type DirectKind, type DirectSql } from './direct-sql.ts';

type TimeType = Extract<CanonicalType, { kind: 'timestamp' | 'datetime' }>;

const isIso = ({ format }: Reading): boolean => format === null || format === 'iso8601';
const cast = (x: string, type: string): string => `CAST(${x} AS ${type})`;
const fractions = { 0: '', 3: '.%g', 6: '.%f' };

/** A time as DuckDB reads it, or null where it has no equal of the reading. */
export function timeSql(type: TimeType, reading: Reading, kind: DirectKind): DirectSql | null {
  const { precision } = type;
  if (precision === 9) return null;
  const steps = timeSteps(type.kind, reading, kind);
  const zone = type.kind === 'timestamp' ? 'Z' : '';
  const text = (v: string): string => `strftime(${v}, '%Y-%m-%dT%H:%M:%S${fractions[precision]}${zone}')`;
  return steps && { steps, ofText: (cell) => cast(cell, 'TIMESTAMP'), text };
}

/** The same of a date. */
export function dateSql(reading: Reading, kind: DirectKind): DirectSql | null {
  const steps = dateSteps(reading, kind);
  return steps && { steps, ofText: (cell) => cast(cell, 'DATE'), text: (v) => cast(v, 'VARCHAR') };
}

type Steps = DirectSql['steps'];

function dateSteps(reading: Reading, kind: DirectKind): Steps | null {
  if (reading.format === null) return kind.kind === 'date' || isText(kind) ? [(x) => cast(x, 'DATE')] : null;
  const pattern = isText(kind) ? patternSql(reading.format, 'date') : null;
  return pattern && [(x) => cast(pattern(x), 'DATE')];
}

function timeSteps(type: TimeType['kind'], reading: Reading, kind: DirectKind): Steps | null {
  if (kind.kind === 'time')
    return isIso(reading) && kind.unit <= 6 && kind.instant === (type === 'timestamp')
      ? [(x) => cast(x, 'TIMESTAMP')]
      : null;
  if (reading.format?.startsWith('epoch_') === true) return epochSteps(reading.format, kind);
  if (!isText(kind)) return null;
  const toInstant = type === 'timestamp' && reading.zone !== null ? zoneSql(reading.zone, reading.ambiguous) : null;
  if (!isIso(reading)) {
    const pattern = patternSql(reading.format!, type);
    if (pattern === null || (type === 'timestamp' && toInstant === null)) return null;
    return toInstant === null ? [pattern] : [pattern, toInstant];
  }
  if (type === 'datetime') return [(x) => cast(x, 'TIMESTAMP')];
  // A cast to TIMESTAMP alone passes over an offset without a word, and one from TIMESTAMPTZ asks a calendar.
  const withOffset = (x: string): string => `make_timestamp(epoch_us(${cast(x, 'TIMESTAMPTZ')}))`;
  if (toInstant === null) return reading.zone === null ? [withOffset] : null;
  // The zone is for texts without an offset: behind the seconds stands no sign and no Z.
  const offsetOf = (x: string): string => `regexp_matches(substr(${x}, 20), '[-+Zz]')`;
  const civil = (x: string): string =>
    `{'civil': ${cast(x, 'TIMESTAMP')}, 'instant': CASE WHEN ${offsetOf(x)} THEN ${withOffset(x)} END}`;
  return [civil, (s) => `coalesce(${s}.instant, ${toInstant(`${s}.civil`)})`];
}

/** How many microseconds a unit is, or how many units a microsecond; digits that a text of it may have behind the point. */
const epochs: Readonly<Record<string, { readonly micros: bigint; readonly digits: number }>> = {
  epoch_s: { micros: 1_000_000n, digits: 6 },
  epoch_ms: { micros: 1000n, digits: 3 },
  epoch_us: { micros: 1n, digits: 0 },
};

function epochSteps(format: string, kind: DirectKind): Steps | null {
  const epoch = epochs[format];
  if (epoch === undefined) return null;
  const { micros, digits } = epoch;
  if (isText(kind)) {
    // The product of two numbers of 18 digits would be held to 18 digits.
    const exact = (x: string): string => cast(cast(x, `DECIMAL(18, ${digits})`), `DECIMAL(38, ${digits})`);
    return [(x) => `make_timestamp(CAST(${exact(x)} * ${micros} AS BIGINT))`];
  }
  const whole = (kind.kind === 'int32' || kind.kind === 'int64') && kind.digits === 0;
  return whole ? [(x) => `make_timestamp(${cast(x, 'BIGINT')} * ${micros})`] : null;
}

/** A pattern that DuckDB reads alike; what it refuses of a text is staged. */
function patternSql(format: string, kind: CanonicalType['kind'] & ('date' | 'timestamp' | 'datetime')) {
  const pattern = compilePattern(format, kind);
  if ('problem' in pattern || pattern.hasOffset) return null;
  // Where a literal begins with a digit, which number it ends is for our grammar alone; so is what only it passes over.
  const isOdd = pattern.steps.some((step) => step.take === 'literal' && !/^[^0-9\s\0][^\s\0]*$|^ $/.test(step.text));
  return isOdd ? null : (x: string): string => `strptime(${x}, ${literal(format)})`;
}

/** So far a run's zone is written out; a civil time beyond these years is staged. */
const firstYear = 1800;
const lastYear = 2200;

/** The instant of a civil time by the product's own tz database, which both paths read zones by. */
function zoneSql(zone: string, ambiguous: Reading['ambiguous']): (civil: string) => string {
  const steps = civilOffsets(zone, ambiguous, firstYear, lastYear);
  return (civil) => {
    const part = (from: number, to: number): string => {
      if (to - from === 1) return `${civil} - to_seconds(${steps[from]!.offset})`;
      const middle = (from + to) >> 1;
      const bound = `make_timestamp(${steps[middle]!.from}000000)`;
      return `CASE WHEN ${civil} < ${bound} THEN ${part(from, middle)} ELSE ${part(middle, to)} END`;
    };
    const years = `year(${civil}) BETWEEN ${firstYear} AND ${lastYear - 1}`;
    return `CASE WHEN ${civil} IS NULL THEN NULL WHEN ${years} THEN ${part(0, steps.length)} ELSE error('a time far from ours') END`;
  };
}
