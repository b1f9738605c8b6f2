import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { H } from '../evidence/verify/tree-by-hand.ts';
import { folderOf, freshFolder, refusal, tallystick } from './tallystick.ts';

const rows = Array.from({ length: 200 }, (_, i) => `A${i},${i}.00`);
const csv = (...lines: readonly string[]) => ['id,balance', ...lines, ''].join('\n');
/** A7 changed; A9 in the source alone; NULL is a key too; A5 stands twice in the source, with two balances. */
const ledger = (hash = 'sha256', key: readonly string[] = ['id']) =>
  folderOf({
    'plan.json': JSON.stringify({
      tallystick: 1,
      name: 'provable',
      hash,
      source: { path: 'source' },
      target: { path: 'target' },
      tables: [{ name: 'accounts', depth: 6, key, columns: { id: { type: 'text' }, balance: { type: 'decimal(2)' } } }],
    }),
    'source/accounts.csv': csv(...rows, ',1.00', 'A5,7.50'),
    'target/accounts.csv': csv(
      ...rows.filter((_, i) => i !== 9).map((row) => (row === 'A7,7.00' ? 'A7,7.01' : row)),
      ',2.00',
    ),
  });

interface Reconciled {
  readonly folder: string;
  readonly package: string;
  readonly prove: (
    ...args: readonly string[]
  ) => Promise<{ status: number | null; proof: Record<string, unknown>; file: string }>;
}

async function reconciled(folder = ledger()): Promise<Reconciled> {
  const out = join(folder, 'package');
  await tallystick(['reconcile', join(folder, 'plan.json'), '-o', out, '--quiet']);
  const prove: Reconciled['prove'] = async (...args) => {
    const file = join(freshFolder(), 'one.proof.json');
    const { status, stderr } = await tallystick(['prove', out, '--table', 'accounts', '-o', file, '--quiet', ...args]);
    if (!existsSync(file)) throw new Error(stderr);
    return { status, proof: JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>, file };
  };
  return { folder, package: out, prove };
}

const verify = async (file: string) => {
  const { status, stdout } = await tallystick(['verify', file, '--json', '--quiet']);
  return { status, found: JSON.parse(stdout) as { sound: boolean; proof: Record<string, string>; checks: unknown[] } };
};

/** A key that the test's own hash puts into a bucket of the wanted kind. */
const bucketOf = (id: string) => H(`"${id}"`)[0]! >> 2;
const differing = new Set([bucketOf('A7'), bucketOf('A9'), bucketOf('A5'), H('')[0]! >> 2]);
const ids = rows.map((row) => row.split(',')[0]!);
const elsewhere = ids.find((id) => !differing.has(bucketOf(id)))!;
const beside = ids.find((id) => differing.has(bucketOf(id)) && !['A5', 'A7', 'A9'].includes(id))!;

describe('prove', () => {
  it('shows a record that differs, from the package alone', async () => {
    const ledgers = await reconciled();
    const { status, proof, file } = await ledgers.prove('--side', 'target', '--key', 'id=A7');
    expect(status).toBe(0);
    expect(proof).toMatchObject({
      claim: 'included',
      key: '"A7"',
      record: '7.01,"A7"',
      bucket: String(bucketOf('A7')),
    });
    const identity = H(readFileSync(join(ledgers.package, 'target.fingerprint.json'))).toString('hex');
    const { status: verified, found } = await verify(file);
    expect([verified, found.sound, found.proof['identity']]).toEqual([0, true, identity]);
  });

  it('shows that a key is absent, and that it is there on the other side', async () => {
    const { prove } = await reconciled();
    const absent = await prove('--side', 'target', '--key', 'id=A9');
    expect(absent.proof).toMatchObject({ claim: 'absent', key: '"A9"', record: null });
    const there = await prove('--side', 'source', '--key', 'id=A9');
    expect(there.proof).toMatchObject({ claim: 'included', record: '9.00,"A9"' });
    for (const { file } of [absent, there]) expect((await verify(file)).status).toBe(0);
  });

  it('asks for the export where a bucket does not differ, and reads it again to the same root', async () => {
    const { folder, package: out, prove } = await reconciled();
    const args = ['prove', out, '--side', 'source', '--table', 'accounts', '--key', `id=${elsewhere}`];
    expect(await refusal(args)).toMatchObject({ status: 2, said: expect.stringMatching(/does not differ/) as string });
    const { proof, file } = await prove(
      '--side',
      'source',
      '--key',
      `id=${elsewhere}`,
      '--export',
      join(folder, 'source'),
    );
    expect(proof).toMatchObject({ claim: 'included', key: `"${elsewhere}"` });
    expect((await verify(file)).status).toBe(0);
    const { status, code, said } = await refusal([...args, '--export', join(folder, 'target')]);
    expect([status, code, said]).toEqual([3, 'input_changed', expect.stringMatching(/another root than the source/)]);
  });

  it('asks for the export where a row beside a difference is equal, for its record is not in the package', async () => {
    const { folder, package: out, prove } = await reconciled();
    const args = ['prove', out, '--side', 'target', '--table', 'accounts', '--key', `id=${beside}`];
    expect((await refusal(args)).said).toMatch(/equal on both sides/);
    const { file, proof } = await prove(
      '--side',
      'target',
      '--key',
      `id=${beside}`,
      '--export',
      join(folder, 'target'),
    );
    expect(proof['record']).toMatch(new RegExp(`,"${beside}"$`));
    expect((await verify(file)).status).toBe(0);
  });

  it('takes NULL for a key, and an empty text for another', async () => {
    const { prove, folder } = await reconciled();
    const nothing = await prove('--side', 'source', '--null', 'id');
    expect(nothing.proof).toMatchObject({ claim: 'included', key: '', record: '1.00,' });
    expect((await verify(nothing.file)).status).toBe(0);
    expect((await tallystick(['verify', nothing.file])).stdout).toMatch(/^SOUND {3}NULL is in table accounts\n/);
    const empty = await prove('--side', 'source', '--key', 'id=', '--export', join(folder, 'source'));
    expect(empty.proof).toMatchObject({ claim: 'absent', key: '""', record: null });
    expect((await verify(empty.file)).status).toBe(0);
  });

  it('asks which row is meant where a key stands in several', async () => {
    const { package: out, prove } = await reconciled();
    const args = ['prove', out, '--side', 'source', '--table', 'accounts', '--key', 'id=A5'];
    const { stderr } = await tallystick(args);
    expect(stderr).toMatch(/stands in 2 rows that differ/);
    const digest = H('7.50,"A5"').toString('hex');
    expect(stderr).toContain(digest);
    const { proof, file } = await prove('--side', 'source', '--key', 'id=A5', '--row', digest);
    expect(proof['record']).toBe('7.50,"A5"');
    expect((await verify(file)).status).toBe(0);
    expect((await refusal([...args, '--row', '0'.repeat(64)])).status).toBe(2);
  });

  it('works under BLAKE3, and for a table without a key', async () => {
    for (const folder of [ledger('blake3'), ledger('sha256', [])]) {
      const { prove } = await reconciled(folder);
      const key = folder.length > 0 && readFileSync(join(folder, 'plan.json'), 'utf8').includes('"key":[]');
      const columns = key ? ['--key', 'id=A7', '--key', 'balance=7.01'] : ['--key', 'id=A7'];
      const { proof, file } = await prove('--side', 'target', ...columns);
      expect(proof).toMatchObject({ claim: 'included', record: '7.01,"A7"' });
      expect((await verify(file)).status).toBe(0);
    }
  });

  it.each([
    ['no such table', ['--table', 'people', '--key', 'id=A7'], /no table "people"/],
    ['no key at all', ['--table', 'accounts'], /key column "id" has no value/],
    ['a column that is no key', ['--table', 'accounts', '--key', 'balance=7.00'], /"balance" is no key column/],
    ['a key twice', ['--table', 'accounts', '--key', 'id=A7', '--null', 'id'], /given twice/],
    ['no value', ['--table', 'accounts', '--key', 'id'], /is no key/],
  ])('refuses %s', async (_, args, why) => {
    const { package: out } = await reconciled();
    const { status, said } = await refusal(['prove', out, '--side', 'source', ...args]);
    expect([status, said]).toEqual([2, expect.stringMatching(why)]);
  });

  it('takes a key as its canonical text alone, and proves nothing of a side without a fingerprint', async () => {
    const folder = folderOf({
      'plan.json': JSON.stringify({
        tallystick: 1,
        name: 'formless',
        source: { path: 'source' },
        target: { path: 'target' },
        tables: [{ name: 'accounts', key: ['id'], columns: { id: { type: 'int' }, balance: { type: 'decimal(2)' } } }],
      }),
      'source/accounts.csv': csv('1,1.00', '2,x'),
      'target/accounts.csv': csv('1,1.00', '2,2.00'),
    });
    const { package: out } = await reconciled(folder);
    const of = (side: string, id: string) => ['prove', out, '--side', side, '--table', 'accounts', '--key', `id=${id}`];
    expect(await refusal(of('target', '02'))).toMatchObject({
      status: 2,
      said: expect.stringMatching(/canonical/) as string,
    });
    expect(await refusal(of('source', '2'))).toMatchObject({
      status: 1,
      said: expect.stringMatching(/no fingerprint/) as string,
    });
  });

  it('is verified by itself: a list of names, or an export, has no place beside it', async () => {
    const { prove, folder } = await reconciled();
    const { file } = await prove('--side', 'target', '--key', 'id=A7');
    const source = join(folder, 'source');
    expect((await refusal(['verify', file, '--source', source, '--target', source])).status).toBe(2);
  });
});
