import { closeSync, openSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import { readExactly } from '../../snapshot/files/read-exactly.ts';
import { readDifference } from '../../evidence/differences/read-difference.ts';
import type { Difference } from '../../evidence/differences/difference.ts';
import type { FindingsIndex } from './findings-index.ts';

/** Lines of differences.ndjson by their numbers, from 0, each read where it lies. */
export class FindingsLines {
  readonly #fd: number;
  readonly #index: FindingsIndex;
  #open = true;

  constructor(path: string, index: FindingsIndex) {
    this.#fd = openSync(path, 'r');
    this.#index = index;
  }

  read(line: number): Difference {
    // A number that was given back may by now be another file's.
    if (!this.#open) throw new TallyError('usage', 'Another run was opened meanwhile', '', 'Ask again');
    const { at, bytes } = this.#index;
    const from = at.offset[line]!;
    const to = line + 1 < at.offset.length ? at.offset[line + 1]! : bytes;
    const text = Buffer.from(readExactly(this.#fd, from, to - from)).toString('utf8');
    return readDifference(text, `differences.ndjson, line ${line + 1}`);
  }

  close(): void {
    this.#open = false;
    closeSync(this.#fd);
  }
}
