import { TallyError } from '../../../contract/problem.ts';
import { unitsText } from '../../canonical/scaled-integer.ts';
import { concludeOnAmounts } from '../../evidence/spot/conclude.ts';
import { settle } from '../run/settle.ts';
import type { Drawing, Drawn } from './drawing.ts';
import { pickByAmount } from './pick-from-groups.ts';

/**
 * Monetary-unit sampling by the sieve: each row is drawn, by itself, with a chance of its amount / (total / size), and
 * always where the amount is the interval total / size or more. It needs no order of the rows, so none can matter.
 */
export async function drawMonetary(drawing: Drawing, column: number, name: string, scale: number): Promise<Drawn> {
  const { picking, pool, folder, table, side, confidence } = drawing;
  const size = BigInt(drawing.size);
  const groups = await settle(
    picking.groups.map(({ entriesIn, canonical }) =>
      pool.run('amounts', {
        ...{ entriesIn, canonicalPath: canonical!.path, column },
        out: folder.file('amounts'),
      }),
    ),
  );
  const sum = (of: (group: (typeof groups)[number]) => string | number): bigint =>
    groups.reduce((all, group) => all + BigInt(of(group)), 0n);
  const total = sum((group) => group.total);
  if (total === 0n)
    throw new TallyError(
      'usage',
      `Column "${name}" holds no amount but 0`,
      `table "${table}"`,
      'Draw by another column',
    );
  const picked = await pickByAmount(picking, { kind: 'amounts', groups }, size, total);
  const certain = picked.filter((row) => BigInt(row.size) * size >= total);
  const rest = certain.reduce((left, row) => left - BigInt(row.size), total);
  const amounts = { total, rest, size, drawn: BigInt(picked.length), column: name, scale };
  return {
    picked,
    said: {
      amounts: {
        certain: String(certain.length),
        negative: {
          rows: String(sum(({ negatives }) => negatives)),
          total: unitsText(
            sum(({ negativeTotal }) => negativeTotal),
            scale,
          ),
        },
        nulls: String(sum(({ nulls }) => nulls)),
        total: unitsText(total, scale),
        zeros: String(sum(({ zeros }) => zeros)),
      },
      conclusion: concludeOnAmounts(amounts, table, side, confidence),
    },
  };
}
