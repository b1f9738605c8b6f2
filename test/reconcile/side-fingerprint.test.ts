import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, slowTree } from '../oracle/slow-tree.ts';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();
const table = {
  name: 't',
  key: ['k'],
  columns: { v: { type: 'int' }, k: { type: 'text' } },
  where: { source: `v <> '0'`, reason: 'nothing is owed' },
};
const file = (value: string) =>
  csv([
    ['k', 'v'],
    ['a', '1'],
    ['a', '1'],
    ['b', value],
    ['c', '2'],
  ]);
const plan = { tables: [{ ...table, source: { files: 't.csv' }, target: { files: 't.csv' } }] };

describe('the fingerprint of a side', () => {
  it('is content alone: entries are counted, duplicates each, and neither rows that where leaves out nor files', async () => {
    const { folder, report } = await ledgers.run(plan, { 'source/t.csv': file('0'), 'target/t.csv': file('3') });
    const entries = ['a', 'a', 'c'].map((k) => digestOf(`"${k}"`) + digestOf(`"${k}",${k === 'a' ? 1 : 2}`));
    const text = canonicalize({
      type: 'tallystick/fingerprint/v1',
      hash: 'sha256',
      tables: [
        {
          name: 't',
          key: ['k'],
          depth: 0,
          rows: '3',
          root: slowTree(entries, 0).root,
          columns: [
            { name: 'k', type: 'text' },
            { name: 'v', type: 'int' },
          ],
        },
      ],
    })!;
    expect(readFileSync(join(folder, 'source.fingerprint.json'), 'utf8')).toBe(text);
    expect(report.sides.source.identity).toBe(createHash('sha256').update(text).digest('hex'));
    expect(report.tables[0]!.source).toMatchObject({ rows: '4', excluded: '1', duplicatesMatched: '2', matched: '1' });
  });

  it('is not there where a value has no form, and the side has no identity; the other side has both', async () => {
    const path = ledgers.write(plan, { 'source/t.csv': file('1'), 'target/t.csv': file('one') });
    const { folder, report } = await ledgers.reconcile(path);
    expect(existsSync(join(folder, 'source.fingerprint.json'))).toBe(true);
    expect(existsSync(join(folder, 'target.fingerprint.json'))).toBe(false);
    expect(report.sides.source.identity).toMatch(/^[0-9a-f]{64}$/);
    expect(report.sides.target.identity).toBeNull();
    expect(report.verdict).toBe('NOT_RECONCILED');
    await expect(ledgers.fingerprint(path, 'target')).rejects.toThrow('The target has no fingerprint');
  });
});
