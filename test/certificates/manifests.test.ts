import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { certified, Exports } from './certifying.ts';

const exports = new Exports();
const hash = (algorithm: string, content: string | Uint8Array) => createHash(algorithm).update(content).digest('hex');
const a = 'id\n1\n';

describe('Frictionless datapackage.json', () => {
  const certificateOf = async (resources: unknown, more: Readonly<Record<string, string>> = {}) => {
    const text = typeof resources === 'string' ? resources : JSON.stringify({ name: 'x', resources });
    const folder = exports.write({ 'a.csv': a, 'datapackage.json': text, ...more });
    return (await certified(folder)).certificates[0]!;
  };

  it.each([
    ['MD5 where it says none', hash('md5', a)],
    ['SHA-256', `sha256:${hash('sha256', a)}`],
    ['SHA-512', `sha512:${hash('sha512', a)}`],
  ])('holds by %s', async (_, hashed) => {
    const certificate = await certificateOf([{ path: 'a.csv', hash: hashed, bytes: 5 }]);
    expect(certificate).toMatchObject({ kind: 'datapackage', result: 'holds', matching: '1' });
  });

  it('fails where the hash or the size is another', async () => {
    const wrong = `sha256:${hash('sha256', 'other')}`;
    expect(await certificateOf([{ path: 'a.csv', hash: wrong }])).toMatchObject({ differing: ['a.csv'] });
    const short = [{ path: 'a.csv', hash: hash('md5', a), bytes: 4 }];
    expect(await certificateOf(short)).toMatchObject({ result: 'fails' });
  });

  it('says what it could not compare', async () => {
    const certificate = await certificateOf([
      { path: 'a.csv' },
      { path: 'https://example.org/b.csv', hash: hash('md5', a) },
      { path: ['c.csv', 'd.csv'], hash: hash('md5', a) },
      { path: 'e.csv', hash: 'blake9:00' },
      { data: [1, 2] },
    ]);
    expect(certificate).toMatchObject({ result: 'not_checked', listed: '0' });
    for (const said of ['a.csv has no hash', 'b.csv is at an address', 'one hash together', 'of another kind'])
      expect(certificate.words).toContain(said);
  });

  it.each([
    ['a member twice', '{"resources":[],"resources":[{"path":"a.csv"}]}', 'stands twice in one object'],
    ['nesting without end', '['.repeat(100_000), 'nested too deep'],
    ['no list of resources', '{"__proto__":{"resources":[]}}', 'it has no list of resources'],
    ['no JSON', '{', 'it is not JSON'],
    ['a path that climbs', JSON.stringify({ resources: [{ path: '../x', hash: hash('md5', a) }] }), 'refused'],
  ])('with %s is not relied on', async (_, text, why) => {
    const certificate = await certificateOf(text);
    expect(certificate).toMatchObject({ result: 'fails' });
    expect(certificate.words).toContain(why);
  });
});

describe('PostgreSQL’s backup_manifest', () => {
  /** As pg_basebackup writes it, one file a line, its own checksum in the last. */
  function manifest(files: readonly object[], version = 1): string {
    const head = [
      `{ "PostgreSQL-Backup-Manifest-Version": ${version},`,
      ...(version === 2 ? ['"System-Identifier": 7320280665284567118,'] : []),
      '"Files": [',
      files.map((file) => JSON.stringify(file)).join(',\n'),
      '],',
      '"WAL-Ranges": [',
      '{ "Timeline": 1, "Start-LSN": "0/2000028", "End-LSN": "0/2000100" }',
      '],',
      '',
    ].join('\n');
    return `${head}"Manifest-Checksum": "${hash('sha256', head)}"}\n`;
  }
  const entry = { Path: 'a.csv', Size: 5, 'Last-Modified': '2026-01-01 00:00:00 GMT' };
  const certificateOf = async (text: string) =>
    (await certified(exports.write({ 'a.csv': a, backup_manifest: text }))).certificates[0]!;

  it.each([
    ['SHA256', hash('sha256', a)],
    ['SHA512', hash('sha512', a)],
    ['SHA224', hash('sha224', a)],
    // CRC-32C of "id\n1\n", computed bit by bit below, in the byte order of a little-endian server.
    ['CRC32C', Buffer.from(crc32c(a), 'hex').reverse().toString('hex')],
    ['CRC32C', crc32c(a)],
  ])('holds by %s', async (algorithm, checksum) => {
    for (const version of [1, 2])
      expect(
        await certificateOf(manifest([{ ...entry, 'Checksum-Algorithm': algorithm, Checksum: checksum }], version)),
      ).toMatchObject({ kind: 'backup_manifest', result: 'holds' });
  });

  it('holds for a path in hex, and says which file has no checksum', async () => {
    const { Path: path, ...rest } = entry;
    const encoded = { 'Encoded-Path': Buffer.from(path).toString('hex'), ...rest };
    const hashed = { ...encoded, 'Checksum-Algorithm': 'SHA256', Checksum: hash('sha256', a) };
    const certificate = await certificateOf(manifest([hashed, { ...entry, Path: 'PG_VERSION' }]));
    expect(certificate).toMatchObject({ result: 'holds', matching: '1' });
    expect(certificate.words).toContain('without a checksum there, and not compared: PG_VERSION');
  });

  it('fails with any byte of it changed', async () => {
    const text = manifest([{ ...entry, 'Checksum-Algorithm': 'SHA256', Checksum: hash('sha256', a) }]);
    const changed = text.replace('0/2000028', '0/2000029');
    const certificate = await certificateOf(changed);
    expect(certificate).toMatchObject({ result: 'fails', matching: '1' });
    expect(certificate.words).toContain('its Manifest-Checksum is not that of its bytes');
  });

  it('fails without its last line, and for a file of another size', async () => {
    const text = manifest([{ ...entry, 'Checksum-Algorithm': 'SHA256', Checksum: hash('sha256', a) }]);
    const cut = text.replace(/,\n"Manifest-Checksum.*\n$/, '}');
    expect((await certificateOf(cut)).words).toContain('no Manifest-Checksum');
    const other = manifest([{ ...entry, Size: 6, 'Checksum-Algorithm': 'SHA256', Checksum: hash('sha256', a) }]);
    expect(await certificateOf(other)).toMatchObject({ result: 'fails', differing: ['a.csv'] });
  });
});

/** CRC-32C as its definition has it, a bit at a time. */
function crc32c(text: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0x82f63b78);
  }
  return (~crc >>> 0).toString(16).padStart(8, '0');
}
