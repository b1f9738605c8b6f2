import { longestLine } from '../differences/longest-line.ts';
import type { FileBytes } from './file-bytes.ts';
import { demandFewParts } from './few-parts.ts';
import { demand } from './judge.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The lines of an NDJSON file one by one, each ended by LF; a line that no memory could hold is unsound. */
export class LineReader {
  /** Of the line last read, from 1. */
  line = 0;
  readonly #file: FileBytes;
  #at = 0;

  constructor(file: FileBytes) {
    this.#file = file;
  }

  get where(): string {
    return `${this.#file.name}, line ${this.line}`;
  }

  /** Without its LF; null at the end. */
  next(): string | null {
    if (this.#at === this.#file.size) return null;
    this.line++;
    const end = this.#endOfLine();
    const bytes = this.#file.at(this.#at, end - this.#at);
    this.#at = end + 1;
    demandFewParts(bytes, this.where);
    try {
      return utf8.decode(bytes);
    } catch {
      demand(false, 'The line is not UTF-8', this.where);
    }
  }

  #endOfLine(): number {
    for (let at = this.#at; at < this.#file.size && at - this.#at < longestLine;) {
      const view = this.#file.view(at);
      const lf = view.indexOf(0x0a);
      if (lf >= 0) return at + lf;
      at += view.length;
    }
    demand(false, 'The line has no end', this.where);
  }
}
