import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTimestamp } from '../../engine/evidence/timestamp/read-timestamp.ts';
import { run } from './tools.ts';

/**
 * A time-stamping authority on this machine: a root, and a certificate that stamps; both by the real openssl. One
 * with a chain has another between them, and sends that and the root along with what it stamps.
 */
export class Authority {
  /** PEM of the root, as an auditor would be given it. */
  readonly root: string;
  readonly #folder: string;
  readonly #name: string;

  constructor(
    folder: string,
    name: string,
    key: 'rsa' | 'ec' = 'rsa',
    usage = 'critical,timeStamping',
    chain: 'none' | 'middle' | 'whole' = 'none',
  ) {
    this.#folder = folder;
    this.#name = name;
    this.root = join(folder, `${name}-root.pem`);
    const kind = key === 'rsa' ? ['-newkey', 'rsa:2048'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const pem = (file: string) => join(folder, `${name}-${file}.pem`);
    const subject = (of: string) => ['-subj', `/O=${name}/CN=${of}`];
    openssl([
      'req',
      '-x509',
      ...kind,
      '-nodes',
      '-keyout',
      pem('root-key'),
      '-out',
      this.root,
      '-days',
      '30',
      ...subject('root'),
    ]);
    openssl(['req', '-new', ...kind, '-nodes', '-keyout', pem('key'), '-out', pem('request'), ...subject('stamps')]);
    writeFileSync(join(folder, `${name}.ext`), `extendedKeyUsage=${usage}\nkeyUsage=critical,digitalSignature\n`);
    const issue = (request: string, by: string, byKey: string, out: string, extensions: string) =>
      openssl([
        ...['x509', '-req', '-in', request, '-CA', by, '-CAkey', byKey, '-CAcreateserial'],
        ...['-out', out, '-days', '20', '-extfile', extensions],
      ]);
    const own = join(folder, `${name}.ext`);
    if (chain !== 'none') {
      openssl(['req', '-new', ...kind, '-nodes', '-keyout', pem('mid-key'), '-out', pem('mid-req'), ...subject('mid')]);
      const both = 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n';
      writeFileSync(`${own}-mid`, `basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n${both}`);
      writeFileSync(own, both, { flag: 'a' });
      issue(pem('mid-req'), this.root, pem('root-key'), pem('mid'), `${own}-mid`);
      issue(pem('request'), pem('mid'), pem('mid-key'), pem('certificate'), own);
      writeFileSync(pem('chain'), readFileSync(pem('mid'), 'utf8') + (chain === 'whole' ? this.pem : ''));
    } else issue(pem('request'), this.root, pem('root-key'), pem('certificate'), own);
    writeFileSync(join(folder, `${name}-serial`), '01\n');
    writeFileSync(
      join(folder, `${name}.cnf`),
      [
        '[tsa]',
        'default_tsa = one',
        '[one]',
        `serial = ${join(folder, `${name}-serial`)}`,
        'crypto_device = builtin',
        `signer_cert = ${pem('certificate')}`,
        `signer_key = ${pem('key')}`,
        ...(chain !== 'none' ? [`certs = ${pem('chain')}`] : []),
        'signer_digest = sha256',
        'default_policy = 1.2.3.4.1',
        'digests = sha256, sha384, sha512',
        'ess_cert_id_alg = sha256',
        '',
      ].join('\n'),
    );
  }

  /** `openssl ts -query` over a file and `-reply` to it; gives the path of the response. */
  stamp(file: string, hash = 'sha256'): string {
    const base = join(this.#folder, `${this.#name}-${String(Math.random()).slice(2)}`);
    openssl(['ts', '-query', '-data', file, `-${hash}`, '-cert', '-out', `${base}.tsq`]);
    openssl([
      'ts',
      '-reply',
      '-config',
      join(this.#folder, `${this.#name}.cnf`),
      '-queryfile',
      `${base}.tsq`,
      '-out',
      `${base}.tsr`,
    ]);
    return `${base}.tsr`;
  }

  /** The same time as another's response says, signed with this certificate by `openssl cms`. */
  signAnew(other: string): string {
    const base = join(this.#folder, `${this.#name}-${String(Math.random()).slice(2)}`);
    const pem = (file: string) => join(this.#folder, `${this.#name}-${file}.pem`);
    writeFileSync(`${base}.info`, readTimestamp(readFileSync(other)).info);
    openssl([
      ...['cms', '-sign', '-binary', '-nodetach', '-cades', '-econtent_type', '1.2.840.113549.1.9.16.1.4'],
      ...['-signer', pem('certificate'), '-inkey', pem('key'), '-in', `${base}.info`],
      ...['-outform', 'DER', '-out', `${base}.token`],
    ]);
    const content = Buffer.concat([Buffer.from('3003020100', 'hex'), readFileSync(`${base}.token`)]);
    writeFileSync(
      `${base}.tsr`,
      Buffer.concat([Buffer.of(0x30, 0x82, content.length >> 8, content.length & 255), content]),
    );
    return `${base}.tsr`;
  }

  /** What openssl itself says of a response. */
  accepts(file: string, response: string): boolean {
    return run('openssl', ['ts', '-verify', '-data', file, '-in', response, '-CAfile', this.root]).status === 0;
  }

  /** PEM of what stands between the root and the certificate that stamps. */
  get middle(): string {
    return readFileSync(join(this.#folder, `${this.#name}-mid.pem`), 'utf8');
  }

  /** PEM of a certificate of that key and name by itself, as where two roots vouch for one authority. */
  get middleAlone(): string {
    const pem = (file: string) => join(this.#folder, `${this.#name}-${file}.pem`);
    openssl([
      ...['req', '-x509', '-key', pem('mid-key'), '-out', pem('mid-alone'), '-days', '20'],
      ...['-subj', `/O=${this.#name}/CN=mid`],
    ]);
    return readFileSync(pem('mid-alone'), 'utf8');
  }

  get pem(): string {
    return readFileSync(this.root, 'utf8');
  }
}

function openssl(args: readonly string[]): void {
  const { status, stderr } = run('openssl', args);
  if (status !== 0) throw new Error(stderr);
}
