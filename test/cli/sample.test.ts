import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Difference } from '../../engine/evidence/differences/difference.ts';
import type { Report } from '../../engine/evidence/report/report.ts';
import type { FaultsDocument } from '../../engine/sample/faults-document.ts';
import { filesOf } from '../reconcile/ledger.ts';
import { freshFolder, tallystick, type Ended } from './tallystick.ts';

const at = '2026-01-31T02:10:00Z';
const home = freshFolder();
const elsewhere = freshFolder();
let faults: FaultsDocument;
let ended: Ended;

const lines = (folder: string): Difference[] =>
  readFileSync(join(folder, 'differences.ndjson'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Difference);

beforeAll(async () => {
  const made = await tallystick(['sample', 'sample', '--rows', '20000', '--seed', '11'], { cwd: home });
  expect(made.status).toBe(0);
  faults = JSON.parse(readFileSync(join(home, 'sample/faults.json'), 'utf8')) as FaultsDocument;
  const args = ['reconcile', 'sample/plan.yaml', '-o', 'package', '--at', at, '--threads', '1', '--json'];
  ended = await tallystick(args, { cwd: home });
});

describe('A sample ledger of 20,000 rows', () => {
  it('does not reconcile, and every fault is found and no other', () => {
    expect(ended.status).toBe(1);
    expect(ended.left).toEqual([]);
    const { predicate } = JSON.parse(ended.stdout) as { predicate: Report };
    expect(predicate.verdict).toBe(faults.expected.verdict);
    const seeded = faults.faults.flatMap(({ table, differences }) =>
      differences.map(({ kind, key, columns }) =>
        JSON.stringify([table, kind, key, kind === 'changed' ? columns : []]),
      ),
    );
    const found = lines(join(home, 'package')).map(({ table, kind, key, columns }) =>
      JSON.stringify([table, kind, key, columns]),
    );
    expect(found.toSorted()).toEqual(seeded.toSorted());
    for (const { name, source, target } of faults.expected.tables)
      expect(predicate.tables.find((table) => table.name === name)).toMatchObject({ proven: true, source, target });
  });

  it('says what differs in it, by table, kind and key', async () => {
    const asked = async (...args: string[]) => {
      const { status, stdout } = await tallystick(['differences', 'package', ...args, '--json'], { cwd: home });
      expect(status).toBe(0);
      return JSON.parse(stdout) as { found: string; shown: string; differences: Difference[] };
    };
    const all = lines(join(home, 'package'));
    const changed = all.filter(({ table, kind }) => table === 'accounts' && kind === 'changed');
    expect(await asked('--table', 'accounts', '--kind', 'changed', '--limit', '2')).toEqual({
      found: String(changed.length),
      shown: '2',
      accepted: '0',
      differences: changed.slice(0, 2),
    });
    expect((await asked('--limit', '0')).differences).toEqual(all);
    const [one] = changed;
    const key = (JSON.parse(ended.stdout) as { predicate: Report }).predicate.tables.find(
      ({ name }) => name === 'accounts',
    )!.key;
    expect((await asked('--table', 'accounts', '--key', `${key[0]!}=${one!.key![0]!}`)).differences).toEqual([one]);
    expect((await tallystick(['differences', 'package', '--table', 'acounts'], { cwd: home })).status).toBe(2);
  });

  it('gives the same bytes in another folder, from another place, with other threads', async () => {
    cpSync(join(home, 'sample'), join(elsewhere, 'deep/copy'), { recursive: true });
    const plan = join(elsewhere, 'deep/copy/plan.yaml');
    const args = [
      'reconcile',
      plan,
      '-o',
      join(elsewhere, 'again'),
      '--at',
      at,
      '--threads',
      '4',
      '--memory',
      '256MiB',
    ];
    expect((await tallystick(args, { cwd: elsewhere })).status).toBe(1);
    const [one, other] = [filesOf(join(home, 'package')), filesOf(join(elsewhere, 'again'))];
    expect([...other.keys()]).toEqual([...one.keys()]);
    for (const [name, bytes] of one) expect(other.get(name)!.equals(bytes), name).toBe(true);
    const sums = (folder: string) => readFileSync(join(folder, 'SHA256SUMS'), 'utf8').replace(/.*run\.json\n/, '');
    expect(sums(join(elsewhere, 'again'))).toBe(sums(join(home, 'package')));
    expect(one.get('report.json')!.includes(home)).toBe(false);
  });

  it('has the fingerprints of its package, side by side', async () => {
    const made = ['fingerprint', 'sample/plan.yaml', '--side', 'source', '--json'];
    const { status, stdout } = await tallystick(made, { cwd: home });
    expect(status).toBe(0);
    const packaged = JSON.parse(readFileSync(join(home, 'package/source.fingerprint.json'), 'utf8')) as object;
    expect(JSON.parse(stdout)).toEqual(packaged);
    const compared = ['compare', 'package/source.fingerprint.json', 'package/target.fingerprint.json', '--json'];
    expect(JSON.parse((await tallystick(compared, { cwd: home })).stdout)).toMatchObject({ result: 'different' });
  });
});
