import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { sshSignatureWith } from '../../engine/evidence/keys/sign-with.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const engine = hand.start();
const csv = 'id,balance,memo\nA,1.00,x\nB,2.00,y\n';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const key = makeEd25519Key('ada@bank');
let folder = '';
let sums = '';

beforeAll(async () => {
  folder = await hand.small(engine, 'certified', csv, csv);
  sums = hand.write('certified/source/SHA256SUMS', `${sha256(csv)}  accounts.csv\n`);
  hand.write('certified/target/SHA256SUMS', `${sha256('another')}  accounts.csv\n`);
  hand.write('trust', `ada@bank ${key.publicLine}\nthis is no line\n`);
});

const snapshots = async () => {
  expect((await finished(engine, 'snapshots.read', {})).state).toBe('done');
  return (await ask(engine, 'snapshots.view', {}))!;
};

describe('Certificates of both sides', () => {
  it('are judged when the exports are read, in words, and by file', async () => {
    // As the tool that made the list says it.
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: join(folder, 'source') });
    expect(() =>
      execFileSync('sha256sum', ['--check', '--status', 'SHA256SUMS'], { cwd: join(folder, 'target') }),
    ).toThrow();
    const { source, target } = await snapshots();
    expect(source.certificates).toMatchObject([
      { name: 'SHA256SUMS', result: 'holds', about: 'bytes', signature: 'none' },
    ]);
    expect(source.certificates![0]!.words).toBe(
      '1 of 1 file matches SHA256SUMS; it came inside the same export: integrity, not authenticity',
    );
    expect(source.tables[0]!.files[0]!.certificate).toMatchObject({ result: 'holds' });
    expect(target.certificates).toMatchObject([{ result: 'fails', differing: ['accounts.csv'] }]);
    expect(target.tables[0]!.files[0]!.certificate).toEqual({
      result: 'fails',
      words: 'its bytes DIFFER from SHA256SUMS (SHA-256)',
    });
    expect((await ask(engine, 'workspace.view', {}))!.steps.snapshots).toMatchObject({
      state: 'failed',
      line: expect.stringContaining('1 certificate failing') as unknown,
    });
  });

  it('whose list is signed by somebody who counts say by whom, and a list’s unread line is said', async () => {
    writeFileSync(
      `${sums}.sig`,
      await sshSignatureWith(readPrivateKey(Buffer.from(key.privateFile)), readFileSync(sums), 'file'),
    );
    expect((await snapshots()).source.certificates![0]!.words).toContain(
      'is not judged: no allowed signers were given',
    );
    await ask(engine, 'snapshots.trust', { list: hand.handle('trust') });
    const before = (await ask(engine, 'snapshots.view', {}))!;
    expect([before.source.certificates, before.source.tables[0]!.files[0]!.certificate]).toEqual([null, null]);
    expect(before.vouching.trust).toEqual({ name: 'trust', problems: [expect.stringMatching(/^trust, line 2: /)] });
    const { source } = await snapshots();
    expect(source.certificates).toMatchObject([{ signature: 'trusted', result: 'holds' }]);
    expect(source.certificates![0]!.words).toMatch(
      /^1 of 1 file matches SHA256SUMS; its signature is by ada@bank \(SHA256:/,
    );
  });

  it('count in a run as they do here: the gate fails over the one that does', async () => {
    const { made } = await finished(engine, 'run.start', {});
    const report = await ask(engine, 'run.report', { run: made! });
    expect(report.gates.find(({ name }) => name === 'certificates')).toMatchObject({ value: '1', pass: false });
    expect(report.sides.source.certificates).toMatchObject([{ signature: 'trusted' }]);
  });

  it('are given by hand and taken back, last with the workspace, and are missed where they are gone', async () => {
    rmSync(join(folder, 'target', 'SHA256SUMS'));
    const given = hand.write('elsewhere/list.sha256', `${sha256(csv)}  accounts.csv\n`);
    await ask(engine, 'snapshots.give', { side: 'target', certificate: hand.handles.handleOf(given) });
    const { target, vouching } = await snapshots();
    expect(vouching.given).toEqual({ source: [], target: ['list.sha256'] });
    expect(target.certificates).toMatchObject([{ name: 'list.sha256', came: 'given', result: 'holds' }]);
    await ask(engine, 'workspace.close', {});
    await ask(engine, 'workspace.open', { folder: hand.handle('certified') });
    expect((await ask(engine, 'snapshots.view', {}))!.vouching).toEqual(vouching);
    rmSync(given);
    const job = await finished(engine, 'snapshots.read', {});
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'input_missing', where: 'list.sha256' } });
    await ask(engine, 'snapshots.takeBack', { side: 'target', at: 0 });
    expect((await snapshots()).target.certificates).toEqual([]);
  });

  it('are judged by no list that cannot be read', async () => {
    expect(await engine.answer('snapshots.trust', { list: hand.handle('nowhere') })).toMatchObject({
      problem: { code: 'input_missing', where: 'nowhere' },
    });
  });
});
