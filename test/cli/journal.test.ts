import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { parseSignoff } from '../../engine/evidence/signing/signoff-statement.ts';
import { ask, EngineAtHand, finished } from '../workspace/engine-at-hand.ts';
import { tallystick } from './tallystick.ts';

const hand = new EngineAtHand();
const cwd = hand.path;
for (const name of ['ops', 'boss']) hand.write(`${name}.key`, makeEd25519Key(`${name}@bank`).privateFile);
const sign = (who: string, role: string, ws = 'ws') =>
  tallystick(['sign', join(ws, 'runs', run), '--key', `${who}.key`, '--as', `${who}@bank`, '--role', role], { cwd });

let run = '';
beforeAll(async () => {
  const engine = hand.start();
  const csv = 'id,balance,memo\nA,1.00,x\n';
  await hand.small(engine, 'ws', csv, csv);
  run = (await finished(engine, 'run.start', {})).made!;
  // A journal has one writer: while the app has the workspace, the command line signs nothing in it.
  writeFileSync(join(cwd, 'ws/.lock'), readFileSync(join(cwd, 'ws/.lock'), 'utf8').replace(/^\d+/, '1'));
  expect((await sign('ops', 'preparer')).stderr).toContain('The workspace is open in another Tallystick');
  await engine.close();
  expect((await sign('ops', 'preparer')).status).toBe(0);
  expect((await sign('boss', 'approver')).status).toBe(0);
});

describe('The journal on the command line', () => {
  it('is bound by a sign-off made there, in a workspace and in no other folder', async () => {
    const statement = readFileSync(join(cwd, 'ws/runs', run, 'signoffs/002.json'));
    expect(parseSignoff(statement, '').journal?.size).toBe('5');
    cpSync(join(cwd, 'ws/runs', run), join(cwd, 'moved'), { recursive: true });
    const args = ['sign', 'moved', '--key', 'third.key', '--as', 'third@bank', '--role', 'auditor'];
    hand.write('third.key', makeEd25519Key('third@bank').privateFile);
    expect((await tallystick(args, { cwd })).status).toBe(0);
    expect(parseSignoff(readFileSync(join(cwd, 'moved/signoffs/003.json')), '').journal).toBeNull();
  });

  it('is bound by a sign-off that is signed elsewhere, and has its line once it is brought in', async () => {
    cpSync(join(cwd, 'ws'), join(cwd, 'else'), { recursive: true });
    const folder = join('else/runs', run);
    const key = join(cwd, 'guest.key');
    writeFileSync(key, makeEd25519Key('guest@bank').privateFile, { mode: 0o600 });
    const statement = ['sign', folder, '--statement', 'guest.json'];
    expect((await tallystick([...statement, '--as', 'guest@bank', '--role', 'auditor'], { cwd })).status).toBe(0);
    execFileSync('ssh-keygen', ['-Y', 'sign', '-n', 'tallystick-signoff', '-f', key, join(cwd, 'guest.json')], {
      stdio: 'ignore',
    });
    expect((await tallystick([...statement, '--signature', 'guest.json.sig'], { cwd })).status).toBe(0);
    const { status, stdout } = await tallystick(['verify', 'else/journal.jsonl'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('sign-off 003: journal  Its first 6 of 7 lines are those that were signed');
  });

  it('is bound by whatever links somebody comes to the package, and misses what was signed elsewhere and put there', async () => {
    cpSync(join(cwd, 'ws'), join(cwd, 'linked'), { recursive: true });
    symlinkSync(join(cwd, 'linked/runs', run), join(cwd, 'link'));
    hand.write('linker.key', makeEd25519Key('linker@bank').privateFile);
    const args = ['sign', 'link', '--key', 'linker.key', '--as', 'linker@bank', '--role', 'auditor'];
    expect((await tallystick(args, { cwd })).status).toBe(0);
    const signed = readFileSync(join(cwd, 'linked/runs', run, 'signoffs/003.json'));
    expect(parseSignoff(signed, '').journal?.size).toBe('6');
    expect((await tallystick(['verify', 'linked/journal.jsonl'], { cwd })).status).toBe(0);
    const bare = join(cwd, 'bare');
    cpSync(join(cwd, 'linked/runs', run), bare, { recursive: true });
    hand.write('late.key', makeEd25519Key('late@bank').privateFile);
    const late = ['sign', 'bare', '--key', 'late.key', '--as', 'late@bank', '--role', 'auditor'];
    expect((await tallystick(late, { cwd })).status).toBe(0);
    cpSync(join(bare, 'signoffs'), join(cwd, 'linked/runs', run, 'signoffs'), { recursive: true });
    const { status, stdout } = await tallystick(['verify', 'linked/journal.jsonl'], { cwd });
    expect(status).toBe(4);
    expect(stdout).toContain(
      'sign-off 004: journal  The journal has no line of the sign-off, and the sign-off binds none',
    );
  });

  it('takes no sign-off in that binds another journal, or none: nothing is placed, and no line says it was', async () => {
    cpSync(join(cwd, 'ws'), join(cwd, 'strict'), { recursive: true });
    const folder = join('strict/runs', run);
    const key = join(cwd, 'stranger.key');
    writeFileSync(key, makeEd25519Key('stranger@bank').privateFile, { mode: 0o600 });
    const statement = ['sign', folder, '--statement', 'stranger.json'];
    expect((await tallystick([...statement, '--as', 'stranger@bank', '--role', 'auditor'], { cwd })).status).toBe(0);
    const honest = readFileSync(join(cwd, 'stranger.json'), 'utf8');
    const before = readFileSync(join(cwd, 'strict/journal.jsonl'), 'utf8');
    const forged: readonly (readonly [journal: string, said: string])[] = [
      [`{"root":"${'0'.repeat(64)}","size":"6"}`, "The journal's first 6 lines are not those that the sign-off binds"],
      [
        `{"root":"${'0'.repeat(64)}","size":"7"}`,
        'The journal is shorter than the sign-off binds: 7 lines then, 6 now',
      ],
      ['null', 'The statement binds no journal, and the package lies in a workspace that keeps one'],
    ];
    for (const [journal, said] of forged) {
      writeFileSync(join(cwd, 'stranger.json'), honest.replace(/"journal":\{[^}]*\}/, `"journal":${journal}`));
      rmSync(join(cwd, 'stranger.json.sig'), { force: true });
      execFileSync('ssh-keygen', ['-Y', 'sign', '-n', 'tallystick-signoff', '-f', key, join(cwd, 'stranger.json')], {
        stdio: 'ignore',
      });
      const brought = await tallystick([...statement, '--signature', 'stranger.json.sig'], { cwd });
      expect([brought.status, brought.stderr]).toEqual([2, expect.stringContaining(said)]);
    }
    expect(existsSync(join(cwd, folder, 'signoffs/003.json'))).toBe(false);
    expect(readFileSync(join(cwd, 'strict/journal.jsonl'), 'utf8')).toBe(before);
  });

  it('says of a sign-off brought in how many lines came after it was written, and that a journal is not at hand', async () => {
    cpSync(join(cwd, 'ws'), join(cwd, 'grown'), { recursive: true });
    const folder = join('grown/runs', run);
    const key = join(cwd, 'auditor.key');
    writeFileSync(key, makeEd25519Key('auditor@bank').privateFile, { mode: 0o600 });
    const statement = ['sign', folder, '--statement', 'auditor.json'];
    expect((await tallystick([...statement, '--as', 'auditor@bank', '--role', 'auditor'], { cwd })).status).toBe(0);
    execFileSync('ssh-keygen', ['-Y', 'sign', '-n', 'tallystick-signoff', '-f', key, join(cwd, 'auditor.json')], {
      stdio: 'ignore',
    });
    cpSync(join(cwd, folder), join(cwd, 'outside'), { recursive: true });
    hand.write('between.key', makeEd25519Key('between@bank').privateFile);
    const between = ['sign', folder, '--key', 'between.key', '--as', 'between@bank', '--role', 'auditor'];
    expect((await tallystick(between, { cwd })).status).toBe(0);
    const brought = await tallystick([...statement, '--signature', 'auditor.json.sig'], { cwd });
    expect([brought.status, brought.stderr]).toEqual([
      0,
      expect.stringContaining('the journal has 1 line more than the statement binds'),
    ]);
    expect((await tallystick(['verify', 'grown/journal.jsonl'], { cwd })).status).toBe(0);
    const outside = ['sign', 'outside', '--statement', 'auditor.json', '--signature', 'auditor.json.sig'];
    const apart = await tallystick(outside, { cwd });
    expect([apart.status, apart.stderr]).toEqual([
      0,
      expect.stringContaining('the statement binds a journal that is not at hand'),
    ]);
  });

  it('has a line of every package that a command writes into the workspace, and the app lists them', async () => {
    const engine = hand.start();
    const csv = (rows: string) => `id,balance,memo\n${rows}`;
    await hand.small(engine, 'kept', csv('A,1.00,x\nB,2.00,y\n'), csv('A,1.00,x\n'));
    await engine.close();
    const out = (name: string) => ['-o', join('kept/runs', name)];
    const ran = await tallystick(['reconcile', 'kept/plan.yaml', ...out('by-command')], { cwd });
    expect([ran.status, ran.stderr.includes('Error')]).toEqual([1, false]);
    const people = ['--reason', 'agreed', '--owner', 'ops@bank', '--approver', 'cfo@bank', '--expires', '2999-01-01'];
    const which = ['--table', 'accounts', '--key', 'id=B', ...people];
    const accepted = await tallystick(['accept', 'kept/runs/by-command', ...which, ...out('accepted')], { cwd });
    expect([accepted.status, accepted.stderr]).toEqual([0, '']);
    const failed = await tallystick(['reconcile', 'kept/plan.yaml', ...out('by-command')], { cwd });
    expect(failed.stderr).toContain('not empty');
    const { status, stdout } = await tallystick(['verify', 'kept/journal.jsonl'], { cwd });
    expect(stdout).toContain('✓ accepted: package');
    expect(stdout).toContain('✓ by-command: package');
    expect(status).toBe(0);
    const events = readFileSync(join(cwd, 'kept/journal.jsonl'), 'utf8').trim().split('\n');
    expect(
      events
        .map((line) => JSON.parse(line) as Record<string, string>)
        .map(({ event, state = '', run: of, made }) => [event, state, made ?? of]),
    ).toEqual([
      ['open', '', undefined],
      ['plan', '', undefined],
      ['run', 'started', 'by-command'],
      ['run', 'done', 'by-command'],
      ['exception', '', 'accepted'],
    ]);
    const again = hand.start();
    await ask(again, 'workspace.open', { folder: hand.handle('kept') });
    const { runs } = await ask(again, 'run.list', {});
    expect(runs.map(({ run: name, state, verdict }) => [name, state, verdict]).sort()).toEqual([
      ['accepted', 'done', 'RECONCILED_WITH_EXCEPTIONS'],
      ['by-command', 'done', 'NOT_RECONCILED'],
    ]);
    // One writer: while the app has it, the command line writes nothing into it.
    const refused = await tallystick(['accept', 'kept/runs/by-command', ...which, ...out('no')], { cwd });
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('open in another Tallystick')]);
    expect(existsSync(join(cwd, 'kept/runs/no'))).toBe(false);
    await again.close();
  });

  it('has a line of the plan that the command line signs there, and of no other', async () => {
    const engine = hand.start();
    const csv = 'id,balance,memo\nA,1.00,x\n';
    await hand.small(engine, 'fixed', csv, csv);
    const open = await tallystick(['sign', 'fixed/plan.yaml', '--key', 'ops.key'], { cwd });
    expect([open.status, existsSync(join(cwd, 'fixed/plan.yaml.sig'))]).toEqual([2, false]);
    expect(open.stderr).toContain('The workspace is open in another Tallystick');
    await engine.close();
    const lines = () => readFileSync(join(cwd, 'fixed/journal.jsonl'), 'utf8').trim().split('\n');
    const before = lines().length;
    expect((await tallystick(['sign', 'fixed/plan.yaml', '--key', 'ops.key'], { cwd })).status).toBe(0);
    expect(lines().length).toBe(before + 1);
    expect(JSON.parse(lines().at(-1)!)).toMatchObject({
      event: 'plan',
      how: 'signed',
      by: expect.stringMatching(/^SHA256:/) as string,
    });
    expect(existsSync(join(cwd, 'fixed/plan.yaml.sig'))).toBe(true);
    // What is there is not written over, and no line says that it was.
    expect((await tallystick(['sign', 'fixed/plan.yaml', '--key', 'boss.key'], { cwd })).status).toBe(2);
    expect(lines().length).toBe(before + 1);
    expect((await tallystick(['verify', 'fixed/journal.jsonl'], { cwd })).status).toBe(0);
  });

  it('is verified with the packages beside it, and by a package alone', async () => {
    const whole = await tallystick(['verify', 'ws/journal.jsonl'], { cwd });
    expect(whole.status).toBe(0);
    expect(whole.stdout).toMatch(/^SOUND {3}a journal of 6 lines, root [0-9a-f]{64}\n/);
    expect(whole.stdout).toContain('sign-off 002: journal  Its first 5 of 6 lines are those that were signed');
    const one = await tallystick(['verify', join('ws/runs', run), '--journal', 'ws/journal.jsonl'], { cwd });
    expect(one.status).toBe(0);
    expect(one.stdout).toContain('✓ sign-off 001: journal');
    const none = await tallystick(['verify', join('ws/runs', run)], { cwd });
    expect(none.stdout).toContain('– sign-off 001: journal');
  });

  it('cut short or edited is tampered with: 4, and which sign-off says so', async () => {
    cpSync(join(cwd, 'ws'), join(cwd, 'cut'), { recursive: true });
    const journal = join(cwd, 'cut/journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/);
    writeFileSync(journal, lines.slice(0, 4).join(''));
    const cut = await tallystick(['verify', 'cut/journal.jsonl'], { cwd });
    expect(cut.status).toBe(4);
    expect(cut.stdout).toMatch(/^TAMPERED/);
    expect(cut.stdout).toContain('The journal is shorter than the sign-off binds: 5 lines then, 4 now');
    const held = await tallystick(['verify', join('cut/runs', run), '--journal', 'cut/journal.jsonl'], { cwd });
    expect(held.status).toBe(4);
    writeFileSync(journal, lines.join('').replace('"open"', '"oben"'));
    expect((await tallystick(['verify', 'cut/journal.jsonl', '--json'], { cwd })).stdout).toContain('"sound":false');
    // A torn last line took no effect: it is said, and nothing that is signed depends on it.
    writeFileSync(journal, lines.join('') + lines[2]!.slice(0, 20));
    const torn = await tallystick(['verify', 'cut/journal.jsonl'], { cwd });
    expect(torn.status).toBe(0);
    expect(torn.stdout).toContain('20 bytes behind the last line were not written whole, or were cut');
    const nowhere = await tallystick(['verify', 'nowhere/journal.jsonl'], { cwd });
    expect(nowhere.status).toBe(3);
    expect(nowhere.stderr).toContain('There is no such journal');
  });
});
