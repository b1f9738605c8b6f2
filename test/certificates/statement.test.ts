import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprintBytes, identityOf, type TableRoot } from '../../engine/tree/fingerprint.ts';
import { run } from '../evidence/tools.ts';
import { certified, Exports, type Certifying } from './certifying.ts';

const exports = new Exports();
const a = 'id\n1\n';
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const payloadType = 'application/vnd.in-toto+json';

/** A P-256 key of openssl's, and its public half as OpenSSH writes it. */
function opensslKey() {
  const pem = join(exports.write({}), 'key.pem');
  expect(run('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', pem]).status).toBe(0);
  run('chmod', ['600', pem]);
  const line = run('ssh-keygen', ['-y', '-f', pem]).stdout;
  return { line, sign: (bytes: string) => signedBy(pem, bytes) };
}
function signedBy(pem: string, bytes: string): string {
  const folder = exports.write({ pae: bytes });
  run('openssl', ['dgst', '-sha256', '-sign', pem, '-out', join(folder, 'sig'), join(folder, 'pae')]);
  return readFileSync(join(folder, 'sig')).toString('base64');
}

const filesOf = (subject: readonly object[]) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject,
  predicateType: 'https://example.org/export',
  predicate: {},
});

function envelope(statement: object, sign: (bytes: string) => string, type = payloadType): string {
  const payload = JSON.stringify(statement);
  const sig = sign(`DSSEv1 ${type.length} ${type} ${Buffer.byteLength(payload)} ${payload}`);
  return JSON.stringify({ payloadType: type, payload: Buffer.from(payload).toString('base64'), signatures: [{ sig }] });
}

const certificateOf = async (text: string, how: Certifying = {}) =>
  (await certified(exports.write({ 'a.csv': a, 'export.dsse.json': text }), how)).certificates[0]!;

describe('a DSSE statement over files', () => {
  const subject = [
    { name: 'a.csv', digest: { sha256: sha256(a), sha512: createHash('sha512').update(a).digest('hex') } },
  ];

  it('signed by openssl holds, and says by whom', async () => {
    const { line, sign } = opensslKey();
    const certificate = await certificateOf(envelope(filesOf(subject), sign), { trust: `registrar@bank ${line}` });
    expect(certificate).toMatchObject({ kind: 'dsse', result: 'holds', signature: 'trusted', about: 'bytes' });
    expect(certificate.words).toMatch(/^1 of 1 file matches export\.dsse\.json; its signature is by registrar@bank/);
  });

  it('is unjudged where nobody was named, and refused where somebody else was', async () => {
    const { sign } = opensslKey();
    const text = envelope(filesOf(subject), sign);
    expect(await certificateOf(text)).toMatchObject({ result: 'holds', signature: 'not_judged' });
    const other = await certificateOf(text, { trust: `eve ${opensslKey().line}` });
    expect(other).toMatchObject({ result: 'fails', signature: 'refused' });
  });

  it('fails when its payload was changed after it was signed', async () => {
    const { line, sign } = opensslKey();
    const document = JSON.parse(envelope(filesOf(subject), sign)) as { payload: string };
    const other = JSON.stringify(filesOf(subject.map((one) => ({ ...one }))).subject);
    document.payload = Buffer.from(JSON.stringify({ ...filesOf(subject), predicate: { other } })).toString('base64');
    const certificate = await certificateOf(JSON.stringify(document), { trust: `registrar ${line}` });
    expect(certificate).toMatchObject({ result: 'fails', signature: 'refused', matching: '1' });
  });

  it('fails for other bytes, and is not relied on without a statement in it', async () => {
    const { sign } = opensslKey();
    const wrong = [{ name: 'a.csv', digest: { sha256: sha256('other') } }];
    expect(await certificateOf(envelope(filesOf(wrong), sign))).toMatchObject({ differing: ['a.csv'] });
    expect((await certificateOf(envelope({}, sign))).words).toContain('it holds no in-toto statement');
    expect((await certificateOf(envelope({}, sign, 'text/plain'))).words).toContain('it holds text/plain');
  });
});

const table = (root: string): TableRoot => ({
  name: 'accounts',
  key: ['id'],
  columns: [{ name: 'id', type: 'int' }],
  depth: 0,
  root,
  rows: 1n,
});
const fingerprint = (root: string) => fingerprintBytes('sha256', [table(root.repeat(64))]);

describe('a statement over a fingerprint', () => {
  const over = (bytes: Uint8Array) => ({
    ...filesOf([{ name: 'source', digest: { sha256: identityOf(bytes) } }]),
    predicateType: 'urn:tallystick:fingerprint:v1',
  });

  it('speaks of rows: they recompute to it, or do not', async () => {
    const { line, sign } = opensslKey();
    const text = envelope(over(fingerprint('a')), sign);
    const trust = `registrar ${line}`;
    const holds = await certificateOf(text, { fingerprint: fingerprint('a'), trust });
    expect(holds).toMatchObject({ about: 'rows', result: 'holds', signature: 'trusted' });
    expect(holds.words).toContain(`rows recompute to the fingerprint ${identityOf(fingerprint('a'))}`);
    const fails = await certificateOf(text, { fingerprint: fingerprint('b'), trust });
    expect(fails).toMatchObject({ about: 'rows', result: 'fails' });
    expect(fails.words).toContain('they are others, or its plan was another');
  });

  it('is not checked without a plan, and fails where the side has no fingerprint', async () => {
    const text = envelope(over(fingerprint('a')), opensslKey().sign);
    expect(await certificateOf(text)).toMatchObject({ result: 'not_checked' });
    expect(await certificateOf(text, { fingerprint: null })).toMatchObject({ result: 'fails' });
  });
});

describe('a fingerprint that came with the export', () => {
  const certificate = async (bytes: Uint8Array, own: Uint8Array) =>
    (await certified(exports.write({ 'a.csv': a, 'a.fingerprint.json': bytes }), { fingerprint: own }))
      .certificates[0]!;

  it('holds when the run gives the same, fails for other rows, and is not checked under another form', async () => {
    expect(await certificate(fingerprint('a'), fingerprint('a'))).toMatchObject({ result: 'holds', about: 'rows' });
    const other = await certificate(fingerprint('a'), fingerprint('b'));
    expect(other).toMatchObject({ result: 'fails' });
    expect(other.words).toContain('accounts differs');
    const deeper = fingerprintBytes('sha256', [{ ...table('a'.repeat(64)), depth: 3 }]);
    expect(await certificate(deeper, fingerprint('a'))).toMatchObject({ result: 'not_checked' });
    expect((await certificate(Buffer.from('{}'), fingerprint('a'))).words).toContain('it is no fingerprint');
  });
});
