import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFingerprints } from '../../engine/tree/compare-fingerprints.ts';
import { fingerprintBytes, identityOf, parseFingerprint, type TableRoot } from '../../engine/tree/fingerprint.ts';

const vector = (name: string): Buffer => readFileSync(new URL(`../conformance/${name}`, import.meta.url));
const root = 'ab'.repeat(32);
const accounts: TableRoot = {
  name: 'accounts',
  key: ['id'],
  columns: [
    { name: 'id', type: 'text' },
    { name: 'balance', type: 'decimal(2)' },
  ],
  depth: 4,
  root,
  rows: 1000n,
};
const of = (...tables: TableRoot[]) => parseFingerprint(fingerprintBytes('sha256', tables), 'a');

describe('a fingerprint', () => {
  it.each(['edges/expected.source', 'edges/expected.target', 'different/expected.source', 'different/expected.target'])(
    'of the conformance vectors (%s) is read and written again byte for byte, whatever order it is told in',
    (name) => {
      const bytes = vector(`${name}.fingerprint.json`);
      const { hash, tables } = parseFingerprint(bytes, name);
      const told = tables.map((table) => ({
        ...table,
        columns: [...table.columns].reverse(),
        rows: BigInt(table.rows),
      }));
      expect(Buffer.from(fingerprintBytes(hash, told.reverse())).toString()).toBe(bytes.toString());
    },
  );

  it('has the identity that the vectors give', () => {
    const identities = JSON.parse(vector('different/expected.identity.json').toString()) as Record<string, string>;
    for (const side of ['source', 'target'])
      expect(identityOf(vector(`different/expected.${side}.fingerprint.json`))).toBe(identities[side]);
  });

  it('keeps rows that no double can hold', () => {
    expect(of({ ...accounts, rows: 2n ** 63n + 1n }).tables[0]!.rows).toBe('9223372036854775809');
  });

  it('takes hostile names as data', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1 }), (names) => {
        const tables = ['__proto__', 'constructor', ...names.filter((n) => n !== '__proto__' && n !== 'constructor')];
        const read = of(...tables.map((name) => ({ ...accounts, name, key: [], columns: [{ name, type: 'int' }] })));
        const sorted = [...tables].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(read.tables.map((table) => table.name)).toEqual(sorted);
      }),
    );
  });

  const text = Buffer.from(fingerprintBytes('sha256', [accounts])).toString();
  it.each([
    ['white space', text.replace(',', ', ')],
    ['a final line end', `${text}\n`],
    ['a byte order mark', `\ufeff${text}`],
    ['a member twice', text.replace('"depth":4', '"depth":4,"depth":4')],
    [
      'another order of members',
      `{"type":"tallystick/fingerprint/v1",${text.slice(1).replace(/,"type":[^}]*\}$/, '}')}`,
    ],
    ['an unknown member', text.replace('"key"', '"kex":1,"key"')],
    ['a member that would be a prototype', text.replace('{"hash"', '{"__proto__":{},"hash"')],
    ['a depth of 25', text.replace('"depth":4', '"depth":25')],
    ['a number for rows', text.replace('"1000"', '1000')],
    ['rows with a leading zero', text.replace('"1000"', '"01000"')],
    ['an upper-case root', text.replace(root, root.toUpperCase())],
    ['an unknown type', text.replace('"text"', '"varchar"')],
    ['a type that lacks its parameter', text.replace('decimal(2)', 'decimal')],
    ['an unknown hash', text.replace('sha256', 'sha512')],
    ['a key that is no column', text.replace('"key":["id"]', '"key":["ix"]')],
    ['columns out of order', text.replace('"balance"', '"zalance"')],
    ['half of it', text.slice(0, text.length / 2)],
  ])('is refused with %s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(() => parseFingerprint(Buffer.from(changed), 'x')).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code: 'evidence_unsound', where: 'x' }) as unknown,
      }),
    );
  });

  it('is refused when it is not UTF-8', () => {
    const bytes = fingerprintBytes('sha256', [accounts]);
    const broken = Buffer.from(bytes);
    broken[broken.indexOf('accounts')] = 0xff;
    expect(() => parseFingerprint(broken, 'x')).toThrow('not JSON in UTF-8');
  });
});

describe('two fingerprints', () => {
  it('are equal when their tables are', () =>
    expect(compareFingerprints(of(accounts), of(accounts))).toEqual({ kind: 'equal' }));

  it('name the tables that differ', () => {
    const other = { ...accounts, name: 'postings' };
    expect(compareFingerprints(of(accounts, other), of(accounts, { ...other, root: 'cd'.repeat(32) }))).toEqual({
      kind: 'different',
      tables: ['postings'],
    });
  });

  it('of different depths are refused with the depth that would serve both', () => {
    expect(compareFingerprints(of(accounts), of({ ...accounts, depth: 9 }))).toEqual({
      kind: 'incomparable',
      reasons: ['Table "accounts" has depth 4 in one and 9 in the other'],
      depth: 9,
    });
  });

  it.each([
    [
      'hash',
      parseFingerprint(fingerprintBytes('blake3', [accounts]), 'b'),
      'The hash is sha256 in one and blake3 in the other',
    ],
    ['tables', of({ ...accounts, name: 'x' }), 'Only the first has a table "accounts"'],
    [
      'columns',
      of({ ...accounts, columns: [{ name: 'id', type: 'text' }] }),
      'Only the first has a column "balance" in table "accounts"',
    ],
    [
      'types',
      of({ ...accounts, columns: [{ name: 'id', type: 'int' }, accounts.columns[1]!] }),
      'Column "id" of table "accounts" is text in one and int in the other',
    ],
    ['keys', of({ ...accounts, key: [] }), 'The key of table "accounts" is (id) in one and () in the other'],
  ])('of other %s are refused, and no depth is proposed', (_, other, reason) => {
    const comparison = compareFingerprints(of(accounts), other);
    expect(comparison).toMatchObject({ kind: 'incomparable', depth: null });
    expect(comparison.kind === 'incomparable' && comparison.reasons).toContain(reason);
  });
});
