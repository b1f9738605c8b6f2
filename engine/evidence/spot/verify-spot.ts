import type { Spot } from '../../../contract/spot.ts';
import { jcsText } from '../../canonical/jcs.ts';
import { parseRecord } from '../../canonical/record.ts';
import { scaledInteger } from '../../canonical/scaled-integer.ts';
import { parseType } from '../../canonical/type-name.ts';
import { loadHash } from '../../tree/hashes.ts';
import { notDone, type Check } from '../checks/check.ts';
import { demand, judge } from '../checks/judge.ts';
import { concludeOnAmounts, concludeOnRows } from './conclude.ts';
import { drawKey, Ranks } from './draw-key.ts';
import { parseSpot, spotMark } from './spot.ts';

/** Whether a file says that it is a sample: no text inside JSON can hold these quotes. */
export const saysSpot = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes(spotMark);

/** What a sample shows of itself, without its export, by name. Hostile bytes are a failed check and never an error. */
export async function verifySpot(
  bytes: Uint8Array,
  where: string,
): Promise<{ readonly spot: Spot | null; readonly checks: readonly Check[] }> {
  const read: { spot: Spot | null } = { spot: null };
  const form = await judge('sample', () => {
    read.spot = parseSpot(bytes, where);
    return 'The file is a sample in its one form';
  });
  const { spot } = read;
  if (spot === null) return { spot, checks: [form] };
  const claims = { records: judgeRecords, ranks: judgeRanks, conclusion: judgeConclusion } as const;
  const judged = Object.entries(claims).map(([name, claim]) => judge(name, () => claim(spot)));
  const whole = notDone(
    'draw',
    'That no other row had to be drawn is shown with the export: spot --redraw draws it again',
  );
  return { spot, checks: [form, ...(await Promise.all(judged)), whole] };
}

async function judgeRecords({ rows, columns, hash: name }: Spot): Promise<string> {
  const hash = await loadHash(name);
  const types = columns.map(({ type }) => parseType(type));
  demand(!types.includes(undefined), 'A column has no type');
  rows.forEach(({ record, digest }, i) => {
    demand(
      parseRecord(types as NonNullable<(typeof types)[number]>[], record) !== undefined,
      `Row ${i + 1} is no record of the columns`,
    );
    const own = Buffer.from(hash.digest(Buffer.from(record, 'utf8'))).toString('hex');
    demand(own === digest, `Row ${i + 1} has the digest of another record`);
  });
  return 'Every row is a record of the columns and has its digest';
}

async function judgeRanks({ rows, draw, strata, amounts, size }: Spot): Promise<string> {
  const sha256 = await loadHash('sha256');
  const ranks = new Ranks(sha256, drawKey(sha256, draw));
  const total = amounts === undefined ? null : scaledInteger(amounts.total).units;
  rows.forEach(({ digest, occurrence, rank, amount }, i) => {
    const own = Buffer.from(ranks.of(Buffer.from(digest, 'hex'), 0, Number(occurrence))).toString('hex');
    demand(own === rank, `Row ${i + 1} has another rank than the draw gives it`);
    if (total === null || amount === undefined) return;
    const weighed = scaledInteger(amount.replace('-', '')).units * BigInt(size);
    demand(BigInt(`0x${rank.slice(0, 16)}`) * total < weighed << 64n, `Row ${i + 1} would not be drawn by its amount`);
  });
  const shares = strata === undefined ? [rows.length] : strata.map(({ drawn }) => Number(drawn));
  let from = 0;
  for (const share of shares) {
    const lot = rows.slice(from, (from += share)).map(({ rank }) => rank);
    demand(
      lot.every((rank, i) => i === 0 || lot[i - 1]! < rank),
      'Rows are not in the order of their ranks',
    );
  }
  demand(from === rows.length, 'There are not as many rows as the strata gave');
  return 'Every rank is that of the draw, and rows stand in their order';
}

function judgeConclusion(spot: Spot): string {
  const own = conclusionOf(spot);
  demand(jcsText(own) === jcsText(spot.conclusion), 'The numbers of the sample lead to another conclusion');
  return `It follows from the numbers of the sample: ${own.sentence}`;
}

function conclusionOf({ population, rows, strata, amounts, draw, columns, size, table, side, conclusion }: Spot) {
  const confidence = BigInt(conclusion.confidence);
  const entries = BigInt(population.rows) - BigInt(population.excluded) - BigInt(population.unrepresentable);
  demand(entries >= BigInt(rows.length), 'There are more rows than could be drawn');
  if (amounts === undefined) {
    const all = strata ?? [{ rows: String(entries), drawn: String(rows.length) }];
    const drawn = all.map((one) => ({ rows: BigInt(one.rows), drawn: BigInt(one.drawn) }));
    demand(
      drawn.every((one) => one.drawn > 0n && one.drawn <= one.rows),
      'A stratum gave no row, or more than it has',
    );
    demand(drawn.reduce((sum, one) => sum + one.rows, 0n) === entries, 'The strata are not all the rows');
    return concludeOnRows(drawn, table, side, confidence);
  }
  const type = parseType(columns.find(({ name }) => name === draw.column)?.type ?? '');
  demand(type?.kind === 'decimal' || type?.kind === 'int', 'Amounts are of no column of numbers');
  const total = scaledInteger(amounts.total).units;
  const certain = rows
    .map(({ amount = '0' }) => scaledInteger(amount.replace('-', '')).units)
    .filter((units) => units * BigInt(size) >= total);
  demand(String(certain.length) === amounts.certain, 'Not as many rows are of the interval or more');
  const rest = certain.reduce((left, units) => left - units, total);
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const drawn = BigInt(rows.length);
  return concludeOnAmounts(
    { total, rest, size: BigInt(size), drawn, column: draw.column!, scale },
    table,
    side,
    confidence,
  );
}
