import { civilSeconds } from './civil-time.ts';
import { secondsOf400Years } from './calendar.ts';
import type { ToInstant } from './iso8601.ts';
import { linesOfZone, zoneOfName } from './zone-source.ts';
import { firstPeriodicYear, transitionsOf } from './zone-transitions.ts';

export { tzdataVersion } from './tz-data.ts';

/** More than any offset from universal time. */
const offsetLimit = 26 * 3600;

interface Zone {
  /** `offsets[i]` holds from `starts[i]` to before `starts[i + 1]`; the first start is -Infinity. */
  readonly starts: Float64Array;
  readonly offsets: Float64Array;
  /** Civil times from here on are judged 400 years (or a multiple) earlier. */
  readonly periodicFrom: number;
}

const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone | undefined {
  const target = zoneOfName(name);
  if (target === undefined) return undefined;
  let zone = zones.get(target);
  if (zone === undefined) {
    const lines = linesOfZone(target);
    const year = firstPeriodicYear(lines) + 400;
    const transitions = transitionsOf(lines, year + 1);
    zone = {
      starts: Float64Array.from(transitions, ({ at }) => at),
      offsets: Float64Array.from(transitions, ({ offset }) => offset),
      periodicFrom: civilSeconds(year, 1, 3, 0, 0, 0),
    };
    zones.set(target, zone);
  }
  return zone;
}

/** Whether a name is one of the tz database, links among them, to the letter. */
export const isZone = (name: string): boolean => zoneOfName(name) !== undefined;

/** The index after the last start that is not after `instant`. */
function upperBound(starts: Float64Array, instant: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indexes of the offsets by which a civil time names an instant, in the order of the instants: none, one, or more. */
function readings({ starts, offsets }: Zone, civil: number): number[] {
  const found: number[] = [];
  for (let i = upperBound(starts, civil + offsetLimit) - 1; i >= 0; i--) {
    const end = starts[i + 1] ?? Infinity;
    if (end + offsetLimit < civil) break;
    const instant = civil - offsets[i]!;
    if (instant >= starts[i]! && instant < end) found.unshift(i);
  }
  return found;
}

/**
 * All instants a civil time of a zone names, ascending: none where the zone skips it, more than one where it repeats.
 * Both are in seconds from 1970; `civil` as if it were universal time.
 */
export function instantsOf(name: string, civil: number): number[] {
  const zone = zoneOf(name)!;
  const cycles = civil < zone.periodicFrom ? 0 : Math.floor((civil - zone.periodicFrom) / secondsOf400Years) + 1;
  const shift = cycles * secondsOf400Years;
  return readings(zone, civil - shift).map((i) => civil - zone.offsets[i]!);
}

/** Civil times of a zone as instants (formats.md section 2). The zone is one of the database. */
export function compileZone(name: string, ambiguous: 'earlier' | 'later' | null): ToInstant {
  const zone = zoneOf(name)!;
  const { starts, offsets, periodicFrom } = zone;
  // Neighbouring rows are mostly of one season: the civil times that one offset alone can mean are remembered.
  let from = Infinity;
  let to = -Infinity;
  let offset = 0;

  const remember = (i: number): void => {
    const start = starts[i]!;
    const end = starts[i + 1] ?? Infinity;
    const before = i < 2 ? -Infinity : starts[i - 1]!;
    const after = starts[i + 2] ?? Infinity;
    if (start - before < 2 * offsetLimit || after - end < 2 * offsetLimit) return; // crowded: not worth the thought
    offset = offsets[i]!;
    from = start + Math.max(offset, offsets[i - 1] ?? offset);
    to = Math.min(end + Math.min(offset, offsets[i + 1] ?? offset), periodicFrom);
  };

  return (civil) => {
    if (civil >= from && civil < to) return civil - offset;
    if (civil >= periodicFrom) {
      const instants = instantsOf(name, civil);
      return instants.length === 1 || ambiguous === 'earlier'
        ? instants[0]
        : ambiguous === 'later'
          ? instants.at(-1)
          : undefined;
    }
    const found = readings(zone, civil);
    if (found.length === 0) return undefined;
    if (found.length === 1) {
      remember(found[0]!);
      return civil - offsets[found[0]!]!;
    }
    return ambiguous === null ? undefined : civil - offsets[ambiguous === 'earlier' ? found[0]! : found.at(-1)!]!;
  };
}

/**
 * The offset that the civil times of a zone are read by, in steps: each holds from `from`, in seconds from 1970, to the
 * next one's. Times that have no form are given the offset of those before them.
 */
export function civilOffsets(
  name: string,
  ambiguous: 'earlier' | 'later' | null,
  firstYear: number,
  lastYear: number,
): readonly { readonly from: number; readonly offset: number }[] {
  const { starts, offsets } = zoneOf(name)!;
  const read = compileZone(name, ambiguous);
  const [begin, end] = [civilSeconds(firstYear, 1, 1, 0, 0, 0), civilSeconds(lastYear, 1, 1, 0, 0, 0)];
  const bounds = new Set([begin]);
  for (let i = 1; i < starts.length; i++)
    for (const offset of [offsets[i - 1]!, offsets[i]!]) bounds.add(starts[i]! + offset);
  const steps: { from: number; offset: number }[] = [];
  for (const from of [...bounds].filter((at) => at >= begin && at < end).sort((a, b) => a - b)) {
    const instant = read(from);
    const last = steps.at(-1);
    const offset = instant === undefined ? (last?.offset ?? offsets[0]!) : from - instant;
    if (last?.offset !== offset) steps.push({ from, offset });
  }
  return steps;
}
