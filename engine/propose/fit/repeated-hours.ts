import { sides, type BySide, type Side } from '../../../contract/side.ts';
import { dateTextOfDays } from '../../canonical/calendar.ts';
import { compileReading } from '../../canonical/read-value.ts';
import { defaultReading } from '../../canonical/types.ts';
import { instantsOf } from '../../canonical/zone.ts';
import type { Database } from '../../snapshot/duckdb/database.ts';
import { alignRows } from '../rows/align-rows.ts';
import type { ColumnPair } from '../pairs/column-pair.ts';
import type { KeyCandidate } from '../keys/key-counts.ts';
import type { KnownTable } from '../known-column.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';

const step = 1800;
const mostYears = 200;

/**
 * A clock that is put back shows an hour twice. Few rows lie there, and the sample may have none: all are looked up,
 * and met by their keys, which of the two they mean. ISO times alone, whose order as texts is that of the clock.
 */
export async function withRepeatedHours(
  database: Database,
  tables: BySide<KnownTable>,
  aligner: KeyCandidate,
  pair: ColumnPair,
): Promise<ColumnPair> {
  const { fit } = pair.found;
  const side = sides.find((one) => fit.options[one]['zone'] !== undefined);
  if (side === undefined || 'ambiguous' in fit.options[side] || 'format' in fit.options[side]) return pair;
  const zone = fit.options[side]['zone'] as string;
  const clock = (column: string) => `replace(substr(${column}, 1, 19), ' ', 'T')`;
  const own = `c${pair[side].at}`;
  const [ends] = await textRows(database, `SELECT min(${clock(own)}), max(${clock(own)}) FROM ${tables[side].view}`);
  const hours = repeated(zone, ends?.[0] ?? null, ends?.[1] ?? null);
  if (hours.length === 0) return pair;
  const column = `${side === 'source' ? 's' : 't'}.${own}`;
  const within = hours.map(([from, to]) => `${clock(column)} BETWEEN '${from}' AND '${to}'`).join(' OR ');
  const rows = await alignRows(database, tables.source, tables.target, aligner, `AND (${within})`);
  const ambiguous = choice(pair, side, zone, rows);
  if (ambiguous === null) return pair;
  const options = { ...fit.options, [side]: { ...fit.options[side], ambiguous } };
  return { ...pair, found: { ...pair.found, fit: { ...fit, options } } };
}

/** First and last second of each stretch that a zone's clock shows twice, between two civil times. */
function repeated(zone: string, from: string | null, to: string | null): [string, string][] {
  const seconds = (text: string | null) => (text === null ? Number.NaN : Date.parse(`${text}Z`) / 1000);
  const first = seconds(from);
  const last = seconds(to);
  if (!(last - first < mostYears * 366 * 86_400)) return [];
  const found: [string, string][] = [];
  let open: number | null = null;
  for (let civil = Math.floor(first / step) * step; civil <= last + step; civil += step) {
    const twice = instantsOf(zone, civil).length > 1;
    if (twice) open ??= civil;
    else if (open !== null) {
      found.push([civilText(open), civilText(civil - 1)]);
      open = null;
    }
  }
  if (open !== null) found.push([civilText(open), civilText(last)]);
  return found;
}

const civilText = (civil: number): string =>
  `${dateTextOfDays(Math.floor(civil / 86_400))}T${new Date(civil * 1000).toISOString().slice(11, 19)}`;

/** What nearly all of these rows say; null where they say both, or nothing. */
function choice(
  { source, target, found }: ColumnPair,
  side: Side,
  zone: string,
  rows: Awaited<ReturnType<typeof alignRows>>,
): 'earlier' | 'later' | null {
  const columns = {
    source: rows.source.find(({ at }) => at === source.at)!,
    target: rows.target.find(({ at }) => at === target.at)!,
  };
  const other = side === 'source' ? 'target' : 'source';
  const type = { kind: 'timestamp', precision: 9 } as const;
  const format = found.fit.options[other]['format'];
  const instants = compileReading(type, { ...defaultReading, format: typeof format === 'string' ? format : null });
  const theirs = columns[other].texts.map((text) => instants.read(text));
  for (const ambiguous of ['earlier', 'later'] as const) {
    const reader = compileReading(type, { ...defaultReading, zone, ambiguous });
    const agree = columns[side].texts.filter((text, i) => text !== null && reader.read(text) === theirs[i]).length;
    if (agree > 0 && agree >= 0.9 * rows.rows) return ambiguous;
  }
  return null;
}
