import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { documents } from '../../cli/documents.ts';
import type { CallInput, CallOutput } from '../../contract/calls.ts';
import type { Job } from '../../contract/job.ts';
import { movementNames } from '../../contract/rehearsal.ts';
import type { Difference } from '../../engine/evidence/differences/difference.ts';
import type { MovementName } from '../../engine/evidence/rehearsals/tally.ts';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { tallystick } from '../cli/tallystick.ts';
import { ask, EngineAtHand, finished, planText, smallTable } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const engine = hand.start();
const rows = (...lines: string[]): string => `id,balance,memo\n${lines.map((line) => `${line}\n`).join('')}`;
const runs: string[] = [];
let folder = '';

async function run(target: string): Promise<string> {
  hand.write('rehearsed/target/accounts.csv', target);
  const { made, state } = await finished(engine, 'run.start', {});
  expect(state).toBe('done');
  runs.push(made!);
  return made!;
}

beforeAll(async () => {
  hand.write('ops.key', makeEd25519Key('ops@bank').privateFile);
  const source = rows('A1,1.00,one', 'A2,2.00,two', 'A3,3.00,three');
  folder = await hand.small(engine, 'rehearsed', source, source);
  await run(rows('A1,1.50,one', 'A2,2.00,two', 'X1,9.00,x'));
  await run(rows('A1,1.00,one', 'A2,2.50,two', 'A3,3.00,three', 'X1,9.50,x'));
  await run(rows('A1,1.50,one', 'A2,2.75,two', 'A3,3.00,three'));
});

type Compared = Extract<CallOutput<'rehearsals.compared'>, { readonly steps: unknown }>;
async function compare(...wanted: string[]): Promise<CallOutput<'rehearsals.compared'>> {
  const { job } = await ask(engine, 'rehearsals.compare', { runs: wanted });
  const state = async () => (await ask(engine, 'jobs.view', {})).jobs.find(({ id }) => id === job)?.state;
  await expect.poll(state).toBe('done');
  return ask(engine, 'rehearsals.compared', { runs: wanted });
}
const view = async () => (await ask(engine, 'rehearsals.view', {})).rehearsals;

describe('The runs of a workspace as rehearsals', () => {
  it('are listed with their roots, how many keys differ and who has signed', async () => {
    await hand.approve(engine, runs[2]!);
    const listed = await view();
    expect(listed.map(({ run: name }) => name)).toEqual([...runs].reverse());
    expect(listed.map(({ differing }) => differing)).toEqual(['2', '2', '3']);
    expect(listed[0]).toMatchObject({ state: 'done', verdict: 'NOT_RECONCILED', lines: '2', exceptions: '0', why: '' });
    expect(listed[0]!.signed).toEqual([{ name: 'ops@bank', role: 'preparer', decision: 'APPROVE', holds: true }]);
    expect(listed[1]!.signed).toEqual([]);
    const { identities } = (await ask(engine, 'workspace.view', {}))!;
    expect(listed[0]!.identities).toEqual(identities);
    expect(new Set(listed.map(({ identities: { source } }) => source)).size).toBe(1);
  });

  it('say of each other what the command line says, whatever order they are named in', async () => {
    const [one, two, three] = runs as [string, string, string];
    const compared = await compare(three, one, two);
    const { stdout } = await tallystick(['compare', one, two, three, '--json'], { cwd: join(folder, 'runs') });
    const { steps } = documents['compare-packages'].parse(JSON.parse(stdout));
    expect(compared).toEqual({ runs: [one, two, three], steps });
    expect(steps.map(({ all }) => all)).toEqual([
      { new: '1', gone: '2', persisting: '1', altered: '1', back: '0' },
      { new: '0', gone: '1', persisting: '1', altered: '1', back: '1' },
    ]);
  });

  it('show exactly the differences that a count counts, of the package that has them', async () => {
    const wish = { runs, to: 2, offset: 0, limit: 500 } as const;
    await compare(...runs);
    const { steps } = (await ask(engine, 'rehearsals.compared', { runs })) as Compared;
    /** By table, kind, side and key; written here and nowhere else used. */
    const of = (run: string): Map<string, string> =>
      new Map(
        readFileSync(join(folder, 'runs', run, 'differences.ndjson'), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Difference)
          .map(({ kind, key, source, target }) => [
            `${kind} ${JSON.stringify(key)}`,
            `${source?.digest} ${target?.digest}`,
          ]),
      );
    const [first, before, now] = runs.map(of) as [Map<string, string>, Map<string, string>, Map<string, string>];
    const kept = [...now.keys()].filter((one) => before.has(one));
    const expected: Record<MovementName, string[]> = {
      new: [...now.keys()].filter((one) => !before.has(one) && !first.has(one)),
      back: [...now.keys()].filter((one) => !before.has(one) && first.has(one)),
      gone: [...before.keys()].filter((one) => !now.has(one)),
      persisting: kept,
      altered: kept.filter((one) => before.get(one) !== now.get(one)),
    };
    for (const what of movementNames) {
      const { total, rows: listed } = await ask(engine, 'rehearsals.moved', { ...wish, what, scope: { of: 'all' } });
      expect([what, listed.map(({ kind, key }) => `${kind} ${JSON.stringify(key)}`).sort()]).toEqual([
        what,
        expected[what].sort(),
      ]);
      expect(total).toBe(steps[1]!.all[what]);
    }
    const scoped = async (scope: CallInput<'rehearsals.moved'>['scope']) =>
      (await ask(engine, 'rehearsals.moved', { ...wish, what: 'gone', scope })).total;
    expect(await scoped({ of: 'table', name: 'accounts' })).toBe('1');
    expect(await scoped({ of: 'gate', name: 'target_only' })).toBe('1');
    expect(await scoped({ of: 'gate', name: 'changed' })).toBe('0');
    expect(await scoped({ of: 'kind', table: 'accounts', kind: 'target_only' })).toBe('1');
    expect(await scoped({ of: 'kind', table: 'another', kind: 'target_only' })).toBe('0');
    const beyond = { ...wish, offset: 7, what: 'gone', scope: { of: 'all' } } as const;
    expect(await ask(engine, 'rehearsals.moved', beyond)).toMatchObject({ total: '1', rows: [] });
    expect(await engine.answer('rehearsals.moved', { ...beyond, to: 3 })).toMatchObject({ problem: { code: 'usage' } });
  });

  it('are compared by a job that shows how far it is, and once for the same runs', async () => {
    const told: Job['progress'][] = [];
    const quiet = engine.listen((event) => {
      if (event.type === 'job' && event.job.progress !== null) told.push(event.job.progress);
    });
    const two = runs.slice(0, 2);
    const job = await finished(engine, 'rehearsals.compare', { runs: two });
    quiet();
    expect(job).toMatchObject({ kind: 'compare', state: 'done', problem: null });
    expect(told.length).toBeGreaterThan(0);
    expect(await ask(engine, 'rehearsals.compare', { runs: [...two].reverse() })).toEqual({ job: job.id });
    expect(await ask(engine, 'rehearsals.compared', { runs })).toBeNull();
    const of = { runs, to: 1, what: 'new', scope: { of: 'all' }, offset: 0, limit: 1 } as const;
    expect(await engine.answer('rehearsals.moved', of)).toMatchObject({
      problem: { code: 'usage', what: 'Other runs were compared meanwhile' },
    });
  });

  it('are no longer compared once that is cancelled or others are wanted, and leave one list behind', async () => {
    const { job } = await ask(engine, 'rehearsals.compare', { runs });
    await ask(engine, 'jobs.cancel', { job });
    expect((await finished(engine, 'rehearsals.compare', { runs: runs.slice(1) })).state).toBe('done');
    const { jobs } = await ask(engine, 'jobs.view', {});
    expect(jobs.find(({ id }) => id === job)?.state).toBe('cancelled');
    const both = await Promise.all(
      [runs, runs.slice(0, 2)].map((wanted) => ask(engine, 'rehearsals.compare', { runs: wanted })),
    );
    expect(new Set(both.map((one) => one.job)).size).toBe(2);
    await expect
      .poll(async () => (await ask(engine, 'jobs.view', {})).jobs.slice(-2).map(({ state }) => state))
      .toEqual(['cancelled', 'done']);
    const left = readdirSync(join(folder, '.cache/stage')).filter((name) => name.startsWith('moved-'));
    expect(left).toHaveLength(1);
  });

  it('are refused where fewer than two are named, or one that is none', async () => {
    const [one] = runs as [string];
    for (const wrong of [
      [one, one],
      [one, 'another'],
      [one, '..'],
    ])
      expect(await engine.answer('rehearsals.compare', { runs: wrong })).toMatchObject({ problem: { code: 'usage' } });
  });

  it('with other keys cannot be compared, and that says which, by the runs’ names and no path', async () => {
    const keyed = smallTable.replace('key: [id]', 'key: [id, memo]');
    await ask(engine, 'plan.write', { text: planText(keyed) });
    const other = await run(rows('A1,1.00,one', 'A2,2.00,two', 'A3,3.00,three'));
    expect(await compare(runs[0]!, other)).toEqual({
      incomparable: [`table accounts has the key id text, memo text in ${other} and the key id text in ${runs[0]!}`],
    });
  });

  it('with a listing that is not the report’s is named, and not counted', async () => {
    appendFileSync(join(folder, 'runs', runs[1]!, 'differences.ndjson'), '{}\n');
    expect(await finished(engine, 'rehearsals.compare', { runs: runs.slice(0, 2) })).toMatchObject({
      state: 'failed',
      problem: { code: 'evidence_unsound', where: join(runs[1]!, 'differences.ndjson') },
    });
  });
});
