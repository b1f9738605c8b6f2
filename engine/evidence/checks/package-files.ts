import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BySide } from '../../../contract/side.ts';
import { TallyError } from '../../../contract/problem.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { unsound } from './judge.ts';
import { FileBytes } from './file-bytes.ts';
import type { Pace } from './pace.ts';

const tableFolder = /^tables\/\d+$/;
const holdsEvidence = (folder: string): boolean =>
  folder === '' || folder === 'tables' || folder === 'signoffs' || tableFolder.test(folder);

/**
 * A package's folder, listed once and without following a link. Only names found here are ever opened, so that no name
 * written inside the package leads out of it.
 */
export class PackageFiles {
  /** Regular files where evidence can lie: relative, with `/`, in byte order. */
  readonly names: readonly string[];
  /** Links, devices and pipes, which no package holds. */
  readonly irregular: readonly string[];
  /** Folders that hold no evidence; not looked into. */
  readonly otherFolders: readonly string[];
  readonly #folder: string;
  readonly #known: ReadonlySet<string>;

  constructor(folder: string) {
    this.#folder = folder;
    const found = { names: [] as string[], irregular: [] as string[], otherFolders: [] as string[] };
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new TallyError('input_missing', 'There is no such package', folder, 'Name the folder that reconcile wrote');
    walk(folder, '', found);
    this.names = found.names.sort(compareUtf8);
    this.irregular = found.irregular.sort(compareUtf8);
    this.otherFolders = found.otherFolders.sort(compareUtf8);
    this.#known = new Set(this.names);
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  /** Opens a file; the caller closes it. One that is not there is unsound. */
  open(name: string): FileBytes {
    if (!this.#known.has(name)) throw unsound('The file is missing', name);
    return new FileBytes(join(this.#folder, name), name);
  }

  /** Opens a pair of files for as long as the work takes. */
  async both<T>(names: BySide<string>, work: (files: BySide<FileBytes>) => Promise<T>): Promise<T> {
    const source = this.open(names.source);
    try {
      const target = this.open(names.target);
      try {
        return await work({ source, target });
      } finally {
        target.close();
      }
    } finally {
      source.close();
    }
  }

  /** Opens one file for as long as the work takes. */
  async one<T>(name: string, work: (file: FileBytes) => T | Promise<T>): Promise<T> {
    const file = this.open(name);
    try {
      return await work(file);
    } finally {
      file.close();
    }
  }

  /** A whole file that must not be larger than `limit`. */
  read(name: string, limit: number): Uint8Array {
    const file = this.open(name);
    try {
      if (file.size > limit) throw unsound(`The file is larger than ${limit} bytes`, name);
      return file.at(0, file.size);
    } finally {
      file.close();
    }
  }

  /** SHA-256 in lower-case hex. */
  digest(name: string, pace: Pace): Promise<string> {
    return this.one(name, async (file) => {
      const hash = createHash('sha256');
      for (const piece of file.pieces()) {
        hash.update(piece);
        await pace.breathe();
      }
      return hash.digest('hex');
    });
  }
}

function walk(
  root: string,
  folder: string,
  found: { names: string[]; irregular: string[]; otherFolders: string[] },
): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.names.push(name);
    else if (!entry.isDirectory()) found.irregular.push(name);
    else if (holdsEvidence(name)) walk(root, name, found);
    else found.otherFolders.push(`${name}/`);
  }
}
