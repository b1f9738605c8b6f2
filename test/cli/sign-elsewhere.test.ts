import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Authority } from '../evidence/authority.ts';
import { run } from '../evidence/tools.ts';
import { freshFolder, refusal, smallLedger, tallystick } from './tallystick.ts';

const standAlone = join(import.meta.dirname, '../../verify/tallystick-verify.mjs');
const cwd = smallLedger();
const at = (path: string): string => join(cwd, path);
const key = (name: string, type = 'ed25519'): void => {
  run('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', name, '-f', at(name)]);
};
const publicLine = (name: string): string => readFileSync(at(`${name}.pub`), 'utf8');
const yesterday = new Date(Date.now() - 86_400_000).toISOString().replace(/\D/g, '').slice(0, 8);

interface Found {
  sound: boolean;
  checks: { name: string; result: string; why: string }[];
  signers: { name: string; trusted: boolean }[];
  required?: { met: boolean; why: string };
}
async function verified(folder: string, ...more: string[]): Promise<Found & { status: number | null }> {
  const { status, stdout } = await tallystick(['verify', folder, '--json', '--trust', 'allowed_signers', ...more], {
    cwd,
  });
  return { status, ...(JSON.parse(stdout) as Found) };
}
const why = ({ checks }: Found, name: string) => checks.find((check) => check.name === name);
const failed = ({ checks }: Found): string =>
  checks
    .filter(({ result }) => result === 'failed')
    .map((check) => check.why)
    .join('\n');

/** A real ssh-agent for this file alone. */
const socket = join(freshFolder(), 'agent');
const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
afterAll(() => agent.kill());
const withAgent = { cwd, env: { SSH_AUTH_SOCK: socket } };
const addKey = (...args: string[]) => spawnSync('ssh-add', args, { env: { ...process.env, SSH_AUTH_SOCK: socket } });

beforeAll(async () => {
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  for (const name of ['ada', 'bob', 'eve']) key(name, name === 'bob' ? 'ecdsa' : 'ed25519');
  writeFileSync(
    at('allowed_signers'),
    ['ada', 'bob', 'eve'].map((name) => `${name}@bank ${publicLine(name)}`).join(''),
  );
  expect((await tallystick(['reconcile', 'plan.json', '-o', 'run'], { cwd })).status).toBe(0);
});
const copy = (name: string): string => {
  cpSync(at('run'), at(name), { recursive: true });
  return name;
};
const as = (name: string, role: string) => ['--as', `${name}@bank`, '--role', role];

describe('ssh-agent', () => {
  it('signs with the key it has, Ed25519 and ECDSA, and what it signs is what ssh-keygen accepts', async () => {
    const folder = copy('by-agent');
    for (const [name, role] of [
      ['ada', 'preparer'],
      ['bob', 'approver'],
    ] as const) {
      addKey(at(name));
      const { status, stderr } = await tallystick(
        ['sign', folder, '--agent', '--key', `${name}.pub`, ...as(name, role)],
        withAgent,
      );
      expect([status, stderr]).toEqual([0, '']);
    }
    const found = await verified(folder, '--require', 'reconciled');
    expect([found.status, failed(found)]).toEqual([0, '']);
    expect(why(found, 'sign-off 002: envelope')).toMatchObject({ result: 'passed' });
    const args = [
      '-Y',
      'verify',
      '-f',
      at('allowed_signers'),
      '-I',
      'bob@bank',
      '-n',
      'tallystick-signoff',
      '-s',
      at(`${folder}/signoffs/002.json.sig`),
    ];
    expect(run('ssh-keygen', args, readFileSync(at(`${folder}/signoffs/002.json`))).status).toBe(0);
  });

  it('is asked which key where it has several, and refused where it has none or is not there', async () => {
    const folder = copy('agent-refused');
    const many = await refusal(['sign', folder, '--agent', ...as('ada', 'preparer')], withAgent);
    expect(many).toMatchObject({
      status: 2,
      said: expect.stringMatching(/^The agent has 2 keys that can sign here/) as string,
    });
    const other = await refusal(['sign', folder, '--agent', '--key', 'eve.pub', ...as('eve', 'auditor')], withAgent);
    expect(other.said).toMatch(/^The agent does not have that key/);
    addKey('-D');
    const none = await refusal(['sign', folder, '--agent', ...as('ada', 'preparer')], withAgent);
    expect(none.said).toMatch(/^The agent has no key that can sign here/);
    const gone = { cwd, env: { SSH_AUTH_SOCK: join(freshFolder(), 'nobody') } };
    expect((await refusal(['sign', folder, '--agent', ...as('ada', 'preparer')], gone)).said).toMatch(
      /^The agent does not answer/,
    );
  });
});

describe('a signature made by ssh-keygen -Y sign', () => {
  const sshSign = (name: string, namespace: string, file: string) =>
    run('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', at(name), at(file)]);

  it('is brought in with its statement, an auditor’s and a preparer’s, and no envelope is claimed', async () => {
    const folder = copy('brought');
    await tallystick(['sign', folder, '--statement', 'ada.json', ...as('ada', 'preparer')], { cwd });
    sshSign('ada', 'tallystick-signoff', 'ada.json');
    cpSync(at(`${folder}/report.json`), at('report-copy'));
    sshSign('ada', 'tallystick-report', 'report-copy');
    const bring = ['sign', folder, '--statement', 'ada.json', '--signature', 'ada.json.sig'];
    expect((await refusal(bring, { cwd })).said).toMatch(/^A preparer signs report.json too/);
    const { status, stdout } = await tallystick([...bring, '--report-signature', 'report-copy.sig'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^APPROVE {3}ada@bank, preparer/);
    const found = await verified(folder);
    expect([found.status, found.signers[0]]).toMatchObject([0, { name: 'ada@bank', trusted: true }]);
    expect(why(found, 'sign-off 001: envelope')).toMatchObject({ result: 'not_done' });
  });

  it('is refused over another statement, of another package, and for another purpose', async () => {
    const folder = copy('brought-refused');
    await tallystick(['sign', folder, '--statement', 'eve.json', ...as('eve', 'auditor')], { cwd });
    sshSign('eve', 'tallystick-report', 'eve.json');
    const bring = ['sign', folder, '--statement', 'eve.json', '--signature', 'eve.json.sig'];
    expect((await refusal(bring, { cwd })).said).toMatch(/^The signature was made for "tallystick-report"/);
    run('rm', [at('eve.json.sig')]);
    sshSign('eve', 'tallystick-signoff', 'eve.json');
    // A role that is written anew after signing.
    const relabelled = readFileSync(at('eve.json'), 'utf8').replace('"role":"auditor"', '"role":"approver"');
    writeFileSync(at('relabelled.json'), relabelled);
    const other = bring.map((word) => (word === 'eve.json' ? 'relabelled.json' : word));
    expect((await refusal(other, { cwd })).said).toMatch(/^The signature is not over these bytes/);
    await tallystick(['reconcile', 'plan.json', '-o', 'later', '--at', '2026-02-01T00:00:00Z'], { cwd });
    const elsewhere = bring.map((word) => (word === folder ? 'later' : word));
    expect((await refusal(elsewhere, { cwd })).said).toMatch(/^The statement is of another package/);
  });
});

describe('a sign-off with a relabelled role', () => {
  it('is refused where it lies in a package, in its own words', async () => {
    const folder = copy('relabelled');
    await tallystick(['sign', folder, '--key', 'eve', ...as('eve', 'auditor')], { cwd });
    const path = at(`${folder}/signoffs/001.json`);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"role":"auditor"', '"role":"approver"'));
    const found = await verified(folder);
    expect(found.status).toBe(4);
    expect(failed(found)).toMatch(/signoffs\/001.json.sig is not over these bytes/);
  });
});

describe('a trusted timestamp', () => {
  const authority = new Authority(freshFolder(), 'clock');

  it('keeps a sign-off whose key has lapsed since, and its absence is said', async () => {
    const folder = copy('stamped');
    await tallystick(['sign', folder, '--key', 'ada', ...as('ada', 'preparer')], { cwd });
    const stamp = authority.stamp(at(`${folder}/signoffs/001.json.sig`));
    const unstamped = await verified(folder);
    expect(why(unstamped, 'sign-off 001: name')?.why).toMatch(
      /^Judged for the time of verifying, .*: it has no trusted timestamp$/,
    );
    const { status } = await tallystick(['sign', folder, '--timestamp', stamp], { cwd });
    expect(status).toBe(0);
    expect((await refusal(['sign', folder, '--timestamp', stamp], { cwd })).status).toBe(2);
    const named = await verified(folder, '--tsa', authority.root);
    expect(why(named, 'sign-off 001: name')?.why).toMatch(/^Judged for .*, by its trusted timestamp$/);
    const unnamed = await verified(folder);
    expect(why(unnamed, 'sign-off 001: timestamp')).toMatchObject({ result: 'not_done' });
    expect(why(unnamed, 'sign-off 001: name')?.why).toMatch(/no trusted timestamp$/);
  });

  it('over another signature is not taken', async () => {
    const folder = copy('stamped-other');
    await tallystick(['sign', folder, '--key', 'ada', ...as('ada', 'preparer')], { cwd });
    const found = await refusal(['sign', folder, '--timestamp', authority.stamp(at('plan.json'))], { cwd });
    expect(found.said).toMatch(/^The response is not over the signature of any sign-off here/);
  });

  it('with words beside its status is not taken, and is once openssl has written it anew without', async () => {
    const folder = copy('stamped-words');
    await tallystick(['sign', folder, '--key', 'ada', ...as('ada', 'preparer')], { cwd });
    const plain = readFileSync(authority.stamp(at(`${folder}/signoffs/001.json.sig`)));
    const granted = Buffer.from('300902010030040c026f6b', 'hex'); // "ok" beside it
    const body = Buffer.concat([granted, plain.subarray(4 + 5)]);
    writeFileSync(at('words.tsr'), Buffer.concat([Buffer.of(0x30, 0x82, body.length >> 8, body.length & 255), body]));
    const found = await refusal(['sign', folder, '--timestamp', 'words.tsr'], { cwd });
    expect(found.said).toMatch(/^The response is no time-stamp response that was granted: its status is another/);
    run('openssl', ['ts', '-reply', '-in', at('words.tsr'), '-token_out', '-out', at('token')]);
    run('openssl', ['ts', '-reply', '-in', at('token'), '-token_in', '-out', at('plain.tsr')]);
    expect((await tallystick(['sign', folder, '--timestamp', 'plain.tsr'], { cwd })).status).toBe(0);
  });
});

describe('a key that is not to be trusted any more', () => {
  it('is refused once it has expired in allowed_signers', async () => {
    const folder = copy('expired');
    await tallystick(['sign', folder, '--key', 'ada', ...as('ada', 'preparer')], { cwd });
    writeFileSync(at('expired_signers'), `ada@bank valid-before="${yesterday}Z" ${publicLine('ada')}`);
    const found = await verified(folder, '--trust', 'expired_signers');
    expect(found.status).toBe(4);
    expect(failed(found)).toMatch(/"ada@bank" has a key that is not valid at /);
  });

  it('is refused once it is revoked, whoever is trusted; a timestamp spares it where it is said since when', async () => {
    const authority = new Authority(freshFolder(), 'clock');
    const folder = copy('revoked');
    await tallystick(['sign', folder, '--key', 'ada', ...as('ada', 'preparer')], { cwd });
    await tallystick(['sign', folder, '--timestamp', authority.stamp(at(`${folder}/signoffs/001.json.sig`))], { cwd });
    writeFileSync(at('spec'), `key: ${publicLine('ada')}`);
    run('ssh-keygen', ['-k', '-f', at('krl'), at('spec')]);
    writeFileSync(at('list'), publicLine('ada'));
    for (const list of ['krl', 'list']) {
      const found = await verified(folder, '--revoked', list, '--tsa', authority.root);
      expect(found.status).toBe(4);
      expect(failed(found)).toMatch(/^"ada@bank" signed with a revoked key, SHA256:/);
    }
    const later = ['--revoked', 'krl', '--revoked-since', '2999-01-01T00:00:00Z'];
    expect((await verified(folder, ...later, '--tsa', authority.root)).status).toBe(0);
    // Without a timestamp that is believed nothing shows that the signature is older.
    expect((await verified(folder, ...later)).status).toBe(4);
    const bad = await refusal(['verify', folder, '--revoked', 'plan.json'], { cwd });
    expect(bad).toMatchObject({ status: 3, said: 'The line is no public key (plan.json, line 1)' });
  });
});

describe('a plan that is signed before the run', () => {
  it('says in report and page that the rules were fixed in advance, and verify says by whom', async () => {
    cpSync(at('plan.json'), at('signed.json'));
    const signed = await tallystick(
      ['sign', 'signed.json', '--key', 'eve', '--as', 'eve@bank', '--trust', 'allowed_signers'],
      { cwd },
    );
    expect([signed.status, existsSync(at('signed.json.sig'))]).toEqual([0, true]);
    const args = [
      '-Y',
      'verify',
      '-f',
      at('allowed_signers'),
      '-I',
      'eve@bank',
      '-n',
      'tallystick-plan',
      '-s',
      at('signed.json.sig'),
    ];
    expect(run('ssh-keygen', args, readFileSync(at('signed.json'))).status).toBe(0);
    const done = await tallystick(['reconcile', 'signed.json', '-o', 'fixed'], { cwd });
    expect(done.stdout).toMatch(/rules +fixed in advance: the plan was signed by SHA256:/);
    expect(readFileSync(at('fixed/report.html'), 'utf8')).toContain('The rules were fixed in advance');
    expect(readFileSync(at('run/report.html'), 'utf8')).toContain(
      'nothing here shows that its rules were fixed in advance',
    );
    // The signature is in the report, so that who has the package needs nothing else.
    const { predicate } = JSON.parse(readFileSync(at('fixed/report.json'), 'utf8')) as {
      predicate: { plan: { signed: { signature: string } } };
    };
    writeFileSync(at('from-report.sig'), predicate.plan.signed.signature);
    const ofPackage = args.map((word) => (word === at('signed.json.sig') ? at('from-report.sig') : word));
    expect(run('ssh-keygen', ofPackage, readFileSync(at('fixed/plan.yaml'))).status).toBe(0);
    expect(run('node', [standAlone, at('fixed')]).status).toBe(0);
    const found = await verified('fixed', '--source', 'source', '--target', 'target');
    expect([found.status, failed(found)]).toEqual([0, '']);
    expect(why(found, 'plan signature')).toMatchObject({
      result: 'passed',
      why: expect.stringMatching(
        /^The rules were fixed before the run, by eve@bank\. Judged for the time of verifying/,
      ) as string,
    });
    expect(why(await verified('run'), 'plan signature')).toMatchObject({ result: 'not_done' });
    writeFileSync(at('nobody'), '');
    expect(why(await verified('fixed', '--trust', 'nobody'), 'plan signature')?.why).toMatch(
      /which is no key you named$/,
    );
    const again = await refusal(['sign', 'signed.json', '--key', 'eve', '--as', 'eve@bank'], { cwd });
    expect(again.said).toMatch(/^The file is there already/);
  });

  it('is judged for the trusted timestamp of a sign-off of its report, so that a key lost later fixed the rules', async () => {
    const authority = new Authority(freshFolder(), 'clock');
    cpSync(at('fixed'), at('fixed-stamped'), { recursive: true });
    await tallystick(['sign', 'fixed-stamped', '--key', 'ada', ...as('ada', 'preparer')], { cwd });
    const stamp = authority.stamp(at('fixed-stamped/signoffs/001.json.sig'));
    await tallystick(['sign', 'fixed-stamped', '--timestamp', stamp], { cwd });
    writeFileSync(at('lost'), publicLine('eve'));
    const lost = ['--revoked', 'lost', '--revoked-since', '2999-01-01T00:00:00Z'];
    const stamped = await verified('fixed-stamped', ...lost, '--tsa', authority.root);
    expect([stamped.status, why(stamped, 'plan signature')]).toEqual([
      0,
      expect.objectContaining({
        result: 'passed',
        why: expect.stringMatching(/by eve@bank\. Judged for .*Z, by the trusted timestamp of a sign-off$/) as string,
      }),
    ]);
    // Nobody vouches for the time then: the signature could have been made with the lost key just now.
    expect((await verified('fixed-stamped', ...lost)).status).toBe(4);
    expect((await verified('fixed-stamped', '--revoked', 'lost', '--tsa', authority.root)).status).toBe(4);
  });

  it('is not run once it was changed after that', async () => {
    cpSync(at('plan.json'), at('changed.json'));
    await tallystick(['sign', 'changed.json', '--key', 'eve', '--as', 'eve@bank'], { cwd });
    writeFileSync(at('changed.json'), `${readFileSync(at('changed.json'), 'utf8')} `);
    const found = await refusal(['reconcile', 'changed.json', '-o', 'no'], { cwd });
    expect(found).toMatchObject({
      status: 2,
      said: expect.stringMatching(/the plan was changed after it was signed/) as string,
    });
  });
});

it('An operator without a key, or without a name, signs nothing', async () => {
  const folder = copy('keyless');
  expect(await refusal(['sign', folder, ...as('ada', 'preparer')], { cwd })).toMatchObject({
    status: 2,
    said: expect.stringMatching(/^There is no key to sign with/) as string,
  });
  expect((await refusal(['sign', folder, '--key', 'ada'], { cwd })).said).toMatch(/^It is not said who signs/);
});
