import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { documents } from '../../cli/documents.ts';
import { makeEd25519Key } from '../../engine/evidence/make-ed25519-key.ts';
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

const view = async () => (await ask(engine, 'rehearsals.view', {})).rehearsals;

describe('The runs of a workspace as rehearsals', () => {
  it('are listed with their roots, how many keys differ and who has signed', async () => {
    await ask(engine, 'signoff.sign', {
      ...{ run: runs[2]!, key: hand.handle('ops.key'), passphrase: null, name: 'ops@bank' },
      ...{ role: 'preparer' as const, decision: 'APPROVE' as const, text: '' },
    });
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
    const compared = await ask(engine, 'rehearsals.compare', { runs: [three, one, two] });
    const { stdout } = await tallystick(['compare', one, two, three, '--json'], { cwd: join(folder, 'runs') });
    const { steps } = documents['compare-packages'].parse(JSON.parse(stdout));
    expect(compared).toEqual({ runs: [one, two, three], steps });
    expect(steps.map(({ all }) => all)).toEqual([
      { new: '1', gone: '2', persisting: '1', altered: '1', back: '0' },
      { new: '0', gone: '1', persisting: '1', altered: '1', back: '1' },
    ]);
  });

  it('are no longer compared once nobody wants it, and are when they are asked for again', async () => {
    const wish = { runs: runs.slice(0, 2) };
    const asked = engine.answer('rehearsals.compare', wish);
    await ask(engine, 'rehearsals.stop', {});
    expect(await asked).toMatchObject({ problem: { code: 'interrupted' } });
    expect(await engine.answer('rehearsals.compare', wish)).toHaveProperty('ok');
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
    const compared = await ask(engine, 'rehearsals.compare', { runs: [runs[0]!, other] });
    expect(compared).toEqual({
      incomparable: [`table accounts has the key id text, memo text in ${other} and the key id text in ${runs[0]!}`],
    });
  });

  it('with a listing that is not the report’s is named, and not counted', async () => {
    appendFileSync(join(folder, 'runs', runs[1]!, 'differences.ndjson'), '{}\n');
    expect(await engine.answer('rehearsals.compare', { runs: runs.slice(0, 2) })).toMatchObject({
      problem: { code: 'evidence_unsound', where: join(runs[1]!, 'differences.ndjson') },
    });
  });
});
