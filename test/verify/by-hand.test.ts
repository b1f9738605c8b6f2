import { DuckDBInstance } from '@duckdb/node-api';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { makeSshSignature } from '../../engine/evidence/keys/sshsig.ts';
import { Authority } from '../evidence/authority.ts';
import { newKey, trusting } from '../evidence/small-package.ts';
import { temporaryFolder } from '../evidence/tools.ts';
import { ledger } from '../evidence/verify/ledger-by-hand.ts';
import { holding, honest } from '../evidence/verify/exceptions-by-hand.ts';
import { edit, forgery, type Forgery } from '../evidence/verify/verify-by-hand.ts';
import { proofByHand } from '../evidence/proof/proof-by-hand.ts';
import { H } from '../evidence/verify/tree-by-hand.ts';
import { tallystick } from '../cli/tallystick.ts';

const page = readFileSync(new URL('../../docs/verify-by-hand.md', import.meta.url), 'utf8');
interface Block {
  readonly language: string;
  readonly text: string;
}
const blocks: Block[] = [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, text]) => ({
  language: language!,
  text: text!,
}));
const tools = ['sha256sum', 'ssh-keygen', 'openssl', 'jq', 'bash', 'base64', 'cmp'];
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
const why = missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} not installed)`;

/** What is wrong, by a block run as it is printed; null where it holds. */
async function run({ language, text }: Block, folder: string): Promise<string | null> {
  if (language === 'sh') {
    const { status, stderr, stdout } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', text], {
      cwd: folder,
      encoding: 'utf8',
    });
    return status === 0 ? null : `${stdout}${stderr}` || `status ${String(status)}`;
  }
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder}'`);
    const rows = (await connection.runAndReadAll(text)).getRowsJson();
    return rows.length === 0 ? null : JSON.stringify(rows);
  } catch (error) {
    return String(error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
async function wrongs(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const block of blocks) {
    const wrong = await run(block, folder);
    if (wrong !== null) found.push(`${block.text}\n${wrong}`);
  }
  return found;
}

/** A package signed by ada, and by bob as its approver, with the auditor's list and a proof beside it. */
async function handedOver(forged: Forgery = forgery()): Promise<string> {
  const folder = temporaryFolder();
  cpSync(forged.seal(), join(folder, 'result'), { recursive: true });
  await sign(folder);
  const proof = proofByHand('A7');
  writeFileSync(join(folder, 'a.proof.json'), jcsBytes(proof));
  return folder;
}
async function sign(folder: string, ada = newKey(), bob = newKey('P-256')): Promise<void> {
  for (const [name, key, role] of [
    ['ada@bank', ada, 'preparer'],
    ['bob@bank', bob, 'approver'],
  ] as const)
    await signPackage({
      folder: join(folder, 'result'),
      key,
      name,
      role,
      decision: 'APPROVE',
      text: '',
      at: '2026-01-31T09:00:00Z',
    });
  writeFileSync(join(folder, 'allowed_signers'), trusting({ 'ada@bank': ada, 'bob@bank': bob }));
}
/** Blocks that look at the package alone: the proof by hand is of another ledger. */
const ofPackage = (found: readonly string[]) =>
  found.filter((each) => !/a\.proof\.json|identity\b.*\n?grep/.test(each));

describe.skipIf(missing.length > 0)(`every command of docs/verify-by-hand.md${why}`, () => {
  it('holds, as printed, on a package and a proof that the product made', async () => {
    const folder = temporaryFolder();
    const at = (name: string) => join(folder, name);
    expect((await tallystick(['sample', at('ledger'), '--rows', '2000', '--quiet'])).status).toBe(0);
    const [ada, bob] = [newKey(), newKey('P-256')];
    const bytes = readFileSync(at('ledger/plan.yaml'));
    writeFileSync(at('ledger/plan.yaml.sig'), makeSshSignature(bytes, 'tallystick-plan', ada));
    expect(
      (
        await tallystick([
          'reconcile',
          at('ledger/plan.yaml'),
          '-o',
          at('result'),
          '--at',
          '2026-01-31T02:10:00Z',
          '--quiet',
        ])
      ).status,
    ).toBe(1);
    const first = readFileSync(at('result/differences.ndjson'), 'utf8').split('\n')[0]!;
    const { table, keyDigest, key } = JSON.parse(first) as { table: string; keyDigest: string; key: string[] };
    const people = ['--reason', 'Übereinkunft', '--owner', 'ops', '--approver', 'cfo', '--expires', '2999-01-01'];
    const one = ['--table', table, '--key-digest', keyDigest, ...people, '-o', at('accepted')];
    expect((await tallystick(['accept', at('result'), ...one])).status).toBe(0);
    rmSync(at('result'), { recursive: true });
    renameSync(at('accepted'), at('result'));
    await sign(folder, ada, bob);
    const authority = new Authority(folder, 'authority');
    cpSync(authority.root, at('authority.pem'));
    cpSync(authority.stamp(at('result/signoffs/002.json.sig')), at('result/signoffs/002.json.tsr'));
    const prove = (key: string, out: string) =>
      tallystick([
        'prove',
        at('result'),
        '--side',
        'target',
        '--table',
        'accounts',
        '--key',
        `account_id=${key}`,
        '-o',
        at(out),
        '--export',
        at('ledger/target'),
        '--quiet',
      ]);
    expect((await prove(key[0]!, 'a.proof.json')).status).toBe(0);
    expect(await wrongs(folder)).toEqual([]);
    expect((await prove('nobody', 'absent.proof.json')).status).toBe(0);
    writeFileSync(at('a.proof.json'), readFileSync(at('absent.proof.json')));
    expect(await wrongs(folder)).toEqual([]);
    expect(blocks.length).toBeGreaterThan(12);
  });

  it('holds on a package made by hand from the formats', async () => {
    expect(ofPackage(await wrongs(await handedOver()))).toEqual([]);
    expect(ledger.length).toBe(2);
  });

  it.each<[string, string, RegExp]>([
    ['a byte of a result', 'result/differences.ndjson', /SHA256SUMS/],
    ['a byte of report.json', 'result/report.json', /ssh-keygen -Y verify[^]*tallystick-report/],
    ['a byte of a sign-off', 'result/signoffs/002.json', /tallystick-signoff/],
    ['a byte of an envelope', 'result/report.dsse.json', /openssl pkeyutl/],
  ])('refuses %s that is changed', async (_, name, where) => {
    const folder = await handedOver();
    edit(folder, name, (bytes) => bytes.fill(bytes[60]! ^ 1, 60, 61));
    expect((await wrongs(folder)).join('\n')).toMatch(where);
  });

  it.each<[string, (forged: Forgery) => void, RegExp]>([
    [
      'a leaf hash',
      (f) => f.bytes('tables/0001/source.buckets', (bytes) => bytes.fill(7, 0, 32)),
      /lower\(nodes\[1\]\) <>/,
    ],
    [
      'an entry of a listing',
      (f) => f.bytes('tables/0001/source.listings', (bytes) => bytes.fill(bytes[71]! ^ 1, 71, 72)),
      /'00' \|\| listing/,
    ],
    [
      'a record',
      (f) => f.line('changed', (line) => (line.target!.record = line.source!.record)),
      /sha256\(target.record\)/,
    ],
    ['a kind', (f) => f.line('changed', (line) => (line.kind = 'within_tolerance')), /AS tolerated/],
    ['a count that the listings make', ({ accounts }) => (accounts.source.only = '0'), /source_only/],
    ['a term of the equation', ({ accounts }) => (accounts.source.excluded = '1'), /c\.excluded::HUGEINT/],
    ['a gate', ({ report }) => (report.gates[2]!.pass = false), /\.limit \| tonumber/],
    ['a root', ({ accounts }) => (accounts.roots.source = accounts.roots.target), /slurpfile/],
    ['an identity', ({ report }) => (report.sides.source.identity = '0'.repeat(64)), /fingerprint\.json/],
  ])('refuses %s that is forged, with everything around it made to fit and signed', async (_, change, where) => {
    const forged = forgery();
    change(forged);
    expect(ofPackage(await wrongs(await handedOver(forged))).join('\n')).toMatch(where);
  });

  it.each<[string, Parameters<typeof honest>[0], RegExp]>([
    ['is bound to another row', { rows: { count: '1', digest: '0'.repeat(64) } }, /WHERE entries IS NULL/],
    ['counts more rows', { rows: { count: '2', digest: honest().rows.digest } }, /WHERE entries IS NULL/],
    ['is approved by its owner', { approver: 'ops@bank' }, /owner != .approver/],
  ])('refuses an exception that %s', async (_, change, where) => {
    const folder = temporaryFolder();
    cpSync(holding([honest()]), join(folder, 'result'), { recursive: true });
    const own = blocks.filter(({ text }) => text.includes('exceptions.jsonl'));
    expect(own).toHaveLength(2);
    for (const block of own) expect(await run(block, folder)).toBeNull();
    rmSync(join(folder, 'result'), { recursive: true });
    cpSync(holding([honest(change)]), join(folder, 'result'), { recursive: true });
    const found = await Promise.all(own.map(async (block) => ((await run(block, folder)) === null ? '' : block.text)));
    expect(found.join('')).toMatch(where);
  });

  it.each<[string, object]>([
    ['another record', { record: '7.01,"A7"' }],
    ['another key', { key: '"A8"' }],
    ['another bucket', { bucket: '0' }],
    ['inclusion as absence', { claim: 'absent', record: null }],
    ['another path', { path: proofByHand('A7').path.map(() => H('x').toString('hex')) }],
    ['a shorter path', { path: proofByHand('A7').path.slice(1) }],
  ])('refuses a proof with %s', async (_, change) => {
    const folder = await handedOver();
    const query = blocks.find(({ language, text }) => language === 'sql' && text.includes('a.proof.json'))!;
    expect(await run(query, folder)).toBeNull();
    writeFileSync(join(folder, 'a.proof.json'), jcsBytes({ ...proofByHand('A7'), ...change }));
    expect(await run(query, folder)).toMatch(/^\[\[/);
  });

  it('is shell or SQL, and nothing stands there that is not run', () => {
    expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(['sh', 'sql']);
    expect([...page.matchAll(/^```/gm)]).toHaveLength(2 * blocks.length);
  });
});
