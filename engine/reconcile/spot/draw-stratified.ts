import { TallyError } from '../../../contract/problem.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { allocate } from '../../evidence/spot/allocate.ts';
import { concludeOnRows } from '../../evidence/spot/conclude.ts';
import { settle } from '../run/settle.ts';
import type { Drawing, Drawn } from './drawing.ts';
import type { GroupStrata } from './group-strata.ts';
import { pickLowest } from './pick-from-groups.ts';

/** A random sample of each stratum, the values of one column, and a share for each. */
export async function drawStratified(drawing: Drawing, column: number, name: string): Promise<Drawn> {
  const { picking, pool, folder, entries, size, table, side, confidence } = drawing;
  const sorted = await settle(
    picking.groups.map(({ entriesIn, canonical }) =>
      pool.run('strata', {
        ...{ entriesIn, canonicalPath: canonical!.path, column, most: size },
        out: folder.file('strata'),
      }),
    ),
  );
  const rowsOf = new Map<string | null, number>();
  for (const group of sorted) {
    for (const { value, rows } of (group ?? tooMany(name, size, table)).strata)
      rowsOf.set(value, (rowsOf.get(value) ?? 0) + rows);
    if (rowsOf.size > size) tooMany(name, size, table);
  }
  const values = [...rowsOf.keys()].sort(byValue);
  const numbers = new Map(values.map((value, number) => [value, number]));
  const rows = values.map((value) => rowsOf.get(value)!);
  const drawn = allocate(rows.map(BigInt), BigInt(Math.min(size, entries)));
  const groups = (sorted as GroupStrata[]).map(({ path, strata }) => ({
    path,
    numbers: strata.map(({ value }) => numbers.get(value)!),
  }));
  const picked = await pickLowest(
    picking,
    { kind: 'strata', groups },
    rows.map((own, i) => ({ rows: own, drawn: Number(drawn[i]) })),
  );
  const strata = rows.map((own, i) => ({ rows: BigInt(own), drawn: drawn[i]! }));
  return {
    picked,
    said: {
      conclusion: concludeOnRows(strata, table, side, confidence),
      strata: values.map((value, i) => ({ value, rows: String(rows[i]!), drawn: String(drawn[i]!) })),
    },
  };
}

/** NULL first, then by the bytes of the text. */
const byValue = (a: string | null, b: string | null): number => (a === null ? -1 : b === null ? 1 : compareUtf8(a, b));

function tooMany(column: string, size: number, table: string): never {
  throw new TallyError(
    'usage',
    `Column "${column}" has more than ${size} values, and each of them is a stratum that gives at least one row`,
    `table "${table}"`,
    'Ask for more rows, or stratify by a column of fewer values',
  );
}
