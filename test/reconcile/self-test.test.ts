import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { defaultReading, type CanonicalType, type Reading } from '../../engine/canonical/types.ts';
import { alterationsOf } from '../../engine/reconcile/self-test/alterations.ts';
import { cellsAt } from '../../engine/reconcile/self-test/cells-at.ts';
import { blindBy } from '../../engine/reconcile/self-test/blind-by.ts';
import { openPlan } from '../../cli/open-plan.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { verifyPackage } from '../../engine/evidence/verify-package.ts';
import type { ExportPart } from '../../engine/reconcile/hash/direct-batches.ts';
import type { HashPool, TaskRequest } from '../../engine/reconcile/run/hash-pool.ts';
import { defaultLimits } from '../../engine/reconcile/run/limits.ts';
import { reconcile } from '../../engine/reconcile/reconcile.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { newKey } from '../evidence/small-package.ts';
import { csv, Ledgers } from './ledger.ts';

const text: CanonicalType = { kind: 'text' };
const reading = (change: Partial<Reading>): Reading => ({ ...defaultReading, ...change });

describe('an altered value', () => {
  const types: readonly (readonly [CanonicalType, fc.Arbitrary<string>])[] = [
    [text, fc.string({ unit: 'binary' }).filter((value) => !/\p{Cs}/u.test(value))],
    [{ kind: 'int' }, fc.bigInt().map(String)],
    [{ kind: 'int' }, fc.stringMatching(/^[+-]?[0-9]{1,12}[eE][0-9]$/)],
    [{ kind: 'decimal', scale: 4 }, fc.stringMatching(/^-?[0-9]{1,30}\.[0-9]{1,4}$/)],
    [{ kind: 'bool' }, fc.constantFrom('true', 't', '1', 'false', 'F', '0')],
    [{ kind: 'date' }, fc.date({ min: new Date(0), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))],
    [
      { kind: 'timestamp', precision: 3 },
      fc.date({ min: new Date(0), max: new Date('9998-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
    ],
    [{ kind: 'uuid' }, fc.uuid()],
    [{ kind: 'bytes' }, fc.stringMatching(/^(0x)?([0-9a-fA-F]{2}){0,20}$/)],
    [{ kind: 'float' }, fc.double({ noNaN: true }).map(String)],
    [{ kind: 'float' }, fc.stringMatching(/^[0-9]\.[0-9]{1,40}(e-?[0-9]{1,2})?$/)],
  ];

  it.each(types)('of type %o is another value or has no form, unless a rule is named', (type, values) => {
    fc.assert(
      fc.property(
        values,
        fc.subarray(['trim', 'collapse_space', 'lowercase', 'nfc'] as const),
        fc.boolean(),
        (value, rules, isNull) => {
          const by = reading({ rules: type.kind === 'text' ? rules : [], nullTexts: isNull ? [value, '0'] : [] });
          const read = (raw: string | number | null) =>
            compileReading(type, by).read(raw === null ? null : String(raw));
          const before = read(value);
          if (before === undefined) return;
          for (const { value: altered } of alterationsOf(value, 'text', type, by)) {
            expect(altered).not.toBe(value);
            if (read(altered) === before) expect(blindBy(value, altered, 'text', type, by)).not.toBeNull();
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of a count of seconds makes another number, and does not write the same one otherwise', () => {
    const epoch = reading({ format: 'epoch_s' });
    const stamp = { kind: 'timestamp', precision: 6 } as const;
    const { value } = alterationsOf('0e5', 'text', stamp, epoch).find(({ name }) => name === 'character')!;
    const read = compileReading(stamp, epoch);
    expect(read.read(value as string)).not.toBe(read.read('0e5'));
  });

  it('that a rule makes one with the value is blind by that rule, and by no other', () => {
    const by = (a: string | null, b: string | null, change: Partial<Reading>) =>
      blindBy(a, b, 'text', text, reading(change));
    expect(by('a', 'A', { rules: ['trim', 'lowercase'] })).toBe('lowercase');
    expect(by('a', 'a ', { rules: ['trim', 'lowercase'] })).toBe('trim');
    expect(by('A', 'B', { values: new Map([['A', 'X'], ['B', 'X']]) })).toBe('values'); // prettier-ignore
    expect(by(null, 'n/a', { nullTexts: ['n/a'] })).toBe('null');
    expect(by('a', 'b', { rules: ['trim', 'lowercase'], nullTexts: ['n/a'] })).toBeNull();
    expect(by('a', null, {})).toBeNull();
    expect(blindBy('0.1', '0.1000000000000000055511151231257827', 'text', { kind: 'float' }, reading({}))).toBe(
      'float',
    );
    expect(blindBy('1', '2', 'text', { kind: 'float' }, reading({}))).toBeNull();
  });
});

describe('rows read again for the self-test', () => {
  interface Read {
    readonly part: number;
    batches: number;
  }
  /** Parts of `size` rows each, in batches of two, of one column that says where each row stands. */
  const reading = (parts: number, size: number) => {
    const reads: Read[] = [];
    const all = Array.from({ length: parts }, (_, i) => ({ firstRow: i * size }) as ExportPart);
    // eslint-disable-next-line @typescript-eslint/require-await -- a reader of real files waits
    const read = async function* (part: ExportPart) {
      const one: Read = { part: part.firstRow / size, batches: 0 };
      reads.push(one);
      for (let firstRow = part.firstRow; firstRow < part.firstRow + size; firstRow += 2) {
        one.batches++;
        const column = { kind: 'other' as const, cell: (row: number) => `row ${firstRow + row}` };
        yield { rows: Math.min(2, part.firstRow + size - firstRow), firstRow, columns: [column] };
      }
    };
    return { all, read, reads };
  };

  it('are what stands at their places, whatever the order, and each part is read once and no further than it must be', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(44), { minLength: 1, maxLength: 6 }),
        async (parts, size, wanted) => {
          const places = [...new Set(wanted.map((place) => place % (parts * size)))];
          const { all, read, reads } = reading(parts, size);
          const cells = await cellsAt(all, places, read);
          expect(places.map((place) => cells.get(place))).toEqual(places.map((place) => [`row ${place}`]));
          const partOf = (place: number) => Math.floor(place / size);
          expect(reads.map(({ part }) => part)).toEqual([...new Set(places.map(partOf))].sort((a, b) => a - b));
          for (const { part, batches } of reads) {
            const last = Math.max(...places.filter((place) => partOf(place) === part)) - part * size;
            expect(batches).toBe(Math.floor(last / 2) + 1);
          }
        },
      ),
    );
  });

  it('are missing where the file has fewer rows than it had', async () => {
    const { all, read } = reading(2, 4);
    expect([...(await cellsAt(all, [3, 8], read)).keys()]).toEqual([3]);
  });
});

const files = {
  'source/t.csv': csv([
    ['id', 'code', 'name', 'amount'],
    ...Array.from({ length: 300 }, (_, i) => [`k${i}`, i % 2 === 0 ? 'A' : 'B', `Name ${i}`, `${i}.50`]),
  ]),
  'target/t.csv': csv([
    ['id', 'code', 'name', 'amount', 'loaded'],
    ...Array.from({ length: 300 }, (_, i) => [`k${i}`, 'X', `name ${i}`, `${i}.5`, 'today']),
  ]),
};
const planned = (rules: readonly string[]) => ({
  tables: [
    {
      name: 't',
      depth: 4,
      source: { files: 't.csv' },
      target: { files: 't.csv' },
      key: ['id'],
      columns: {
        id: { type: 'text' },
        code: { type: 'text', source: { values: { A: 'X', B: 'X' } } },
        name: { type: 'text', rules },
        amount: { type: 'decimal(2)' },
      },
      ignore: [{ side: 'target', column: 'loaded', reason: 'set by the loader' }],
    },
  ],
});

describe('the self-test of a run', () => {
  const ledgers = new Ledgers();

  it('alters every column of rows of both sides, and says what the plan is blind to', async () => {
    const { report, folder } = await ledgers.run(planned(['lowercase']), files);
    expect(report.verdict).toBe('RECONCILED');
    expect(report.selfTest).toMatchObject({
      pass: true,
      blindTo: [
        { side: 'source', column: 'code', by: 'values', texts: [['A', 'B']] },
        { side: 'source', column: 'name', by: 'lowercase', texts: [] },
        { side: 'target', column: 'name', by: 'lowercase', texts: [] },
        { side: 'target', column: 'loaded', by: 'ignored' },
      ],
    });
    const [table] = report.selfTest!.tables;
    for (const side of [table!.source, table!.target]) {
      expect(Number(side.rows)).toBeGreaterThan(3);
      expect(Number(side.alterations)).toBeGreaterThan(Number(side.rows) * 8);
      expect(BigInt(side.moved) + BigInt(side.blind)).toBe(BigInt(side.alterations));
    }
    // Each name has a letter, whose case is one of its alterations.
    expect(table!.target.blind).toBe(table!.target.rows);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('the case of A to Z');
  });

  it('fails where the product makes no difference of case and the plan does not say so: nothing is proven then', async () => {
    const pool = startHashPool(2);
    onTestFinished(() => pool.close());
    // As a bug would have it that both paths share: every text is read in lower case.
    const broken: HashPool = {
      size: pool.size,
      layFile: pool.layFile,
      close: () => pool.close(),
      run: (name, request, onProgress) => {
        // Read directly DuckDB would not share it.
        if (name === 'part') return Promise.resolve({ why: 'a bug is asked for' }) as never;
        if (name !== 'hash') return pool.run(name, request, onProgress);
        const asked = request as TaskRequest<'hash'>;
        const columns = asked.columns.map((column) =>
          column.type.kind === 'text'
            ? { ...column, reading: { ...column.reading, rules: ['lowercase' as const] } }
            : column,
        );
        return pool.run(name, { ...asked, columns }, onProgress);
      },
    };
    const out = join(ledgers.fresh(), 'package');
    const { report } = await reconcile({
      ...openPlan(ledgers.write(planned([]), files)),
      ...{ out, at: '2026-01-31T02:10:00Z', keepStage: false, pool: broken },
      limits: defaultLimits({ threads: 2, temp: ledgers.fresh(), memory: 2 ** 30 }),
      onProgress: () => undefined,
      signal: undefined,
    });
    expect(report.verdict).toBe('NOT_PROVEN');
    expect(report.selfTest!.pass).toBe(false);
    expect(report.disagreements!.every(({ agreement }) => agreement === 'self-test')).toBe(true);
    expect(report.disagreements).toContainEqual({
      agreement: 'self-test',
      table: 't',
      expected: '"name" of the target, altered (case), to move the root',
      found: expect.stringMatching(/^the same digests, and no rule that says so \(\d of the rows drawn\)$/) as string,
    });
    const key = newKey();
    const wish = { folder: out, key, name: 'ada@bank', role: 'preparer', decision: 'APPROVE', text: '' } as const;
    await expect(signPackage({ ...wish, at: '2026-01-31T02:10:00Z' })).rejects.toThrow('is not proven');
    const { sound, checks } = await verifyPackage(out, { trust: { allowed: null, now: new Date() }, build: '' });
    expect(sound).toBe(true);
    expect(checks.find(({ name }) => name === 'self-test')!.why).toBe('The self-test failed, and the report says so');
  });
});
