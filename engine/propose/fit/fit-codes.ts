import type { BySide } from '../../../contract/side.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { agreementOf } from './agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { Fit } from './fit.ts';
import { withNulls } from './fit-forms.ts';

export const mostCodes = 256;

/** The fit in which each text of one side always stands beside one of the other: codes, and the words they stand for. */
export function fitCodes(source: AlignedColumn, target: AlignedColumn, nulls: BySide<readonly string[]>): Fit[] {
  const ours = withNulls(source.texts, source, nulls.source);
  const theirs = withNulls(target.texts, target, nulls.target);
  const pairs = new Map<string, Map<string, number>>();
  let rows = 0;
  for (const [i, a] of ours.entries()) {
    const b = theirs[i];
    if (typeof a !== 'string' || typeof b !== 'string') continue;
    rows++;
    const row = pairs.get(a) ?? new Map<string, number>();
    pairs.set(a, row.set(b, (row.get(b) ?? 0) + 1));
    if (pairs.size > mostCodes) return [];
  }
  // A map of as many codes as rows would fit anything.
  if (pairs.size === 0 || pairs.size * 3 > rows) return [];
  const forward = new Map([...pairs].map(([code, words]) => [code, most(words)]));
  if (new Set(forward.values()).size < forward.size) return []; // two codes for one word: something would be lost
  const coded = codedSide([...forward.keys()], [...forward.values()]);
  const entries = [...forward].map(([a, b]) => (coded === 'source' ? ([a, b] as const) : ([b, a] as const)));
  const values = new Map(entries.sort(([a], [b]) => compareUtf8(a, b)));
  const mapped = (cells: readonly (string | null | undefined)[]) =>
    cells.map((cell) => (typeof cell === 'string' ? values.get(cell) : cell));
  const agreement = coded === 'source' ? agreementOf(mapped(ours), theirs) : agreementOf(ours, mapped(theirs));
  const own = { values: Object.fromEntries(values) };
  return [
    {
      kind: 'text',
      options: { source: coded === 'source' ? own : {}, target: coded === 'target' ? own : {} },
      forms: { source: null, target: null },
      shifts: { source: 0, target: 0 },
      agreement,
      rank: 11,
      said: `${values.size === 1 ? 'a code' : `${values.size} codes`} of the ${coded}, each beside one text of the other side`,
    },
  ];
}

const most = (words: ReadonlyMap<string, number>): string =>
  [...words].sort(([a, n], [b, m]) => m - n || compareUtf8(a, b))[0]![0];

/** The side that writes the codes: digits before letters, then the shorter. */
function codedSide(ours: readonly string[], theirs: readonly string[]): 'source' | 'target' {
  const digits = (texts: readonly string[]) => texts.every((text) => /^\d+$/.test(text));
  if (digits(ours) !== digits(theirs)) return digits(ours) ? 'source' : 'target';
  const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
  return length(theirs) < length(ours) ? 'target' : 'source';
}
