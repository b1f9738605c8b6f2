import { createHash } from 'node:crypto';
import { algorithmNamed, isDigest, type Listed, type Manifest } from './manifest.ts';
import { items, member, readJson, type Json } from './strict-json.ts';
import { textOf } from './text-of.ts';
import { Unreadable } from './unreadable.ts';

/**
 * PostgreSQL's `backup_manifest`: path, size and checksum of every file, and a SHA-256 of the manifest itself up to its
 * last line. Files whose algorithm is NONE are compared by size alone, and said.
 */
export function readBackupManifest(bytes: Uint8Array): Manifest {
  const document = readJson(bytes);
  const version = member(document, 'PostgreSQL-Backup-Manifest-Version');
  if (version !== 1n && version !== 2n) throw new Unreadable('it is of no version that is known here');
  const listed = items(member(document, 'Files'));
  if (listed === null) throw new Unreadable('it has no list of files');
  const files: Listed[] = [];
  const unhashed: string[] = [];
  listed.forEach((entry, i) => {
    const { name, size } = placeOf(entry, i);
    const algorithm = member(entry, 'Checksum-Algorithm');
    const digest = member(entry, 'Checksum');
    if (algorithm === undefined || algorithm === 'NONE') return void unhashed.push(name);
    const known = typeof algorithm === 'string' ? algorithmNamed(algorithm) : undefined;
    if (known === undefined) throw new Unreadable(`file ${i + 1} has a checksum of an unknown kind`);
    if (typeof digest !== 'string' || !isDigest(digest, known))
      throw new Unreadable(`file ${i + 1} has no checksum of ${known}`);
    files.push({ name, algorithm: known, digest: digest.toLowerCase(), bytes: size });
  });
  const remarks = unhashed.length === 0 ? [] : [`without a checksum there, and not compared: ${unhashed.join(', ')}`];
  return { files, faults: ownChecksum(bytes, member(document, 'Manifest-Checksum')), remarks, partial: false };
}

function placeOf(entry: Json, index: number): { readonly name: string; readonly size: bigint } {
  const path = member(entry, 'Path');
  const encoded = member(entry, 'Encoded-Path');
  const size = member(entry, 'Size');
  if (typeof size !== 'bigint' || size < 0n) throw new Unreadable(`file ${index + 1} has no size`);
  if (typeof path === 'string' && encoded === undefined) return { name: path, size };
  if (typeof encoded === 'string' && path === undefined && /^([0-9a-f]{2})+$/i.test(encoded))
    return { name: textOf(Buffer.from(encoded, 'hex')), size };
  throw new Unreadable(`file ${index + 1} has no path`);
}

/** As pg_verifybackup has it: over every byte before the last line, which holds the checksum. */
function ownChecksum(bytes: Uint8Array, stated: Json | undefined): string[] {
  const last = bytes.lastIndexOf(10);
  const before = last < 1 ? -1 : bytes.lastIndexOf(10, last - 1);
  if (last !== bytes.length - 1 || before < 0 || typeof stated !== 'string')
    return ['it has no Manifest-Checksum in a last line of its own'];
  const actual = createHash('sha256')
    .update(bytes.subarray(0, before + 1))
    .digest('hex');
  return stated.toLowerCase() === actual ? [] : ['its Manifest-Checksum is not that of its bytes'];
}
