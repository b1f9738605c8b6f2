import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEvent } from '../../../contract/journal.ts';
import { TallyError } from '../../../contract/problem.ts';
import { journalLineBytes, journalName } from '../../evidence/journal/journal-line.ts';
import type { SignoffJournal } from '../../evidence/journal/signoff-journal.ts';
import { headOf, readJournal, type JournalHead } from '../../evidence/journal/read-journal.ts';
import type { GrowingTree } from '../../tree/growing-tree.ts';
import type { Hash } from '../../tree/hashes.ts';
import { replaceFile } from '../replace-file.ts';

/**
 * The journal of a workspace as its one writer has it; the workspace's lock keeps it the only one. What is wrong with it
 * is shown and never mended: the lines that come after stand on those that are there.
 */
export class Journal {
  readonly path: string;
  /** Where the torn last line was set aside that was found on opening; null where the last was whole. */
  readonly torn: string | null;
  readonly #tree: GrowingTree;
  #bytes: number;

  /** Sets a torn last line aside, and records that it did. */
  constructor(folder: string, hash: Hash) {
    this.path = join(folder, journalName);
    const { tree, bytes, torn } = readJournal(this.path, hash);
    this.#tree = tree;
    this.#bytes = bytes + torn.length;
    this.torn = torn.length === 0 ? null : this.#setAside(folder, torn);
  }

  /** What a sign-off binds: all lines so far. */
  get head(): JournalHead {
    return headOf(this.#tree);
  }

  /** Writes a line; when this returns it is on disk, and what it records may take effect. */
  append(event: JournalEvent): void {
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const line = journalLineBytes({ ...event, at, before: this.head.root });
    const isFirst = this.#bytes === 0;
    const fd = openSync(this.path, isFirst || !existsSync(this.path) ? 'a' : 'r+', 0o600);
    try {
      if (fstatSync(fd).size !== this.#bytes)
        throw new TallyError(
          'evidence_unsound',
          'Somebody else changed the journal while the workspace was open',
          journalName,
          'Close the workspace and open it again: its journal says what is wrong',
        );
      try {
        writeAll(fd, Buffer.concat([line, Buffer.of(0x0a)]), this.#bytes);
      } catch (error) {
        ftruncateSync(fd, this.#bytes); // our own half of a line, and no more
        throw error;
      }
    } finally {
      closeSync(fd);
    }
    if (isFirst) syncFolder(join(this.path, '..'));
    this.#tree.add(line);
    this.#bytes += line.length + 1;
  }

  /** As a sign-off of this run's package binds it. */
  of(run: string): SignoffJournal {
    return { run, head: this.head, path: this.path, append: (event) => this.append(event) };
  }

  #setAside(folder: string, torn: Uint8Array): string {
    let file = '';
    for (let n = 1; file === '' || existsSync(join(folder, file)); n++) file = `journal.torn-${n}`;
    replaceFile(join(folder, file), torn);
    const fd = openSync(this.path, 'r+');
    try {
      this.#bytes -= torn.length;
      ftruncateSync(fd, this.#bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const sha256 = createHash('sha256').update(torn).digest('hex');
    this.append({ event: 'torn', file, bytes: String(torn.length), sha256 });
    return file;
  }
}

function writeAll(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
  fsyncSync(fd);
}

/** A new file's name is on disk when its folder is; where folders cannot be opened (Windows) the system sees to it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
