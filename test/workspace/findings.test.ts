import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CallOutput } from '../../contract/calls.ts';
import { parseRecord } from '../../engine/canonical/record.ts';
import { parseType } from '../../engine/canonical/type-name.ts';
import type { Difference } from '../../engine/evidence/differences/difference.ts';
import { bucketOf } from '../../engine/tree/bucket.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { verifyProof } from '../../engine/evidence/proof/verify-proof.ts';
import { verifyInclusion } from '../../engine/tree/merkle-proof.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

type Filter = Parameters<typeof lines>[0];
type Page = CallOutput<'findings.page'>;

const hand = new EngineAtHand();
const engine = hand.start();
const rows = 700;
const names = ['Ana', 'O"Hara, Liam', 'ŻAK', '=SUM(A1)', '<b>x</b>', ''];
const depth = 4;

const table = `  - name: accounts
    depth: ${depth}
    source: { files: accounts.csv }
    target: { files: accounts.csv }
    key: [id, day]
    shard: region
    columns:
      id: { type: text }
      day: { type: int }
      balance: { type: decimal(2), tolerance: "0.01" }
      name: { type: text }
      region: { type: text }
    totals: [{ name: balance per region, sum: balance, by: [region] }, { name: 'all, "together"', sum: balance }]
`;

/** Rows of which some differ in one way or another, some are lost, added, doubled, or without a form. */
function csv(side: 'source' | 'target'): string {
  const isTarget = side === 'target';
  const out: string[] = [];
  for (let i = 0; i < rows; i++) {
    const cents = i * 7 + (isTarget && i % 11 === 0 ? 500 : 0) + (isTarget && i % 13 === 0 ? 1 : 0);
    const balance = isTarget && i % 97 === 5 ? 'many' : (cents / 100).toFixed(2);
    const name = names[(i + (isTarget && i % 17 === 0 ? 1 : 0)) % names.length]!;
    const region = i % 10 === 4 ? '' : `r${(isTarget && i % 29 === 0 ? i + 1 : i) % 3}`; // nothing is NULL
    const line = `AC-${i % 100},${Math.floor(i / 100)},${balance},"${name.replaceAll('"', '""')}",${region}\n`;
    if (i % 41 === (isTarget ? 1 : 2)) continue;
    out.push(line);
    if (isTarget && i % 89 === 7) out.push(line);
  }
  // A key twice, other amounts on either side, the same sum: it makes no difference up.
  for (const balance of isTarget ? ['2.50', '0.50'] : ['1.00', '2.00']) out.push(`AC-even,1,${balance},Ana,r0\n`);
  return `id,day,balance,name,region\n${out.join('')}`;
}

let run = '';
let folder = '';
let all: readonly Difference[] = [];
let report: CallOutput<'run.report'>;

beforeAll(async () => {
  folder = await hand.small(engine, 'findings', csv('source'), csv('target'), table);
  run = (await finished(engine, 'run.start', {})).made!;
  report = await ask(engine, 'run.report', { run });
  const text = readFileSync(join(folder, 'runs', run, 'differences.ndjson'), 'utf8');
  all = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Difference);
});

const none = {
  table: 'accounts',
  kind: null,
  column: null,
  shard: null,
  total: null,
  buckets: null,
  text: '',
} as const;
const types = () => report.tables[0]!.columns.map(({ type }) => parseType(type)!);
const cellsOf = (difference: Difference): (string | null)[] =>
  [difference.source, difference.target].flatMap((side) =>
    typeof side?.record === 'string' ? parseRecord(types(), side.record)! : [],
  );
const column = (name: string) => report.tables[0]!.columns.findIndex((one) => one.name === name);
const shardsOf = ({ source, target }: Difference): (string | null)[] =>
  [source, target].flatMap((side) =>
    typeof side?.record === 'string' ? [parseRecord(types(), side.record)![column('region')]!] : [],
  );

type Total = NonNullable<Filter['total']>;
/** What a line gives to a group of a total, in units of its last digit: target less source. */
function given({ source, target }: Difference, { by }: Pick<Total, 'by'>): bigint {
  let units = 0n;
  for (const [side, sign] of [
    [source, -1n],
    [target, 1n],
  ] as const) {
    if (typeof side?.record !== 'string') continue;
    const cells = parseRecord(types(), side.record)!;
    if (by.length > 0 && cells[column('region')] !== by[0]) continue;
    units += sign * BigInt((cells[column('balance')] ?? '0.00').replace('.', ''));
  }
  return units;
}
const ofKey = ({ keyDigest }: Difference): readonly Difference[] =>
  all.filter((other) => keyDigest !== null && other.keyDigest === keyDigest);
const givenBy = (differences: readonly Difference[], total: Pick<Total, 'by'>): bigint =>
  differences.reduce((sum, difference) => sum + given(difference, total), 0n);
const makesUp = (difference: Difference, total: Total): boolean =>
  given(difference, total) !== 0n && givenBy(ofKey(difference), total) !== 0n;

/** The lines that pass a filter, the slow way: every difference read and asked. */
function lines(filter: {
  readonly kind: Difference['kind'] | null;
  readonly column: string | null;
  readonly shard: { readonly value: string | null } | null;
  readonly total: { name: string; by: (string | null)[] } | null;
  readonly buckets: { readonly first: number; readonly last: number } | null;
  readonly text: string;
}): string[] {
  return all.flatMap((difference, line) => {
    const { kind, columns, column: of, keyDigest, text } = difference;
    const bucket = keyDigest === null ? null : bucketOf(Buffer.from(keyDigest, 'hex'), depth);
    const cells = [...cellsOf(difference), text ?? null];
    const passes =
      (filter.kind === null || kind === filter.kind) &&
      (filter.column === null || (columns ?? [of]).includes(filter.column)) &&
      (filter.shard === null || shardsOf(difference).includes(filter.shard.value)) &&
      (filter.total === null || makesUp(difference, filter.total)) &&
      (filter.buckets === null ||
        (bucket !== null && bucket >= filter.buckets.first && bucket <= filter.buckets.last)) &&
      (filter.text === '' || cells.some((cell) => cell?.toLowerCase().includes(filter.text.toLowerCase())));
    return passes ? [String(line)] : [];
  });
}

const page = (filter: Partial<Filter>, offset = 0, limit = 500): Promise<Page> =>
  ask(engine, 'findings.page', { run, filter: { ...none, ...filter }, offset, limit });

describe('the differences of a run', () => {
  it('hold every kind here', () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(
      new Set(['changed', 'within_tolerance', 'source_only', 'target_only', 'duplicate', 'unrepresentable']),
    );
  });

  it('come in pages, from any offset, in the order of the listing', async () => {
    const { total, rows: first } = await page({}, 0, 3);
    expect(total).toBe(String(all.length));
    expect(first.map(({ line }) => line)).toEqual(['0', '1', '2']);
    const { rows: last } = await page({}, all.length - 2, 200);
    expect(last.map(({ line }) => Number(line))).toEqual([all.length - 2, all.length - 1]);
    expect((await page({}, all.length + 5)).rows).toEqual([]);
  });

  it('are shown by their cells as the canonical records hold them', async () => {
    const { rows: shown } = await page({});
    for (const row of shown) {
      const difference = all[Number(row.line)]!;
      for (const side of ['source', 'target'] as const) {
        const record = difference[side]?.record;
        const cells = typeof record === 'string' ? parseRecord(types(), record) : [];
        expect(row[side]?.cells ?? null).toEqual(difference[side] === null ? null : cells);
      }
      expect([row.key, row.columns]).toEqual([difference.key, difference.columns ?? []]);
    }
  });

  it('are filtered as if each were read and asked', async () => {
    const filter = fc.record({
      kind: fc.constantFrom(
        null,
        null,
        ...new Set(['changed', 'duplicate', 'unrepresentable', 'within_tolerance'] as const),
      ),
      column: fc.constantFrom(null, null, 'balance', 'name', 'no such column'),
      shard: fc.option(fc.constantFrom('r0', 'r2', null, 'nowhere').map((value) => ({ value }))),
      total: fc.option(fc.constantFrom(...report.tables[0]!.totals.map(({ name, by }) => ({ name, by })))),
      buckets: fc.option(fc.record({ first: fc.nat(15), last: fc.nat(15) })),
      text: fc.constantFrom(
        '',
        '',
        'żak',
        'ANA',
        '"',
        ',',
        'o"hara, l',
        '=sum',
        '<B>',
        'AC-1',
        '12.',
        '","',
        '%',
        '_',
        "'",
        '\\',
      ),
    });
    await fc.assert(
      fc.asyncProperty(filter, async (part) => {
        const expected = lines(part);
        const found = await page(part);
        expect(found.total).toBe(String(expected.length));
        expect(found.rows.map(({ line }) => line)).toEqual(expected.slice(0, 500));
      }),
      { numRuns: 150 },
    );
  });

  it('are found by a whole key, however it is written, and by one part of it', async () => {
    const found = async (key: string, filter: Partial<Filter> = {}) =>
      (await ask(engine, 'findings.find', { run, filter: { ...none, ...filter }, key })).offset;
    for (const [line, { key, keyDigest }] of all.entries()) {
      if (key === null || line % 7 !== 0) continue;
      const first = all.findIndex((other) => other.keyDigest === keyDigest);
      expect(await found(JSON.stringify(key))).toBe(first);
      expect(await found(`${key[0]!}, ${key[1]!}`)).toBe(first);
      expect(await found(`${key[0]!},+0${key[1]!}`)).toBe(first); // a number as it may be typed
    }
    const one = all.find(({ key }) => key !== null)!.key![0]!;
    expect(await found(one)).toBe(all.findIndex(({ key }) => key?.includes(one)));
    expect(await found('AC-nowhere')).toBeNull();
    expect(await found('')).toBeNull();
  });

  it('are found only where the filter lets them be, at their place in it', async () => {
    const expected = lines({ ...none, shard: { value: 'r1' } });
    const at = Math.floor(expected.length / 2);
    const { key, keyDigest } = all[Number(expected[at])]!;
    const filter = { ...none, shard: { value: 'r1' } };
    const { offset } = await ask(engine, 'findings.find', { run, filter, key: JSON.stringify(key) });
    expect(all[Number(expected[offset!])]!.keyDigest).toBe(keyDigest);
    const elsewhere = { ...none, shard: { value: 'r2' } };
    const outside = all.find((difference) => difference.key !== null && !shardsOf(difference).includes('r2'))!;
    const answer = await ask(engine, 'findings.find', { run, filter: elsewhere, key: JSON.stringify(outside.key) });
    expect(answer.offset).toBeNull();
  });

  it('that a total’s group is pressed for make its difference up, exactly, and are as many keys as DuckDB counted', async () => {
    const { totals } = report.tables[0]!;
    expect(totals).toHaveLength(5); // three regions, none, and all together
    for (const { name, by, difference, keys } of totals) {
      const { rows: shown, total } = await page({ total: { name, by } });
      expect(total).toBe(String(shown.length));
      const explaining = shown.map(({ line }) => all[Number(line)]!);
      expect(String(new Set(explaining.map(({ keyDigest }) => keyDigest)).size)).toBe(keys);
      expect(givenBy(explaining, { by })).toBe(BigInt(difference.replace('.', '')));
      expect(explaining.some(({ key }) => key?.[0] === 'AC-even')).toBe(false);
    }
    expect((await page({ total: { name: 'of another plan', by: [] } })).rows).toEqual([]);
  });

  it('of a table that the run does not have are refused', async () => {
    const refused = await engine.answer('findings.page', { run, filter: { ...none, table: 'x' }, offset: 0, limit: 1 });
    expect(refused).toMatchObject({ problem: { code: 'usage' } });
  });

  it('are read anew where the cached index is another file’s, cut off, or gone', async () => {
    const cached = join(folder, '.cache', 'findings', `${run}.index`);
    const bytes = readFileSync(cached);
    for (const content of ['', 'x', bytes.subarray(0, bytes.length - 3)]) {
      await ask(engine, 'workspace.close', {});
      writeFileSync(cached, content);
      await ask(engine, 'workspace.open', { folder: hand.handle('findings') });
      expect((await page({ shard: { value: 'r1' } })).total).toBe(
        String(lines({ ...none, shard: { value: 'r1' } }).length),
      );
      expect(readFileSync(cached).equals(bytes)).toBe(true);
    }
  });
});

describe('the bucket map', () => {
  it('counts the buckets that differ, at every level, and in a window', async () => {
    const counts = async (level: number, window?: { first: number; count: number }): Promise<number[]> => {
      const map = await ask(engine, 'findings.map', { run, table: 'accounts', level, ...(window && { window }) });
      const bytes = Buffer.from(map.differing, 'base64');
      return Array.from({ length: bytes.length / 4 }, (_, cell) => bytes.readUInt32LE(cell * 4));
    };
    const digests = all.flatMap(({ keyDigest }) => (keyDigest === null ? [] : [keyDigest]));
    const differing = new Set(digests.map((digest) => bucketOf(Buffer.from(digest, 'hex'), depth)));
    // An unrepresentable row leaves its other half alone, so its bucket is among these.
    expect(String(differing.size)).toBe(report.tables[0]!.bucketsDiffering);
    for (let level = 0; level <= depth; level++) {
      const expected = new Array<number>(2 ** level).fill(0);
      for (const bucket of differing) expected[bucket >> (depth - level)]!++;
      expect(await counts(level)).toEqual(expected);
      if (level > 1) expect(await counts(level, { first: 1, count: 2 })).toEqual(expected.slice(1, 3));
    }
    expect((await ask(engine, 'findings.map', { run, table: 'accounts', level: 24 })).level).toBe(depth);
    const beyond = await engine.answer('findings.map', {
      run,
      table: 'accounts',
      level: 4,
      window: { first: 15, count: 2 },
    });
    expect(beyond).toMatchObject({ problem: { code: 'usage' } });
  });
});

describe('a difference inspected', () => {
  it('shows record, digests, bucket, and a path that leads to the root', async () => {
    const hash = await loadHash('sha256');
    const utf8 = (text: string) => Buffer.from(text);
    for (let line = 0; line < all.length; line += 9) {
      const inspected = await ask(engine, 'findings.inspect', { run, line: String(line) });
      for (const side of ['source', 'target'] as const) {
        const shown = inspected[side];
        expect(shown === null).toBe(all[line]![side] === null);
        if (shown === null || shown.bucket === null) continue;
        expect(Buffer.from(hash.digest(utf8(shown.record!))).toString('hex')).toBe(shown.rowDigest);
        const index = BigInt(shown.bucket.number);
        expect(Number(index)).toBe(bucketOf(Buffer.from(shown.keyDigest!, 'hex'), depth));
        const bytes = (hex: string) => Buffer.from(hex, 'hex');
        const claim = {
          index,
          size: 2n ** BigInt(depth),
          leaf: bytes(shown.bucket.leaf),
          path: shown.path.map(bytes),
          root: bytes(shown.root),
        };
        expect(verifyInclusion(hash, claim)).toBe(true);
        expect(shown.root).toBe(report.tables[0]!.roots[side]);
      }
    }
  });

  it('is exported as a proof of either side: of its row, or that the side lacks it', async () => {
    for (let line = 0; line < all.length; line += 13)
      for (const side of ['source', 'target'] as const) {
        const { keyDigest, [side]: there } = all[line]!;
        const answer = await engine.answer('findings.prove', { run, line: String(line), side });
        if (keyDigest === null) {
          expect(answer).toMatchObject({ problem: { code: 'usage' } });
          continue;
        }
        if (report.sides[side].identity === null) {
          // A side with a row that has no form has no fingerprint to prove anything by.
          expect(answer).toMatchObject({ problem: { code: 'not_proven' } });
          continue;
        }
        if (there === null && 'problem' in answer) {
          // One of several rows with this key: the side holds another of them.
          expect([all[line]!.kind, answer]).toMatchObject(['duplicate', { problem: { code: 'usage' } }]);
          continue;
        }
        const { name, text } = await ask(engine, 'findings.prove', { run, line: String(line), side });
        const { sound, proof } = await verifyProof(Buffer.from(text), name);
        expect([sound, proof?.claim, proof?.record]).toEqual([
          true,
          there === null ? 'absent' : 'included',
          there?.record ?? null,
        ]);
      }
    const beyond = await engine.answer('findings.prove', { run, line: String(all.length), side: 'source' });
    expect(beyond).toMatchObject({ problem: { code: 'usage' } });
  });

  it('shows the export’s own values at that row, read again', async () => {
    const line = all.findIndex(({ kind }) => kind === 'changed');
    const { source } = await ask(engine, 'findings.inspect', { run, line: String(line) });
    const written = csv('source').split('\n')[Number(source!.row)]!;
    const raw = source!.raw!;
    expect(raw.map((cell) => cell.column)).toEqual(['id', 'day', 'balance', 'name', 'region']);
    expect(
      `${raw
        .slice(0, 3)
        .map(({ text }) => text)
        .join(',')},`,
    ).toBe(/^([^,]*,){3}/.exec(written)![0]);
  });

  it('shows what has no form as it is written, and that it has no entry', async () => {
    const line = all.findIndex(({ kind }) => kind === 'unrepresentable');
    const { target, source } = await ask(engine, 'findings.inspect', { run, line: String(line) });
    expect(source).toBeNull();
    expect(target).toMatchObject({ record: null, keyDigest: null, rowDigest: null, bucket: null, path: [] });
    expect(target!.raw!.find((cell) => cell.column === 'balance')).toEqual({ column: 'balance', text: 'many' });
  });

  it('says why the export’s values cannot be had: another file, or none', async () => {
    const export_ = join(folder, 'source', 'accounts.csv');
    const bytes = readFileSync(export_);
    const line = String(all.findIndex(({ kind }) => kind === 'changed'));
    writeFileSync(export_, `${bytes.toString()}X,1,1.00,x,r1\n`);
    expect((await ask(engine, 'findings.inspect', { run, line })).source).toMatchObject({
      raw: null,
      rawWhy: 'The export is no longer the one that was compared',
    });
    renameSync(export_, `${export_}.gone`);
    const gone = await ask(engine, 'findings.inspect', { run, line });
    expect(gone.source!.raw).toBeNull();
    expect(gone.source!.rawWhy).not.toBe('');
    expect(gone.source!.record).not.toBeNull();
    writeFileSync(export_, bytes);
    expect((await ask(engine, 'findings.inspect', { run, line })).source!.rawWhy).toBe('');
  });

  it('that the run does not have is refused', async () => {
    const refused = await engine.answer('findings.inspect', { run, line: String(all.length) });
    expect(refused).toMatchObject({ problem: { code: 'usage' } });
  });
});

describe('a run in which nothing differs', () => {
  it('has an empty page, no key and an empty map', async () => {
    const other = hand.start();
    await hand.small(other, 'equal', csv('source'), csv('source'), table);
    const { made } = await finished(other, 'run.start', {});
    const where = { run: made!, filter: { ...none, text: 'a' } };
    expect(await ask(other, 'findings.page', { ...where, offset: 0, limit: 5 })).toEqual({
      total: '0',
      offset: 0,
      rows: [],
    });
    expect(await ask(other, 'findings.find', { ...where, key: 'AC-1, 1' })).toEqual({ offset: null });
    const { differing } = await ask(other, 'findings.map', { run: made!, table: 'accounts', level: 1 });
    expect(Buffer.from(differing, 'base64')).toEqual(Buffer.alloc(8));
    await other.close();
  });
});
