import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { proofByHand } from '../evidence/proof/proof-by-hand.ts';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import type { Vault } from '../../engine/workspace/means.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const preparer = makeEd25519Key('ops@bank', 'open sesame');
const approver = makeEd25519Key('audit@bank');
hand.write('ops.key', preparer.privateFile);
hand.write('trust', `ops@bank ${preparer.publicLine}\naudit@bank ${approver.publicLine}\n`);

/** A vault that remembers one key. */
const vault: Vault = {
  list: () => {
    const { fingerprint } = readPrivateKey(Buffer.from(approver.privateFile));
    return Promise.resolve([{ id: 'k-1', name: 'audit', fingerprint }]);
  },
  open: (id) =>
    id === 'k-1'
      ? Promise.resolve({ bytes: Buffer.from(approver.privateFile), passphrase: null })
      : Promise.reject(new Error('no such key')),
};

const engine = hand.start(vault);
let run = '';
let folder = '';
beforeAll(async () => {
  const csv = 'id,balance,memo\nA,1.00,x\n';
  folder = await hand.small(engine, 'signed', csv, csv);
  run = (await finished(engine, 'run.start', {})).made!;
});

const byOps = () => ({
  run,
  key: hand.handle('ops.key'),
  passphrase: 'open sesame',
  name: 'ops@bank',
  role: 'preparer' as const,
  decision: 'APPROVE' as const,
  text: 'rehearsal 4',
});

describe('a run that nobody has signed', () => {
  it('says who must, and which keys are remembered', async () => {
    const view = await ask(engine, 'signoff.view', { run });
    expect(view).toMatchObject({
      needed: { preparer: '1', approver: '1' },
      signed: [],
      keys: [{ id: 'k-1', name: 'audit' }],
    });
  });

  it('is signed by no key without its passphrase, with a wrong one, or that is not there', async () => {
    expect(await engine.answer('signoff.sign', { ...byOps(), passphrase: null })).toMatchObject({
      problem: { what: 'The key needs its passphrase' },
    });
    expect(await engine.answer('signoff.sign', { ...byOps(), passphrase: 'wrong' })).toMatchObject({
      problem: { what: 'The passphrase does not open the key' },
    });
    expect(await engine.answer('signoff.sign', { ...byOps(), key: hand.handle('nothing') })).toMatchObject({
      problem: { code: 'input_unreadable' },
    });
    const refused = await engine.answer('signoff.sign', { ...byOps(), passphrase: 'do not tell' });
    expect(JSON.stringify(refused)).not.toContain('do not tell');
    expect((await ask(engine, 'signoff.view', { run })).signed).toEqual([]);
  });
});

describe('a run that is signed', () => {
  it('is signed with a key file, then by a remembered key, and the rail says what is missing', async () => {
    const once = await ask(engine, 'signoff.sign', byOps());
    expect(once.signed).toMatchObject([
      { name: 'ops@bank', role: 'preparer', decision: 'APPROVE', text: 'rehearsal 4' },
    ]);
    expect((await ask(engine, 'workspace.view', {}))?.steps.signoff).toEqual({
      state: 'waiting',
      line: 'Wanted: 1 approver',
    });
    const twice = await ask(engine, 'signoff.sign', {
      ...{ run, key: { vault: 'k-1' }, passphrase: null, name: 'audit@bank' },
      ...{ role: 'approver' as const, decision: 'APPROVE' as const, text: '' },
    });
    expect(twice.signed.map(({ name }) => name)).toEqual(['ops@bank', 'audit@bank']);
    expect((await ask(engine, 'workspace.view', {}))?.steps.signoff).toEqual({ state: 'done', line: 'Signed' });
  });

  it('is not signed twice by one person', async () => {
    expect(await engine.answer('signoff.sign', byOps())).toMatchObject({ problem: { code: 'usage' } });
  });

  it('is verified with every check by name, and its signers are trusted by the list', async () => {
    const job = await finished(engine, 'verify.start', {
      package: hand.handles.handleOf(join(folder, 'runs', run)),
      trust: hand.handle('trust'),
    });
    expect(job).toMatchObject({ kind: 'verify', state: 'done', made: run });
    const view = await ask(engine, 'verify.view', {});
    expect(view).toMatchObject({ name: run, sound: true, verdict: 'RECONCILED' });
    expect(view?.checks.length).toBeGreaterThan(10);
    expect(view?.signers.map(({ name, trusted }) => [name, trusted])).toEqual([
      ['ops@bank', true],
      ['audit@bank', true],
    ]);
  });

  it('with one flipped bit is not sound, and the check that says so is named', async () => {
    const copy = join(hand.path, 'flipped');
    cpSync(join(folder, 'runs', run), copy, { recursive: true });
    const bytes = readFileSync(join(copy, 'source.fingerprint.json'));
    bytes[40]! ^= 1;
    writeFileSync(join(copy, 'source.fingerprint.json'), bytes);
    await finished(engine, 'verify.start', { package: hand.handles.handleOf(copy), trust: null });
    const view = await ask(engine, 'verify.view', {});
    expect(view).toMatchObject({ name: 'flipped', sound: false });
    expect(
      view?.checks
        .filter(({ result }) => result === 'failed')
        .map(({ why }) => why)
        .join(),
    ).toContain('source.fingerprint.json');
  });

  it('is no proof: that is one file, and verified by itself', async () => {
    const path = join(hand.path, 'a.proof.json');
    const proof = proofByHand('A7');
    writeFileSync(path, jcsBytes(proof));
    await finished(engine, 'verify.start', { package: hand.handles.handleOf(path), trust: null });
    const view = await ask(engine, 'verify.view', {});
    expect(view).toMatchObject({ name: 'a.proof.json', what: 'proof', sound: true, verdict: null, signers: [] });
    expect(view?.proof).toMatchObject({ claim: 'included', key: '"A7"', identity: proof.identity });
    writeFileSync(path, jcsBytes({ ...proof, claim: 'absent', record: null }));
    await finished(engine, 'verify.start', { package: hand.handles.handleOf(path), trust: null });
    expect(await ask(engine, 'verify.view', {})).toMatchObject({ what: 'proof', sound: false });
  });

  it('is verified without a workspace, and a folder that is no package is said to be none', async () => {
    const other = hand.start();
    const nothing = await finished(other, 'verify.start', { package: hand.handle('signed', 'source'), trust: null });
    expect(nothing.state).toBe('done');
    expect(await ask(other, 'verify.view', {})).toMatchObject({ sound: false, verdict: null });
    const absent = await finished(other, 'verify.start', { package: hand.handle('absent'), trust: null });
    expect(absent).toMatchObject({ state: 'failed' });
    expect(await ask(other, 'verify.view', {})).toBeNull();
    expect(
      await other.answer('verify.start', { package: hand.handle('signed'), trust: hand.handle('absent') }),
    ).toMatchObject({
      problem: { code: 'input_missing' },
    });
  });
});

describe('an engine without a vault', () => {
  it('signs by no remembered key', async () => {
    const other = hand.start();
    const csv = 'id,balance,memo\nA,1.00,x\n';
    await hand.small(other, 'no vault', csv, csv);
    const { made } = await finished(other, 'run.start', {});
    expect((await ask(other, 'signoff.view', { run: made! })).keys).toEqual([]);
    const wish = { ...byOps(), run: made!, key: { vault: 'k-1' } };
    expect(await other.answer('signoff.sign', wish)).toMatchObject({
      problem: { what: 'No keys are remembered here' },
    });
    await other.close();
  });
});
