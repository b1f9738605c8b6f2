import { algorithmNamed, isDigest, type Listed, type Manifest } from './manifest.ts';
import { items, member, readJson, type Json } from './strict-json.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Frictionless `datapackage.json`: each resource's `path`, `hash` (MD5 unless it names another, `sha256:…`) and `bytes`.
 * What has no hash, is at an address, or is one hash for several files is said, and not compared.
 */
export function readDatapackage(bytes: Uint8Array): Manifest {
  const resources = items(member(readJson(bytes), 'resources'));
  if (resources === null) throw new Unreadable('it has no list of resources');
  const files: Listed[] = [];
  const remarks: string[] = [];
  resources.forEach((resource, i) => {
    const read = readResource(resource, i);
    if (typeof read === 'string') remarks.push(read);
    else if (read !== null) files.push(read);
  });
  return { files, faults: [], remarks, partial: true };
}

/** A file; what to say where it is none that could be compared; null for data that lies in the descriptor itself. */
function readResource(resource: Json, index: number): Listed | string | null {
  const path = member(resource, 'path');
  const hash = member(resource, 'hash');
  if (path === undefined) return null;
  const paths = typeof path === 'string' ? [path] : items(path);
  if (paths === null || paths.length === 0 || !paths.every((one) => typeof one === 'string'))
    throw new Unreadable(`resource ${index + 1} has no path`);
  const [name] = paths as [string];
  if (paths.some((one) => /^[a-z][a-z0-9+.-]*:\/\//i.test(one))) return `${name} is at an address, and was not fetched`;
  if (hash === undefined || hash === null || hash === '') return `${name} has no hash there`;
  if (paths.length > 1) return `${name} and other parts have one hash together, which is not checked`;
  if (typeof hash !== 'string') throw new Unreadable(`the hash of resource ${index + 1} is no text`);
  const [, prefix, digest] = /^(?:([^:]+):)?(.*)$/s.exec(hash)!;
  const algorithm = prefix === undefined ? 'md5' : algorithmNamed(prefix);
  if (algorithm === undefined || algorithm === 'crc32c') return `${name} has a hash of another kind: not checked`;
  if (!isDigest(digest!, algorithm)) throw new Unreadable(`the hash of resource ${index + 1} is no ${algorithm}`);
  const size = member(resource, 'bytes');
  return { name, algorithm, digest: digest!.toLowerCase(), bytes: typeof size === 'bigint' ? size : null };
}
