import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { reconcileSlowly } from '../oracle/slow-reconciliation.ts';
import { makeTraps } from '../../traps/make.ts';

type Counts = Readonly<Partial<Record<string, string>>>;
interface Answer {
  readonly verdict?: 'RECONCILED' | 'NOT_RECONCILED';
  readonly tables?: readonly {
    readonly name: string;
    readonly key: readonly string[];
    readonly source: Counts;
    readonly target: Counts;
  }[];
  readonly differences?: readonly {
    readonly table: string;
    readonly kind: string;
    readonly key: readonly (string | null)[] | null;
    readonly columns?: readonly string[];
    readonly side?: string;
    readonly row?: string;
    readonly column?: string;
    readonly text?: string;
  }[];
  readonly refused?: { readonly status: number; readonly words: readonly string[] };
}

const pack = join(import.meta.dirname, '../../traps');
const traps = (await readdir(pack)).filter((name) => existsSync(join(pack, name, 'answer.json'))).toSorted();
const answerOf = async (trap: string): Promise<Answer> =>
  JSON.parse(await readFile(join(pack, trap, 'answer.json'), 'utf8')) as Answer;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'traps-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the trap pack', () => {
  it('explains every trap in its README, in order', async () => {
    const explained = [...(await readFile(join(pack, 'README.md'), 'utf8')).matchAll(/^\| `([a-z0-9-]+)` +\|/gm)].map(
      ([, name]) => name,
    );
    expect(explained).toEqual(traps);
    expect(traps.length).toBeGreaterThanOrEqual(20);
  });

  it('holds the very files that make.ts makes', async () => {
    const plain = async (path: string): Promise<string> => {
      const bytes = await readFile(path);
      return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    };
    const made = await makeTraps(folder);
    expect(made.length).toBeGreaterThan(4);
    for (const name of made) expect(await plain(join(pack, name)), name).toBe(await plain(join(folder, name)));
  });
});

describe.each(traps)('the answer key of %s', (trap) => {
  it('is a refusal, or counts that close and say the same as its list of differences', async () => {
    const answer = await answerOf(trap);
    if (answer.refused !== undefined) {
      expect(answer.refused.words.length).toBeGreaterThan(0);
      return;
    }
    const differences = answer.differences!;
    expect(answer.verdict).toBe(differences.length === 0 ? 'RECONCILED' : 'NOT_RECONCILED');
    for (const table of answer.tables!) {
      const [source, target] = (['source', 'target'] as const).map((side) => {
        const count = (term: string): number => Number(table[side][term] ?? '0');
        const listed = (kind: string, on?: string): number =>
          differences.filter((line) => line.table === table.name && line.kind === kind && line.side === on).length;
        expect(count('rows')).toBe(
          [
            'excluded',
            'unrepresentable',
            'matched',
            'withinTolerance',
            'changed',
            'only',
            'duplicatesMatched',
            'duplicatesLeft',
          ]
            .map(count)
            .reduce((sum, term) => sum + term, 0),
        );
        expect(count('changed')).toBe(listed('changed'));
        expect(count('only')).toBe(listed(`${side}_only`));
        expect(count('duplicatesLeft')).toBe(listed('duplicate', side));
        expect(count('unrepresentable')).toBe(listed('unrepresentable', side));
        return ['matched', 'matchedUnderRule', 'withinTolerance', 'changed', 'duplicatesMatched'].map(count);
      });
      expect(source).toEqual(target);
    }
  });

  it('is what a reconciliation row by row, by the book, finds', async () => {
    const answer = await answerOf(trap);
    if (answer.refused !== undefined) return;
    const plan = parsePlan(await readFile(join(pack, trap, 'plan.yaml')), 'plan.yaml');
    const slow = await reconcileSlowly(plan, join(pack, trap));
    const counts = ({ name, source, target }: { name: string; source: object; target: object }) => ({
      name,
      source: Object.fromEntries(Object.entries(source).map(([term, count]) => [term, String(count)])),
      target: Object.fromEntries(Object.entries(target).map(([term, count]) => [term, String(count)])),
    });
    expect(slow.tables.map(counts)).toEqual(answer.tables!.map(counts));
    const said = answer.differences!.map(({ table, kind, key, columns, side, row, column, text }) =>
      kind === 'unrepresentable'
        ? [table, kind, side, row, column, text]
        : [table, kind, key, columns?.toSorted() ?? side],
    );
    expect(slow.differences.toSorted()).toEqual(
      said.map((line) => JSON.stringify(line.filter((part) => part !== undefined))).toSorted(),
    );
  });
});
