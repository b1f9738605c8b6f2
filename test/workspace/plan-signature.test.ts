import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { ask, EngineAtHand, finished, planText, smallTable } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const engine = hand.start();
const key = makeEd25519Key('ops@bank', 'open sesame');
const csv = 'id,balance,memo\nA,1.00,x\n';
let folder = '';

beforeAll(async () => {
  chmodSync(hand.write('ops.key', key.privateFile), 0o600);
  hand.write('trust', `ops@bank ${key.publicLine}\n`);
  folder = await hand.small(engine, 'planned', csv, csv);
});

const signature = async () => (await ask(engine, 'plan.signature', {})).signature;
const sign = () => engine.answer('plan.sign', { key: hand.handle('ops.key'), passphrase: 'open sesame' });

describe('A plan that is signed before a run', () => {
  it('is signed by nobody at first, and the report says so', async () => {
    expect(await signature()).toBeNull();
    const { made } = await finished(engine, 'run.start', {});
    expect((await ask(engine, 'run.report', { run: made! })).plan.signed).toBeUndefined();
  });

  it('is signed over its very bytes, as ssh-keygen verifies', async () => {
    expect(await engine.answer('plan.sign', { key: hand.handle('ops.key'), passphrase: 'wrong' })).toMatchObject({
      problem: { code: 'usage' },
    });
    expect(await sign()).toMatchObject({ ok: { signature: { holds: true, names: null, why: '' } } });
    const said = execFileSync(
      'ssh-keygen',
      [
        ...['-Y', 'verify', '-f', join(hand.path, 'trust'), '-I', 'ops@bank', '-n', 'tallystick-plan'],
        ...['-s', join(folder, 'plan.yaml.sig')],
      ],
      { input: readFileSync(join(folder, 'plan.yaml')), encoding: 'utf8' },
    );
    expect(said).toContain('Good "tallystick-plan" signature for ops@bank');
    expect(await sign()).toMatchObject({ problem: { what: 'The plan has a signature' } });
  });

  it('names its signer by the list of whose signatures count', async () => {
    await ask(engine, 'snapshots.trust', { list: hand.handle('trust') });
    expect(await signature()).toMatchObject({ holds: true, names: ['ops@bank'] });
    hand.write('others', `eve@bank ${makeEd25519Key('eve').publicLine}\n`);
    await ask(engine, 'snapshots.trust', { list: hand.handle('others') });
    expect(await signature()).toMatchObject({ holds: true, names: [] });
  });

  it('has its signer in the report of the run, which verifying judges', async () => {
    const { made } = await finished(engine, 'run.start', {});
    const by = (await signature())!.by;
    expect((await ask(engine, 'run.report', { run: made! })).plan.signed).toMatchObject({ by });
    await finished(engine, 'verify.start', {
      package: hand.handles.handleOf(join(folder, 'runs', made!)),
      trust: hand.handle('trust'),
    });
    const check = (await ask(engine, 'verify.view', {}))!.checks.find(({ name }) => name === 'plan signature');
    expect(check).toMatchObject({ result: 'passed', why: expect.stringContaining('by ops@bank') as unknown });
  });

  it('is not run once it was changed, and is again when the change is undone', async () => {
    const { text } = (await ask(engine, 'plan.view', {}))!;
    await ask(engine, 'plan.write', { text: text.replace('name: small', 'name: other') });
    expect(await signature()).toMatchObject({
      holds: false,
      by: null,
      why: expect.stringContaining('changed after it was signed') as unknown,
    });
    expect(await engine.answer('run.start', {})).toMatchObject({ problem: { code: 'plan_invalid' } });
    await ask(engine, 'plan.undo', {});
    expect(await signature()).toMatchObject({ holds: true });
    expect((await finished(engine, 'run.start', {})).state).toBe('done');
  });

  it('has its signature taken away by those who run without, and the journal has both', async () => {
    expect(await ask(engine, 'plan.unsign', {})).toEqual({ signature: null });
    expect(existsSync(join(folder, 'plan.yaml.sig'))).toBe(false);
    expect(await engine.answer('plan.unsign', {})).toMatchObject({ problem: { code: 'usage' } });
    const { lines, checks } = await ask(engine, 'journal.view', { event: 'plan', offset: 0, limit: 10 });
    const hows = lines.flatMap(({ written }) => (written?.event.event === 'plan' ? [written.event.how] : []));
    expect(hows.filter((how) => how.endsWith('signed')).reverse()).toEqual(['signed', 'unsigned']);
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
  });

  it('is signed elsewhere too, by ssh-keygen in the workspace’s folder', async () => {
    const bare = makeEd25519Key('ada@bank');
    chmodSync(hand.write('ada.key', bare.privateFile), 0o600);
    execFileSync('ssh-keygen', [
      ...['-Y', 'sign', '-q', '-n', 'tallystick-plan', '-f', join(hand.path, 'ada.key')],
      join(folder, 'plan.yaml'),
    ]);
    expect(await signature()).toMatchObject({ holds: true, names: [] });
  });

  it('keeps its signature when another workspace uses it over the same exports; one that is not over it is said, not dropped', async () => {
    const use = () => engine.answer('plan.use', { plan: hand.handle('signed-plan.yaml') });
    writeFileSync(join(hand.path, 'signed-plan.yaml'), readFileSync(join(folder, 'plan.yaml')));
    writeFileSync(join(hand.path, 'signed-plan.yaml.sig'), readFileSync(join(folder, 'plan.yaml.sig')));
    expect(await use()).toMatchObject({ problem: { what: expect.stringContaining('another lies here') as unknown } });
    rmSync(join(folder, 'plan.yaml.sig'));
    expect(await use()).toHaveProperty('ok');
    expect(await signature()).toMatchObject({ holds: true });
    await hand.small(engine, 'elsewhere', csv, csv);
    writeFileSync(join(hand.path, 'signed-plan.yaml'), planText(smallTable).replace('name: small', 'name: another'));
    expect(await use()).toHaveProperty('ok');
    expect(await signature()).toMatchObject({ holds: false });
  });
});
