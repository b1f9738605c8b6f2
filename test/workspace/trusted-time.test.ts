import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { Authority } from '../evidence/authority.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const engine = hand.start();
const key = makeEd25519Key('ops@bank');
const csv = 'id,balance,memo\nA,1.00,x\n';
let run = '';
let folder = '';
let authority: Authority;

beforeAll(async () => {
  mkdirSync(join(hand.path, 'tsa'));
  authority = new Authority(join(hand.path, 'tsa'), 'bank');
  hand.write('ops.key', key.privateFile);
  hand.write('trust', `ops@bank ${key.publicLine}\nnothing to read\n`);
  hand.write('revoked', `${key.publicLine}\n`);
  const workspace = await hand.small(engine, 'stamped', csv, csv);
  run = (await finished(engine, 'run.start', {})).made!;
  folder = join(workspace, 'runs', run);
  await hand.approve(engine, run);
});

interface Given {
  readonly revoked?: string;
  readonly revokedSince?: string;
  readonly authorities?: string;
}
async function verified({ revoked, revokedSince, authorities }: Given) {
  await finished(engine, 'verify.start', {
    package: hand.handles.handleOf(folder),
    trust: hand.handle('trust'),
    revoked: revoked === undefined ? null : hand.handle(revoked),
    revokedSince: revokedSince ?? null,
    authorities: authorities === undefined ? null : hand.handles.handleOf(authorities),
  });
  const view = (await ask(engine, 'verify.view', {}))!;
  return { ...view, of: (name: string) => view.checks.find((check) => check.name === `sign-off 001: ${name}`) };
}

describe('A trusted time for a sign-off', () => {
  it('is asked for with a query that an authority of openssl’s answers, and brought in', async () => {
    expect((await ask(engine, 'signoff.view', { run })).signed[0]).toMatchObject({ number: '001', timestamp: null });
    const { name, base64 } = await ask(engine, 'timestamp.query', { run, number: '001' });
    expect(name).toBe(`${run}-001.tsq`);
    const [query, response] = [join(hand.path, 'q.tsq'), join(hand.path, 'r.tsr')];
    writeFileSync(query, Buffer.from(base64, 'base64'));
    execFileSync(
      'openssl',
      [...['ts', '-reply', '-config', join(hand.path, 'tsa', 'bank.cnf'), '-queryfile', query, '-out', response]],
      { stdio: 'ignore' },
    );
    const { signed } = await ask(engine, 'timestamp.bring', { run, response: hand.handles.handleOf(response) });
    expect(signed[0]!.timestamp).toMatchObject({
      holds: true,
      words: expect.stringMatching(
        /^signoffs\/001\.json\.tsr says 20.*by an authority that you did not name$/,
      ) as unknown,
    });
    expect(readFileSync(join(folder, 'signoffs/001.json.tsr'))).toEqual(readFileSync(response));
    expect(authority.accepts(join(folder, 'signoffs/001.json.sig'), join(folder, 'signoffs/001.json.tsr'))).toBe(true);
  });

  it('is not brought in twice, nor over something else, and no path is told', async () => {
    const again = hand.handles.handleOf(join(hand.path, 'r.tsr'));
    expect(await engine.answer('timestamp.bring', { run, response: again })).toMatchObject({
      problem: { what: 'That sign-off has a timestamp already', where: 'signoffs/001.json.tsr' },
    });
    const other = hand.handles.handleOf(authority.stamp(hand.write('other', 'other')));
    const refused = await engine.answer('timestamp.bring', { run, response: other });
    expect(refused).toMatchObject({ problem: { code: 'usage' } });
    expect(JSON.stringify(refused)).not.toContain(hand.path);
    expect(await engine.answer('timestamp.query', { run, number: '002' })).toMatchObject({
      problem: { code: 'usage' },
    });
    expect(await engine.answer('timestamp.query', { run, number: '../' })).toMatchObject({
      problem: { code: 'usage' },
    });
  });
});

describe('Verify in the app', () => {
  it('trusts the time by the authorities that are given, and says what of a list it cannot read', async () => {
    const without = await verified({});
    expect(without.of('timestamp')).toMatchObject({ result: 'not_done' });
    expect(without.notes).toEqual([expect.stringMatching(/^trust, line 2: /)]);
    const found = await verified({ authorities: authority.root });
    expect(found.of('timestamp')).toMatchObject({ result: 'passed' });
    expect(found.of('name')).toMatchObject({
      result: 'passed',
      why: expect.stringContaining('by its trusted timestamp') as unknown,
    });
  });

  it('refuses a revoked key, and spares what a trusted time puts before it was lost', async () => {
    const lost = await verified({ revoked: 'revoked', authorities: authority.root });
    expect([lost.sound, lost.of('name')?.why]).toEqual([false, expect.stringContaining('signed with a revoked key')]);
    const later = await verified({
      revoked: 'revoked',
      revokedSince: '2999-01-01T00:00:00Z',
      authorities: authority.root,
    });
    expect(later.sound).toBe(true);
    // Nobody's word for when it was: a date alone spares nothing.
    expect((await verified({ revoked: 'revoked', revokedSince: '2999-01-01T00:00:00Z' })).sound).toBe(false);
  });

  it('takes nothing for a list or a certificate that is none', async () => {
    const asked = { package: hand.handles.handleOf(folder), trust: null };
    const answers = [
      await engine.answer('verify.start', { ...asked, revoked: hand.handle('ops.key') }),
      await engine.answer('verify.start', { ...asked, authorities: hand.handle('ops.key') }),
      await engine.answer('verify.start', { ...asked, authorities: hand.handle('nowhere') }),
    ];
    expect(answers).toMatchObject([
      { problem: { code: 'input_malformed' } },
      { problem: { code: 'input_malformed', where: 'ops.key' } },
      { problem: { code: 'input_missing', where: 'nowhere' } },
    ]);
  });
});
