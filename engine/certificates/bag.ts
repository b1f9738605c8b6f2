import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { walkFolder } from '../snapshot/files/walk-folder.ts';
import { readBagDeclaration, readBagManifest, readFetchList, readOxum } from './bag-tags.ts';
import { algorithmNamed, isDigest, type Algorithm, type Listed, type Manifest } from './manifest.ts';
import { readSmall } from './read-small.ts';
import { Unreadable } from './unreadable.ts';

interface BagManifest {
  readonly file: string;
  readonly algorithm: Algorithm;
  readonly names: ReadonlyMap<string, string>;
}

/** A BagIt bag (RFC 8493) as one manifest: payload and tag files, and what is wrong with the bag itself. */
export async function readBag(root: string): Promise<Manifest> {
  const version = readBagDeclaration(await readSmall(join(root, 'bagit.txt'), root));
  const there = (await readdir(root)).sort();
  const remarks: string[] = [];
  const payloads = await manifestsOf(root, there, 'manifest', remarks);
  const tags = await manifestsOf(root, there, 'tagmanifest', remarks);
  if (payloads.length === 0) throw new Unreadable('the bag has no payload manifest that can be read here');
  if (!there.includes('data')) throw new Unreadable('the bag has no folder data');
  const faults = [...payloads.flatMap(strayNames), ...tags.flatMap((tag) => tagFaults(tag, payloads, version))];
  const entries = await walkFolder(root, ['data'], () => true);
  const payload = entries.map(({ segments }) => segments.join('/'));
  for (const { segments, kind } of entries)
    if (kind !== 'file') faults.push(`${segments.join('/')} is no file of the bag`);
  faults.push(...unlistedPayload(payload, payloads, version));
  if (there.includes('fetch.txt')) {
    const wanted = readFetchList(await readSmall(join(root, 'fetch.txt'), root));
    remarks.push(`fetch.txt wants ${wanted.length} fetched, and nothing was`);
    for (const name of wanted)
      if (!payloads.every(({ names }) => names.has(name))) faults.push(`fetch.txt names ${name}, which is not listed`);
  }
  if (there.includes('bag-info.txt')) faults.push(...(await oxumFaults(root, payload)));
  const files = [...payloads, ...tags].flatMap(({ algorithm, names }) =>
    [...names].map(([name, digest]): Listed => ({ name, algorithm, digest, bytes: null })),
  );
  return { files, faults, remarks, partial: false };
}

async function manifestsOf(
  root: string,
  there: readonly string[],
  prefix: 'manifest' | 'tagmanifest',
  remarks: string[],
): Promise<BagManifest[]> {
  const read: BagManifest[] = [];
  for (const file of there) {
    const kind = new RegExp(`^${prefix}-([a-z0-9]+)\\.txt$`, 'i').exec(file)?.[1];
    if (kind === undefined) continue;
    const algorithm = algorithmNamed(kind);
    if (algorithm === undefined || algorithm === 'crc32c') {
      remarks.push(`${file} is of an algorithm that is not known here: not checked`);
      continue;
    }
    const names = readBagManifest(await readSmall(join(root, file), root), file);
    for (const [name, digest] of names)
      if (!isDigest(digest, algorithm)) throw new Unreadable(`${file} has no digest of ${algorithm} for ${name}`);
    read.push({ file, algorithm, names });
  }
  return read;
}

const strayNames = ({ file, names }: BagManifest): string[] =>
  [...names.keys()]
    .filter((name) => !name.startsWith('data/'))
    .map((name) => `${file} lists ${name}, which is no payload`);

function tagFaults({ file, names }: BagManifest, payloads: readonly BagManifest[], version: string): string[] {
  const listing = [...names.keys()]
    .filter((name) => /^tagmanifest-/i.test(name))
    .map((name) => `${file} lists ${name}, which no tag manifest may`);
  if (version !== '1.0') return listing;
  return [
    ...listing,
    ...payloads.filter((payload) => !names.has(payload.file)).map((payload) => `${file} does not list ${payload.file}`),
  ];
}

/** Version 1.0 wants every payload file in every payload manifest, 0.97 in one of them. */
function unlistedPayload(payload: readonly string[], payloads: readonly BagManifest[], version: string): string[] {
  if (version !== '1.0')
    return payload
      .filter((name) => !payloads.some(({ names }) => names.has(name)))
      .map((name) => `${name} is in no payload manifest`);
  return payload.flatMap((name) =>
    payloads.filter(({ names }) => !names.has(name)).map(({ file }) => `${name} is not in ${file}`),
  );
}

async function oxumFaults(root: string, payload: readonly string[]): Promise<string[]> {
  const stated = readOxum(await readSmall(join(root, 'bag-info.txt'), root));
  if (stated === null) return [];
  let bytes = 0n;
  for (const name of payload) bytes += (await stat(join(root, name), { bigint: true }).catch(() => null))?.size ?? 0n;
  if (bytes === stated.bytes && payload.length === stated.files) return [];
  return [
    `bag-info.txt says ${stated.bytes} bytes in ${stated.files} files, and there are ${bytes} in ${payload.length}`,
  ];
}
