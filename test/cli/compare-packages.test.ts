import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { documents } from '../../cli/documents.ts';
import { refusal, smallLedger, smallPlan, tallystick } from './tallystick.ts';

const cwd = smallLedger({
  'plan.json': smallPlan(
    {},
    { columns: { id: { type: 'text' }, balance: { type: 'decimal(2)' }, memo: { type: 'text' } } },
  ),
});
const at = (path: string): string => join(cwd, path);
const rows = (...lines: string[]): string => `id,balance,memo\n${lines.map((line) => `${line}\n`).join('')}`;

/** The target of each rehearsal; the source is the same all along. */
const targets = [
  // A1 changed; A3 lost; X1 in the target alone; D three times; a balance without a form.
  rows('A1,1.50,one', 'A2,2.00,two', 'X1,9.00,', 'D,1.00,', 'D,1.00,', 'D,2.00,', 'F1,oops,', 'A9,9.00,'),
  // A1 and A3 are mended, A2 is new, one D less, two without a form.
  rows('A1,1.00,one', 'A2,2.50,two', 'A3,3.00,', 'X1,9.50,', 'D,1.00,', 'D,2.00,', 'F1,oops,', 'F2,oops,', 'A9,9.00,'),
  // A1 is back again, A2 differs otherwise, X1 is gone.
  rows('A1,1.50,one', 'A2,2.75,two', 'A3,3.00,', 'D,1.00,', 'D,2.00,', 'F1,oops,', 'A9,9.00,'),
];
const folders = targets.map((_, i) => `run-${i + 1}`);

beforeAll(async () => {
  writeFileSync(at('source/accounts.csv'), rows('A1,1.00,one', 'A2,2.00,two', 'A3,3.00,', 'A9,9.00,'));
  for (const [i, target] of targets.entries()) {
    writeFileSync(at('target/accounts.csv'), target);
    expect((await tallystick(['reconcile', 'plan.json', '-o', folders[i]!], { cwd })).status).toBe(1);
  }
});

type Compared = (typeof documents)['compare-packages']['_output'];
async function compared(...which: string[]): Promise<Compared & { status: number | null }> {
  const { status, stdout } = await tallystick(['compare', ...which, '--json'], { cwd });
  return { status, ...documents['compare-packages'].parse(JSON.parse(stdout)) };
}

/** The same by sets of texts: what a person would do with grep and comm. */
function byHand(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const text of readFileSync(at(`${folder}/differences.ndjson`), 'utf8')
    .trim()
    .split('\n')) {
    const line = JSON.parse(text) as Record<string, unknown> & {
      source: { digest: string } | null;
      target: { digest: string } | null;
    };
    const of = [
      line['kind'],
      line.source === null,
      line.target === null,
      line['keyDigest'],
      line['column'],
      line['text'],
    ];
    const id = JSON.stringify(of);
    found.set(id, [...(found.get(id) ?? []), `${line.source?.digest ?? ''} ${line.target?.digest ?? ''}`]);
  }
  return found;
}
function moved(...which: string[]) {
  const all = which.map(byHand);
  const count = { new: 0, gone: 0, persisting: 0, altered: 0, back: 0 };
  const has = (i: number, id: string, n: number) => (all[i]!.get(id)?.length ?? 0) >= n;
  const [now, before] = [all.length - 1, all.length - 2];
  for (const id of new Set(all.flatMap((one) => [...one.keys()]))) {
    for (let n = 1; n <= 9; n++) {
      if (has(now, id, n) && has(before, id, n)) count.persisting++;
      else if (has(before, id, n)) count.gone++;
      else if (has(now, id, n)) count[all.slice(0, before).some((_, i) => has(i, id, n)) ? 'back' : 'new']++;
    }
    const [a, b] = [all[before]!.get(id)?.[0], all[now]!.get(id)?.[0]];
    if (a !== undefined && b !== undefined && a !== b) count.altered++;
  }
  return Object.fromEntries(Object.entries(count).map(([name, value]) => [name, String(value)]));
}

describe('compare of packages', () => {
  it('says what is new, gone and persisting between two, as sets of lines would', async () => {
    const found = await compared('run-1', 'run-2');
    expect(found.status).toBe(1);
    expect(found.steps).toHaveLength(1);
    expect(found.steps[0]!.all).toEqual(moved('run-1', 'run-2'));
    expect(found.steps[0]!.all).toEqual({ new: '2', gone: '3', persisting: '4', altered: '1', back: '0' });
  });

  it('says of three what is back again, and of each step what it was', async () => {
    const found = await compared(...folders);
    expect(found.steps.map(({ all }) => all)).toEqual([moved('run-1', 'run-2'), moved(...folders)]);
    expect(found.steps[1]!.all).toMatchObject({ back: '1', gone: '2' });
  });

  it('says so for every table and gate, with the gate of both', async () => {
    const [step] = (await compared('run-1', 'run-2')).steps;
    const kinds = Object.fromEntries(step!.tables[0]!.kinds.map(({ kind, ...counts }) => [kind, counts]));
    expect(kinds['changed']).toEqual({ new: '1', gone: '1', persisting: '0', altered: '0', back: '0' });
    expect(kinds['duplicate']).toMatchObject({ gone: '1', persisting: '2' });
    expect(kinds['unrepresentable']).toMatchObject({ new: '1', persisting: '1' });
    const gate = step!.gates.find(({ name }) => name === 'source_only')!;
    expect(gate).toMatchObject({
      before: { value: '1', pass: false },
      after: { value: '0', pass: true },
      moved: { gone: '1' },
    });
    expect(step!.gates.find(({ name }) => name === 'totals')!.moved).toBeNull();
  });

  it('reads aloud first what moved, then the gates that fail', async () => {
    const { status, stdout } = await tallystick(['compare', ...folders], { cwd });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\d+ NEW, 2 GONE, \d+ PERSISTING.*, 1 BACK AGAIN {3}run-2 -> run-3\n/);
    expect(stdout).toMatch(/gate +changed: 1 fails -> 2 fails/);
    expect(stdout).toMatch(/earlier +run-1 -> run-2: 2 new/);
  });

  it('ends with 0 where nothing moved', async () => {
    cpSync(at('run-3'), at('same'), { recursive: true });
    const found = await compared('run-3', 'same');
    expect(found).toMatchObject({ status: 0, result: 'same' });
    expect(found.steps[0]!.all).toMatchObject({ new: '0', gone: '0', back: '0' });
  });

  it('ends with 1 where a difference that persists has other rows', async () => {
    for (const [name, balance] of [
      ['was', '1.50'],
      ['is', '1.60'],
    ] as const) {
      writeFileSync(at('target/accounts.csv'), rows(`A1,${balance},one`, 'A2,2.00,two', 'A3,3.00,', 'A9,9.00,'));
      await tallystick(['reconcile', 'plan.json', '-o', name], { cwd });
    }
    const found = await compared('was', 'is');
    expect(found).toMatchObject({ status: 1, result: 'different' });
    expect(found.steps[0]!.all).toEqual({ new: '0', gone: '0', persisting: '1', altered: '1', back: '0' });
  });

  it('refuses keys that cannot be the same, a folder that is no package, and differences that are not the report’s', async () => {
    writeFileSync(
      at('other.json'),
      smallPlan(
        {},
        {
          key: ['id', 'balance'],
          columns: { id: { type: 'text' }, balance: { type: 'decimal(2)' }, memo: { type: 'text' } },
        },
      ),
    );
    await tallystick(['reconcile', 'other.json', '-o', 'other'], { cwd });
    const keys = await refusal(['compare', 'run-3', 'other'], { cwd });
    expect(keys).toMatchObject({ status: 2, code: 'incomparable' });
    expect(keys.said).toMatch(
      /table accounts has the key id text, balance decimal\(2\) in .*other and the key id text in/,
    );
    expect((await refusal(['compare', 'run-3', 'source'], { cwd })).status).toBe(3);
    expect((await refusal(['compare', 'run-3', 'plan.json'], { cwd })).status).toBe(2);
    const nowhere = await refusal(['compare', 'run-3', 'nowhere'], { cwd });
    expect(nowhere).toMatchObject({ status: 3, said: 'There is no such file or folder (nowhere)' });
    cpSync(at('run-3'), at('bent'), { recursive: true });
    appendFileSync(at('bent/differences.ndjson'), '{}\n');
    expect(await refusal(['compare', 'run-3', 'bent'], { cwd })).toMatchObject({ status: 4, code: 'evidence_unsound' });
  });
});
