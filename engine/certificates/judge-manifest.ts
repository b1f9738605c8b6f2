import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inside } from '../snapshot/files/walk-folder.ts';
import { insidePath } from './inside-path.ts';
import type { Algorithm, Listed, Manifest } from './manifest.ts';
import type { DigestsRequest } from './digests.ts';
import { Unreadable } from './unreadable.ts';

/** A file that is read as data: its digest is known already. */
export interface DataFile {
  readonly name: string;
  /** The real path, no link. */
  readonly path: string;
  readonly sha256: string;
}

export type Digests = (request: DigestsRequest) => Promise<Readonly<Partial<Record<Algorithm, string>>>>;

/** How the files that a manifest lists fared; names are the manifest's. */
export interface Fared {
  readonly matching: readonly string[];
  readonly differing: readonly string[];
  readonly missing: readonly string[];
  /** By the data file's name: whether it is as listed, and by which digests. */
  readonly data: ReadonlyMap<string, { readonly matches: boolean; readonly algorithms: readonly Algorithm[] }>;
}

/** Compares every file that is listed, whether it is read as data or not: what a manifest says holds whole or not at all. */
export async function judgeManifest(
  { files }: Manifest,
  base: string,
  data: readonly DataFile[],
  digests: Digests,
): Promise<Fared> {
  const byName = new Map<string, Listed[]>();
  for (const file of files) {
    const known = byName.get(file.name);
    if (known === undefined) byName.set(file.name, [file]);
    else known.push(file);
  }
  const home = await realpath(base);
  const known = new Map(data.map((file) => [file.path, file]));
  const fared = await settle(
    [...byName].map(async ([name, listed]) => {
      const path = await placeOf(name, home);
      if (path === null) return { name, how: 'missing' as const, file: undefined, listed };
      const file = known.get(path);
      const matches = await holds(path, name, listed, file, digests);
      return { name, how: matches ? ('matching' as const) : ('differing' as const), file, listed };
    }),
  );
  const named = (how: (typeof fared)[number]['how']) => fared.filter((one) => one.how === how).map(({ name }) => name);
  return {
    matching: named('matching'),
    differing: named('differing'),
    missing: named('missing'),
    data: new Map(
      fared.flatMap(({ file, how, listed }) =>
        file === undefined
          ? []
          : [
              [
                file.name,
                { matches: how === 'matching', algorithms: listed.map(({ algorithm }) => algorithm) },
              ] as const,
            ],
      ),
    ),
  };
}

/** All of them, or the first one's error in their order: the same manifest gives the same words. */
async function settle<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(works);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** The real path of a listed file; null where none is there. Throws Unreadable for a name that leads out. */
async function placeOf(name: string, home: string): Promise<string | null> {
  const parts = insidePath(name);
  if (parts === null) throw new Unreadable(`it names ${JSON.stringify(name)}, which leads out of its folder: refused`);
  try {
    const path = await realpath(join(home, ...parts));
    if (!inside(home, path)) throw new Unreadable(`${name} is a symbolic link that leads out of its folder: refused`);
    return (await stat(path)).isFile() ? path : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw error;
  }
}

async function holds(
  path: string,
  name: string,
  listed: readonly Listed[],
  file: DataFile | undefined,
  digests: Digests,
): Promise<boolean> {
  const { size } = await stat(path, { bigint: true });
  if (listed.some(({ bytes }) => bytes !== null && bytes !== size)) return false;
  const algorithms = [...new Set(listed.map(({ algorithm }) => algorithm))].filter(
    (algorithm) => algorithm !== 'sha256' || file === undefined,
  );
  const found = algorithms.length === 0 ? {} : await digests({ path, name, algorithms });
  return listed.every(({ algorithm, digest }) => {
    const actual = algorithm === 'sha256' && file !== undefined ? file.sha256 : found[algorithm];
    // PostgreSQL writes a CRC as its server holds it in memory, which is back to front on nearly all of them.
    return digest === actual || (algorithm === 'crc32c' && digest === backToFront(actual!));
  });
}

const backToFront = (hex: string): string => Buffer.from(hex, 'hex').reverse().toString('hex');
