import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { TallyError } from '../../contract/problem.ts';
import { compareUtf8 } from '../canonical/compare-utf8.ts';

/**
 * A package in the making: a folder under a temporary name beside its place, renamed when whole. Digests are taken of
 * the bytes as they are written.
 */
export class PackageWriter {
  readonly folder: string;
  readonly #out: string;
  /** The uppermost folder that was made for it. */
  readonly #made: string | undefined;
  readonly #digests = new Map<string, string>();

  constructor(out: string) {
    refuseOccupied(out);
    this.#made = mkdirSync(dirname(out), { recursive: true });
    this.#out = out;
    this.folder = join(dirname(out), `.${basename(out)}.${process.pid}.partial`);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder);
  }

  /** Writes one file from bytes. `name` is relative, with `/`, and ours. */
  write(name: string, bytes: Uint8Array): void {
    writeFileSync(this.place(name), bytes, { flag: 'wx' });
    this.#digests.set(name, createHash('sha256').update(bytes).digest('hex'));
  }

  /** Where in the folder somebody else is to write a file; adopt() takes it in. */
  place(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  /** Copies a file from elsewhere, one piece at a time; gives the SHA-256 of what was written. */
  async copy(name: string, from: string): Promise<string> {
    const path = this.place(name);
    const hash = createHash('sha256');
    const fd = openSync(path, 'wx');
    try {
      for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
        const bytes = chunk as Buffer;
        hash.update(bytes);
        for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
      }
    } finally {
      closeSync(fd);
    }
    const digest = hash.digest('hex');
    this.adopt(name, digest);
    return digest;
  }

  /** A file that somebody else wrote into the folder, by the digest taken on writing. */
  adopt(name: string, sha256: string): void {
    this.#digests.set(name, sha256);
  }

  /** Names and digests so far, in the byte order of the names. */
  files(): { readonly name: string; readonly sha256: string }[] {
    return [...this.#digests].map(([name, sha256]) => ({ name, sha256 })).sort((a, b) => compareUtf8(a.name, b.name));
  }

  /** Adds SHA256SUMS and gives the package its name. */
  finish(): string {
    const sums = this.files().map(({ name, sha256 }) => `${sha256}  ${name}\n`);
    writeFileSync(join(this.folder, 'SHA256SUMS'), sums.join(''), { flag: 'wx' });
    mkdirSync(join(this.folder, 'signoffs'));
    const fd = openSync(this.folder, 'r');
    try {
      fsyncSync(fd);
    } catch {
      // Windows cannot sync a folder; the rename is still whole or not at all.
    } finally {
      closeSync(fd);
    }
    if (existsSync(this.#out)) rmdirSync(this.#out);
    renameSync(this.folder, this.#out);
    return this.#out;
  }

  /** Leaves nothing behind. */
  abort(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
    if (this.#made === undefined) return;
    try {
      for (let path = dirname(this.#out); path.length >= this.#made.length; path = dirname(path)) rmdirSync(path);
    } catch {
      // Somebody else has put something there since.
    }
  }
}

/** A folder that is there and not empty is never overwritten. */
export function refuseOccupied(out: string): void {
  if (!existsSync(out)) return;
  let names: string[];
  try {
    names = readdirSync(out);
  } catch {
    throw new TallyError(
      'output_not_empty',
      'The output is a file',
      out,
      'Name a folder that does not exist yet with -o',
    );
  }
  if (names.length > 0)
    throw new TallyError('output_not_empty', 'The output folder is not empty', out, 'Name another folder with -o');
  refuseDisk(out);
}

/** A disk that is mounted there cannot be replaced by a package when it is whole: hours of work would end in that. */
function refuseDisk(out: string): void {
  try {
    rmdirSync(out);
  } catch (cause) {
    throw new TallyError(
      'output_not_empty',
      'The output folder cannot be replaced by the package',
      out,
      'Name a new folder in it with -o',
      { cause },
    );
  }
  mkdirSync(out);
}
