import { rowStatus } from '../fold/merge-bucket.ts';

/**
 * The rows of a part that are listed by themselves: `from` up to `to`. Rows of a pair before and after them, all of the
 * part's first key and of its last, may have their other half in a part beside it.
 */
export function edgesOf(
  rows: number,
  at: (row: number) => { readonly status: number; readonly keyDigest: string },
): { readonly from: number; readonly to: number } {
  if (rows === 0) return { from: 0, to: 0 };
  const alike = (row: number, { status, keyDigest }: ReturnType<typeof at>): boolean => {
    const other = at(row);
    return status === rowStatus.pair && other.status === rowStatus.pair && other.keyDigest === keyDigest;
  };
  const [first, last] = [at(0), at(rows - 1)];
  let from = 0;
  while (from < rows && alike(from, first)) from++;
  let to = rows;
  while (to > from && alike(to - 1, last)) to--;
  return { from, to };
}
