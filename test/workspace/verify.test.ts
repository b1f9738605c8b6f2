import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import type { Engine } from '../../engine/workspace/engine.ts';
import { proofByHand } from '../evidence/proof/proof-by-hand.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const csv = (rows: number, cents: (i: number) => number = () => 0): string =>
  `id,balance,memo\n${Array.from({ length: rows }, (_, i) => `A${i},${i}.0${cents(i)},memo\n`).join('')}`;
hand.write('ops.key', makeEd25519Key('ops@bank').privateFile);

let engine: Engine;
let folder = '';
let run = '';
/** As it was when the package was signed: opening the workspace adds a line. */
let signed = '';
beforeAll(async () => {
  const first = hand.start();
  folder = await hand.small(
    first,
    'shown',
    csv(40),
    csv(40, (i) => (i === 7 ? 1 : 0)),
  );
  run = (await finished(first, 'run.start', {})).made!;
  await hand.approve(first, run);
  signed = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  await first.close();
  // An auditor's own: no workspace is open in it.
  engine = hand.start();
});
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tallystick-rerun-'));
const before = left();
afterAll(() => expect(left()).toEqual(before));

const verify = (given: Partial<CallInput<'verify.start'>>) =>
  finished(engine, 'verify.start', { package: hand.handle('shown', 'runs', run), trust: null, ...given });
const view = async () => (await ask(engine, 'verify.view', {}))!;
const results = async (names: RegExp) =>
  (await view()).checks.filter(({ name }) => names.test(name)).map(({ name, result }) => `${name} ${result}`);
const exportsIn = (name: string) => ({ source: hand.handle(name, 'source'), target: hand.handle(name, 'target') });

describe('a package, verified with the exports at hand', () => {
  it('is run again, and all that needs them passes', async () => {
    expect((await verify(exportsIn('shown'))).state).toBe('done');
    expect(await results(/^(rerun|exports|control totals|plan checks)$/)).toEqual([
      'rerun passed',
      'exports passed',
      'control totals passed',
      'plan checks passed',
    ]);
    expect(await view()).toMatchObject({ what: 'package', sound: true, requirements: { signed: { met: false } } });
  });

  it('without them says what was not run again, and why', async () => {
    await verify({});
    const { sound, checks } = await view();
    expect([sound, checks.find(({ name }) => name === 'rerun')]).toEqual([
      true,
      { name: 'rerun', result: 'not_done', why: 'The exports were not given' },
    ]);
  });

  it('is not sound where an export was changed afterwards, which is named', async () => {
    cpSync(join(folder, 'source'), join(hand.path, 'later', 'source'), { recursive: true });
    hand.write(
      'later/target/accounts.csv',
      csv(40, (i) => (i === 8 ? 1 : 0)),
    );
    await verify(exportsIn('later'));
    const { sound, checks } = await view();
    expect(sound).toBe(false);
    expect(checks.find(({ name }) => name === 'rerun')).toEqual({
      name: 'rerun',
      result: 'failed',
      why: 'These are not the exports that were reconciled: other bytes in target: accounts.csv',
    });
    expect(await results(/^(exports|control totals|plan checks)$/)).toEqual([
      'exports not_done',
      'control totals not_done',
      'plan checks not_done',
    ]);
  });

  it('is run again on both exports or on none', async () => {
    const wish = { package: hand.handle('shown', 'runs', run), trust: null, source: hand.handle('shown', 'source') };
    expect(await engine.answer('verify.start', wish)).toMatchObject({
      problem: { code: 'usage', what: 'One export alone was given' },
    });
  });

  it('fails as the run would where an export is not to be had, and shows nothing as verified', async () => {
    const job = await verify({ ...exportsIn('shown'), target: hand.handle('absent') });
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'input_missing' } });
    expect(await ask(engine, 'verify.view', {})).toBeNull();
  });

  it('is cancelled at any moment, and leaves nothing behind', async () => {
    hand.write('large/source/accounts.csv', csv(200_000));
    cpSync(join(hand.path, 'large/source'), join(hand.path, 'large/target'), { recursive: true });
    const states: string[] = [];
    let cancel: string | null = null;
    const ended = new Promise<void>((resolve) => {
      engine.listen((event) => {
        if (event.type !== 'job' || event.job.kind !== 'verify') return;
        states.push(event.job.state);
        if (event.job.state !== 'running') resolve();
        else if (cancel === null && event.job.progress !== null && event.job.progress.unit === 'bytes')
          void ask(engine, 'jobs.cancel', { job: (cancel = event.job.id) });
      });
    });
    await ask(engine, 'verify.start', {
      ...{ package: hand.handle('shown', 'runs', run), trust: null, ...exportsIn('large') },
    });
    await ended;
    expect(states.at(-1)).toBe('cancelled');
    expect(await ask(engine, 'verify.view', {})).toBeNull();
    expect(left()).toEqual(before);
  });

  it('is a run’s own by the run alone, with the journal of its workspace', async () => {
    const other = hand.start();
    await ask(other, 'workspace.open', { folder: hand.handle('shown') });
    await finished(other, 'verify.start', { package: { run }, trust: null });
    const { name, sound, checks } = (await ask(other, 'verify.view', {}))!;
    expect([name, sound]).toEqual([run, true]);
    expect(checks.find(({ name }) => name === 'sign-off 001: journal')).toMatchObject({ result: 'passed' });
    expect(await other.answer('verify.start', { package: { run: '2026-99' }, trust: null })).toMatchObject({
      problem: { code: 'usage' },
    });
    await other.close();
  });

  it('waits for other work that takes the machine; a package alone goes beside it', async () => {
    const other = hand.start();
    await ask(other, 'workspace.open', { folder: hand.handle('shown') });
    const reading = finished(other, 'snapshots.read', {});
    const wish = { package: hand.handle('shown', 'runs', run), trust: null };
    expect(await other.answer('verify.start', { ...wish, ...exportsIn('shown') })).toMatchObject({
      problem: { code: 'usage', what: 'Something is being worked on already' },
    });
    expect((await finished(other, 'verify.start', wish)).state).toBe('done');
    await reading;
    await other.close();
  });
});

describe('a package, verified with a journal at hand', () => {
  /** Another file of the same name: what is changed is a copy. */
  function copy(name: string, change: (text: string) => string) {
    mkdirSync(join(hand.path, name), { recursive: true });
    writeFileSync(join(hand.path, name, 'journal.jsonl'), change(signed));
    return hand.handle(name, 'journal.jsonl');
  }
  const lines = (text: string) => text.trimEnd().split('\n');

  it('finds the lines that its sign-off binds, in the file or in the workspace that holds it', async () => {
    for (const given of [hand.handle('shown', 'journal.jsonl'), hand.handle('shown')]) {
      await verify({ journal: given });
      expect([(await view()).sound, ...(await results(/journal/))]).toEqual([
        ...[true, 'journal: lines passed', 'journal: last line passed', 'sign-off 001: journal passed'],
      ]);
    }
  });

  it('without it says what the sign-off binds, unjudged', async () => {
    await verify({});
    expect(await results(/journal/)).toEqual(['sign-off 001: journal not_done']);
  });

  it('is not sound by a journal that was rolled back to before the sign-off', async () => {
    await verify({ journal: copy('rolled', (text) => `${lines(text).slice(0, 2).join('\n')}\n`) });
    const { sound, checks } = await view();
    expect(sound).toBe(false);
    expect(checks.filter(({ result }) => result === 'failed').map(({ why }) => why)).toEqual([
      expect.stringMatching(/^The journal is shorter than the sign-off binds: \d lines then, 2 now$/),
    ]);
  });

  it('says that a torn last line was set aside, and that it took the sign-off with it', async () => {
    const torn = copy('torn', (text) => text.slice(0, -20));
    await verify({ journal: torn });
    expect([(await view()).sound, ...(await results(/journal/))]).toEqual([
      ...[false, 'journal: lines passed', 'journal: last line not_done', 'sign-off 001: journal failed'],
    ]);
    await verify({ journal: copy('behind', (text) => `${text}{"event":"op`) });
    expect([(await view()).sound, ...(await results(/journal/))]).toEqual([
      ...[true, 'journal: lines passed', 'journal: last line not_done', 'sign-off 001: journal passed'],
    ]);
  });

  it('fails where there is none, and says it by its name alone', async () => {
    const job = await verify({ journal: hand.handle('shown', 'source') });
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'input_missing', where: 'source' } });
  });
});

describe('a file on Verify', () => {
  it('is a journal by its name, and judged against the packages beside it', async () => {
    await verify({ package: hand.handle('shown', 'journal.jsonl') });
    expect(await view()).toMatchObject({ what: 'journal', name: 'journal.jsonl', sound: true, requirements: null });
    expect(await results(/package$/)).toEqual([`${run}: package passed`]);
    const other = join(hand.path, 'rolled workspace');
    cpSync(folder, other, { recursive: true });
    const text = readFileSync(join(other, 'journal.jsonl'), 'utf8');
    writeFileSync(join(other, 'journal.jsonl'), `${text.split('\n').slice(0, 2).join('\n')}\n`);
    await verify({ package: hand.handle('rolled workspace', 'journal.jsonl') });
    expect(await view()).toMatchObject({ what: 'journal', sound: false });
    rmSync(other, { recursive: true });
  });

  it('is verified by itself: with names, exports or a journal beside it, it is refused', async () => {
    const path = hand.write('a.proof.json', jcsBytes(proofByHand('A7')));
    const file = { package: hand.handles.handleOf(path), trust: null };
    for (const beside of [
      exportsIn('shown'),
      { journal: hand.handle('shown', 'journal.jsonl') },
      { trust: hand.handle('ops.key') },
    ])
      expect(await engine.answer('verify.start', { ...file, ...beside })).toMatchObject({
        problem: { code: 'usage', what: 'A file is verified by itself', where: 'a.proof.json' },
      });
    expect((await finished(engine, 'verify.start', file)).state).toBe('done');
  });
});
