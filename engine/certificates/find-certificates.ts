import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Certificate, CertificateKind } from '../../contract/certificate.ts';
import { TallyError } from '../../contract/problem.ts';
import { compareUtf8 } from '../canonical/compare-utf8.ts';
import { readFailed } from '../snapshot/files/read-failed.ts';
import { inside, walkFolder } from '../snapshot/files/walk-folder.ts';
import { classify, isBagTag } from './classify.ts';

export interface FoundCertificate {
  readonly name: string;
  readonly path: string;
  readonly kind: CertificateKind;
  readonly came: Certificate['came'];
  /** The folder to which its names are relative; no name leads out of it. */
  readonly base: string;
  /** An OpenSSH signature beside it; null where there is none. */
  readonly signature: string | null;
}

const besideNames = [
  'SHA256SUMS',
  'SHA256SUMS.txt',
  'SHA512SUMS',
  'MD5SUMS',
  'datapackage.json',
  'tallystick-root.json',
];
const besideEndings = ['.sha256', '.sha256sum', '.sha512', '.md5', '.dsse.json', '.fingerprint.json'];

/**
 * Certificates of a side: in its folder at any depth, beside it, and those given by hand, in the byte order of their
 * names. `path` and `given` are absolute.
 */
export async function findCertificates(path: string, given: readonly string[]): Promise<FoundCertificate[]> {
  const folder = await isFolder(path);
  const found = [...(folder ? await insideOf(path) : []), ...(await besideOf(path, folder))];
  for (const one of given) found.push(await byHand(one, folder ? path : dirname(path)));
  const once = new Map<string, FoundCertificate>();
  // What is given by hand stands for what was found there: who gave it vouches for it.
  for (const one of found) once.set(await realpath(one.path), one);
  return [...once.values()].sort((a, b) => compareUtf8(a.name, b.name) || compareUtf8(a.path, b.path));
}

async function insideOf(root: string): Promise<FoundCertificate[]> {
  const entries = await walkFolder(root, [], (segments) => !segments.at(-1)!.startsWith('.'));
  const files = entries.filter(({ kind }) => kind === 'file').map(({ segments }) => segments.join('/'));
  const there = new Set(files);
  return files.flatMap((name) => {
    const kind = classify(name);
    const folder = dirname(name);
    const isOfBag = isBagTag(basename(name)) && there.has(folder === '.' ? 'bagit.txt' : `${folder}/bagit.txt`);
    if (kind === null || isOfBag || isSignatureOf(name, there)) return [];
    const signature = there.has(`${name}.sig`) ? join(root, `${name}.sig`) : null;
    const path = join(root, name);
    return [{ name, path, kind, came: 'inside' as const, base: dirname(path), signature }];
  });
}

/** A `.sig` beside a certificate that it is judged with. */
function isSignatureOf(name: string, there: ReadonlySet<string>): boolean {
  const signed = /^(.*)\.sig$/.exec(name)?.[1];
  if (signed === undefined || !there.has(signed)) return false;
  const kind = classify(signed);
  return kind !== null && kind !== 'unknown' && kind !== 'bagit';
}

/** Fixed names alone: what else lies there is nobody's business. */
async function besideOf(path: string, folder: boolean): Promise<FoundCertificate[]> {
  const home = dirname(path);
  const names = [
    ...besideNames,
    ...(folder ? [] : besideEndings.map((ending) => basename(path) + ending)),
    ...(folder && basename(path) === 'data' ? ['bagit.txt'] : []),
  ];
  const found: FoundCertificate[] = [];
  for (const name of names) {
    const at = join(home, name);
    if (at !== path && (await isFile(at)))
      found.push({
        name,
        path: at,
        kind: classify(name)!,
        came: 'beside',
        base: home,
        signature: await signatureOf(at),
      });
  }
  return found;
}

async function byHand(path: string, side: string): Promise<FoundCertificate> {
  if (!(await isFile(path)))
    throw new TallyError('input_missing', 'No certificate of that name', path, 'Name a file that is there');
  const kind = classify(basename(path)) ?? 'sums';
  const home = dirname(path);
  const above = kind === 'bagit' || inside(await realpath(home), await realpath(side));
  const from = relative(side, path);
  const within = !from.startsWith('..') && !from.includes(`..${sep}`);
  return {
    name: within ? from.split(sep).join('/') : basename(path),
    path,
    kind,
    came: 'given',
    base: above || within ? home : side,
    signature: await signatureOf(path),
  };
}

const signatureOf = async (path: string): Promise<string | null> =>
  (await isFile(`${path}.sig`)) ? `${path}.sig` : null;

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() === true;

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw readFailed(error, basename(path));
  }
}
