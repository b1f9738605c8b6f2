import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TallyError } from '../../contract/problem.ts';
import { compareSpots } from '../../engine/evidence/spot/compare-spots.ts';
import type { Spot } from '../../contract/spot.ts';
import { parseSpot, spotBytes } from '../../engine/evidence/spot/spot.ts';
import type { SpotWish } from '../../engine/reconcile/spot/draw-spot.ts';
import { csv, Ledgers } from './ledger.ts';
import { drawBySql, type Cells } from './spot-by-sql.ts';

const ledgers = new Ledgers();
const names = ['id', 'balance', 'region'];
const planOf = (key: readonly string[], table: object = {}, hash = 'sha256') => ({
  hash,
  tables: [
    {
      name: 'ledger',
      key,
      columns: { id: { type: 'text' }, balance: { type: 'decimal(2)' }, region: { type: 'text' } },
      ...table,
    },
  ],
});

async function reconciled(rows: readonly Cells[], key: readonly string[] = ['id'], table = {}, hash = 'sha256') {
  const both = csv([names, ...rows]);
  const planPath = ledgers.write(planOf(key, table, hash), { 'source/ledger.csv': both, 'target/ledger.csv': both });
  const outcome = await ledgers.reconcile(planPath);
  const spot = (wish: Partial<SpotWish>) => ledgers.spot(outcome, { planPath, side: 'source' }, wish);
  return { outcome, planPath, spot };
}

const drawText = ({ draw: { column, method, root, seed } }: Spot) =>
  `{"column":${JSON.stringify(column)},"method":"${method}","root":"${root}","seed":${JSON.stringify(seed)},"type":"tallystick/spot/v1"}`;
const drawnIn = ({ rows }: Spot) =>
  rows.map(({ record, digest, occurrence, rank }) => [record, digest, occurrence, rank]);

const cell = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 8 });
const amountText = fc
  .bigInt(-(10n ** 9n), 10n ** 9n)
  .map(
    (units) =>
      `${units < 0n ? '-' : ''}${(units < 0n ? -units : units) / 100n}.${String((units < 0n ? -units : units) % 100n).padStart(2, '0')}`,
  );
/** Rows of which some are equal to others in every column. */
const anyRows = fc
  .array(
    fc.tuple(
      fc.tuple(
        cell(
          fc.constantFrom('A', 'B', 'a"b', 'x,y', 'é', '💶', '=1+1', ...Array.from({ length: 60 }, (_, i) => `N${i}`)),
        ),
        cell(fc.oneof(amountText, fc.constant('0.00'), fc.constant('12345678.90'))),
        cell(fc.constantFrom('north', 'south', 'öst', '')),
      ),
      fc.constantFrom(1, 1, 1, 2, 5),
    ),
    { minLength: 1, maxLength: 120 },
  )
  .map((groups) => groups.flatMap(([row, times]) => Array.from({ length: times }, (): Cells => row)));
const seeds = fc.constantFrom('seed', 'lottery of 31 January', '"; DROP TABLE x; --', '💶', '\\');

describe('A sample', () => {
  it('is the one that DuckDB draws from the rows, the root and the seed, by its own sha256: at random', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, seeds, fc.integer({ min: 1, max: 150 }), async (rows, seed, size) => {
        const { spot } = await reconciled(rows, []);
        const drawn = await spot({ seed, size });
        expect(drawnIn(drawn)).toEqual(await drawBySql('random', { rows, draw: drawText(drawn), size }));
        expect(drawn.rows).toHaveLength(Math.min(size, rows.length));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('and stratified, with the shares of the strata as the file says them', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, seeds, fc.integer({ min: 5, max: 60 }), async (rows, seed, size) => {
        const { spot } = await reconciled(rows, []);
        const drawn = await spot({ method: 'stratified', column: 'region', seed, size });
        const shares = drawn.strata!.map(({ value, drawn: n }) => [value, Number(n)] as const);
        expect(drawnIn(drawn)).toEqual(await drawBySql('stratified', { rows, draw: drawText(drawn), size }, shares));
        expect(shares.reduce((sum, [, n]) => sum + n, 0)).toBe(Math.min(size, rows.length));
        for (const { value, rows: said } of drawn.strata!)
          expect(said).toBe(String(rows.filter(([, , region]) => region === value).length));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('and by amounts, with whatever is of the interval or more always in it', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, seeds, fc.integer({ min: 1, max: 60 }), async (rows, seed, size) => {
        fc.pre(rows.some(([, balance]) => balance !== null && /[1-9]/.test(balance!)));
        const { spot } = await reconciled(rows, []);
        const drawn = await spot({ method: 'monetary', column: 'balance', seed, size });
        expect(drawnIn(drawn)).toEqual(await drawBySql('monetary', { rows, draw: drawText(drawn), size }));
        const units = rows.map(([, balance]) => BigInt((balance ?? '0').replace('.', '')));
        const total = units.reduce((sum, n) => sum + (n < 0n ? -n : n), 0n);
        expect(BigInt(drawn.amounts!.total.replace('.', ''))).toBe(total);
        const certain = units.filter((n) => (n < 0n ? -n : n) * BigInt(size) >= total).length;
        expect(drawn.amounts).toMatchObject({
          certain: String(certain),
          nulls: String(rows.filter(([, balance]) => balance === null).length),
          zeros: String(rows.filter(([, balance]) => /^-?0\.00$/.test(balance ?? '')).length),
        });
        expect(drawn.amounts!.negative.rows).toBe(String(units.filter((n) => n < 0n).length));
        expect(drawn.rows.every(({ amount }) => /[1-9]/.test(amount!))).toBe(true);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('weighs amounts of any number of digits exactly', async () => {
    const rows = [9n, 10n, 11n, 12n].map((n): Cells => [`A${n}`, `${n * 10n ** 70n}.00`, 'x']);
    const { spot } = await reconciled(rows);
    const drawn = await spot({ method: 'monetary', column: 'balance', size: 4 });
    expect(drawn.amounts).toMatchObject({ certain: '2', total: `${42n * 10n ** 70n}.00` });
    // The sieve by hand: a row is drawn where its rank / 2^64 is less than amount * size / total.
    const byHand = rows.filter(([id, balance]) => {
      const H = (text: string) => createHash('sha256').update(text).digest('hex');
      const rank = H(`${H(drawText(drawn))}\n${H(`${balance!},"${id!}","x"`)}\n1`);
      const [own, total] = [BigInt(balance!.replace('.', '')), 42n * 10n ** 72n];
      return BigInt(`0x${rank.slice(0, 16)}`) * total < own * 4n * 2n ** 64n;
    });
    expect(drawn.rows.map(({ amount }) => amount).sort()).toEqual(byHand.map(([, balance]) => balance).sort());
  });

  const many = Array.from({ length: 3000 }, (_, i): Cells => [
    `A${i % 2900}`,
    `${i % 700}.25`,
    i % 3 === 0 ? null : `r${i % 7}`,
  ]);
  const wishes: readonly Partial<SpotWish>[] = [
    { size: 50 },
    { method: 'stratified', column: 'region', size: 50 },
    { method: 'monetary', column: 'balance', size: 50 },
  ];

  it.each(wishes)('is the same whatever the order of rows, the files and the threads: %o', async (wish) => {
    const { outcome, planPath, spot } = await reconciled(many, []);
    const drawn = await spot(wish);
    expect(drawn.rows.length).toBeGreaterThan(20);
    expect(await ledgers.spot(outcome, { planPath, side: 'source', threads: 1 }, wish)).toEqual(drawn);
    const parts = [0, 1, 2].map((part) => many.filter((_, i) => i % 3 === part).toReversed());
    const elsewhere = ledgers.write(planOf([]), {
      'source/a.csv.gz': gzipSync(csv([names, ...parts[2]!])),
      'source/b.csv': csv([names.toReversed(), ...parts[0]!.map((row) => row.toReversed())]),
      'source/c.csv': csv([names, ...parts[1]!]),
    });
    const again = await ledgers.spot(outcome, { planPath: elsewhere, side: 'source' }, wish);
    expect(compareSpots(drawn, again)).toEqual({ differs: null, moved: drawn.rows.length });
  });

  it('is another with another seed, method or root, and with a larger size holds the smaller one', async () => {
    const { spot } = await reconciled(many, []);
    const digests = ({ rows }: Spot) => rows.map(({ digest, occurrence }) => `${digest} ${occurrence}`);
    const drawn = digests(await spot({ size: 40 }));
    expect(digests(await spot({ size: 60 })).slice(0, 40)).toEqual(drawn);
    expect(digests(await spot({ size: 40, seed: 'another' }))).not.toEqual(drawn);
    const { spot: other } = await reconciled([...many, ['more', null, null]], []);
    expect(digests(await other({ size: 40 })).filter((one) => drawn.includes(one)).length).toBeLessThan(10);
  });

  it('names the file and the row where each row stands', async () => {
    const { spot } = await reconciled(many, []);
    for (const { file, row, record } of (await spot({ size: 100 })).rows) {
      const [id, balance, region] = many[Number(row) - 1]!;
      expect([file, record]).toEqual(['ledger.csv', `${balance!},"${id!}",${region === null ? '' : `"${region!}"`}`]);
    }
  });

  it('is drawn under BLAKE3 too, its ranks being SHA-256 of BLAKE3 digests', async () => {
    const { spot } = await reconciled(many.slice(0, 200), ['id'], {}, 'blake3');
    const drawn = await spot({ size: 5 });
    const key = createHash('sha256').update(drawText(drawn)).digest('hex');
    for (const { digest, occurrence, rank } of drawn.rows)
      expect(rank).toBe(createHash('sha256').update(`${key}\n${digest}\n${occurrence}`).digest('hex'));
  });

  it('counts what cannot be drawn: rows that the plan leaves out, and those with a value without a form', async () => {
    const where = { where: { source: "region <> 'closed'", target: "region <> 'closed'", reason: 'closed' } };
    const { spot } = await reconciled(
      [
        ['A', '1.00', 'open'],
        ['B', '2.00', 'closed'],
        ['C', 'x', 'open'],
      ],
      ['id'],
      where,
    );
    const drawn = await spot({ size: 9 });
    expect(drawn.population).toEqual({ rows: '3', excluded: '1', unrepresentable: '1' });
    expect(drawn.rows.map(({ record }) => record)).toEqual(['1.00,"A","open"']);
    expect(drawn.conclusion.sentence).toBe(
      'The 1 row of table ledger in the source was drawn: if it is not wrong, none is.',
    );
  });

  it('takes the plan’s shard for its strata unless another column is named', async () => {
    const { spot } = await reconciled(many, [], { shard: 'region' });
    expect((await spot({ method: 'stratified', size: 20 })).draw.column).toBe('region');
  });

  it('concludes with one sentence', async () => {
    const { spot } = await reconciled(many, []);
    const sentence = async (wish: Partial<SpotWish>) => (await spot(wish)).conclusion.sentence;
    expect(await sentence({ size: 59 })).toBe(
      'If none of the 59 rows drawn is wrong, then with 95 % confidence at most 147 of the 3,000 rows of table ledger in the source (4.90 %) are.',
    );
    expect(await sentence({ method: 'monetary', column: 'balance', size: 100, confidence: 90 })).toMatch(
      /^If none of the \d+ rows drawn is wrong, then with 90 % confidence the rows that are hold at most [\d,]+\.\d\d \(2\.31 %\) of the [\d,]+\.\d\d of "balance" of table ledger in the source, each amount without its sign\.$/,
    );
  });

  it.each<[string, Partial<SpotWish>, RegExp]>([
    ['a column by which nothing is drawn', { column: 'balance' }, /drawn by no column/],
    ['strata of no column', { method: 'stratified' }, /by which column a stratified sample/],
    ['amounts of no column', { method: 'monetary' }, /by which column a monetary sample/],
    ['a column that is not there', { method: 'monetary', column: 'amount' }, /no column "amount"/],
    ['amounts that are texts', { method: 'monetary', column: 'region' }, /holds no amounts/],
    ['more strata than rows asked for', { method: 'stratified', column: 'id', size: 3 }, /more than 3 values/],
  ])('refuses %s', async (_, wish, why) => {
    const { spot } = await reconciled(many.slice(0, 9), []);
    await expect(spot(wish)).rejects.toThrow(why);
  });

  it('refuses a table without rows, and one without amounts', async () => {
    const { spot: empty } = await reconciled([]);
    await expect(empty({})).rejects.toThrow(/no row that could be drawn/);
    const { spot: zeros } = await reconciled([
      ['A', '0.00', 'x'],
      ['B', null, 'x'],
    ]);
    await expect(zeros({ method: 'monetary', column: 'balance' })).rejects.toThrow(/no amount but 0/);
  });

  it('refuses an export that is not the one which was reconciled', async () => {
    const { outcome } = await reconciled(many.slice(0, 50), []);
    const other = ledgers.write(planOf([]), { 'source/ledger.csv': csv([names, ...many.slice(0, 49)]) });
    const drawn = ledgers.spot(outcome, { planPath: other, side: 'source' }, {});
    await expect(drawn).rejects.toMatchObject({ problem: { code: 'input_changed' } } satisfies
      Partial<TallyError> | object);
  });

  it('is read back only as it was written', async () => {
    const { spot } = await reconciled(many.slice(0, 50), []);
    const drawn = await spot({});
    const bytes = Buffer.from(spotBytes(drawn));
    expect(parseSpot(bytes, 'sample.json')).toEqual(drawn);
    const forged = (change: object) => parseSpot(spotBytes({ ...drawn, ...change }), 'sample.json');
    expect(() => forged({ size: '0' })).toThrow(/so many rows/);
    expect(() => forged({ size: '9'.repeat(20) })).toThrow(/so many rows/);
    expect(() => forged({ population: { ...drawn.population, rows: '9'.repeat(21) } })).toThrow(/is no count/);
    expect(() => forged({ rows: Array.from({ length: 20_001 }, () => drawn.rows[0]!) })).toThrow(/so many rows/);
    expect(() => forged({ more: 1 })).toThrow(/Not a sample/);
    expect(() => forged({ conclusion: { ...drawn.conclusion, confidence: '100' } })).toThrow(/confidence/);
    expect(() => parseSpot(Buffer.concat([bytes, Buffer.from(' ')]), 'sample.json')).toThrow(/canonical/);
  });
});
