import { concludeOnRows } from '../../evidence/spot/conclude.ts';
import type { Drawing, Drawn } from './drawing.ts';
import { pickLowest } from './pick-from-groups.ts';

/** A simple random sample without replacement: the rows of the lowest ranks. */
export async function drawRandom({ picking, entries, size, table, side, confidence }: Drawing): Promise<Drawn> {
  const drawn = Math.min(size, entries);
  const picked = await pickLowest(picking, { kind: 'nothing' }, [{ rows: entries, drawn }]);
  const strata = [{ rows: BigInt(entries), drawn: BigInt(drawn) }];
  return { picked, said: { conclusion: concludeOnRows(strata, table, side, confidence) } };
}
