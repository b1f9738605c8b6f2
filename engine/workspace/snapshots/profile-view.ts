import type { z } from 'zod';
import type { columnProfileView } from '../../../contract/snapshots.ts';
import { doubleText } from '../../canonical/double-text.ts';
import type { ColumnProfile } from '../../snapshot/duckdb/profile.ts';

/** A column's profile as it is shown: numbers by their value, everything else by its bytes. */
export function viewProfile(profile: ColumnProfile): z.output<typeof columnProfileView> {
  const { name, nulls, distinct, first, last, least, greatest, top } = profile;
  return {
    name,
    nulls: String(nulls),
    distinct: String(distinct),
    minimum: least ?? first,
    maximum: greatest ?? last,
    histogram: histogramOf(profile),
    top: top.map(({ text, rows }) => ({ value: text, rows: String(rows) })),
  };
}

/** What each bin covers, from the least to the greatest value in equal parts; the ends are as written. */
function histogramOf({ histogram, least, greatest }: ColumnProfile) {
  if (least === null || greatest === null || histogram.length === 0) return [];
  const [low, high] = [Number(least), Number(greatest)];
  if (!(high > low) || !Number.isFinite(high - low))
    return [{ from: least, to: greatest, rows: String(histogram.reduce((sum, rows) => sum + rows, 0n)) }];
  const bound = (bin: number): string =>
    bin === 0 ? least : bin === histogram.length ? greatest : doubleText(low + ((high - low) * bin) / histogram.length);
  return histogram.map((rows, bin) => ({ from: bound(bin), to: bound(bin + 1), rows: String(rows) }));
}
