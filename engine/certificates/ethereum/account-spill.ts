import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { readExactly } from '../../snapshot/files/read-exactly.ts';

/** A hashed key of 32 bytes, the length of its value, the value: an account's is at most 110 bytes. */
const recordBytes = 32 + 1 + 110;
/** What a record costs while its part is sorted: itself, its number, and what sorting numbers takes. */
const sortedBytes = recordBytes + 24;
const flushBytes = 1 << 16;

interface Part {
  readonly path: string;
  readonly fd: number;
  readonly buffer: Buffer;
  used: number;
  records: number;
}

/**
 * Accounts on the disk, apart by a byte of their hashed keys, so that one part at a time is sorted in memory. A part
 * that is too large even so (somebody chose the addresses) is taken apart by the next byte.
 */
export class AccountSpill {
  readonly #prefix: string;
  readonly #most: number;
  readonly #byte: number;
  readonly #parts = new Map<number, Part>();

  /** Paths begin with `prefix`; `memory` bounds what sorting takes; `byte` is the one that tells parts apart. */
  constructor(prefix: string, memory: number, byte = 0) {
    this.#prefix = prefix;
    this.#most = Math.max(1000, Math.floor(memory / sortedBytes));
    this.#byte = byte;
  }

  add(key: Uint8Array, value: Uint8Array): void {
    const part = this.#partOf(key[this.#byte]!);
    part.buffer.set(key, part.used);
    part.buffer[part.used + 32] = value.length;
    part.buffer.set(value, part.used + 33);
    this.#added(part);
  }

  /** Everything in ascending order of keys; equal keys in any. What was written is gone afterwards. */
  *sorted(): Generator<{ readonly key: Uint8Array; readonly value: Uint8Array }> {
    for (const number of [...this.#parts.keys()].sort((a, b) => a - b)) {
      const part = this.#parts.get(number)!;
      writeSync(part.fd, part.buffer, 0, part.used);
      if (part.records <= this.#most) yield* sortedRecords(readExactly(part.fd, 0, part.records * recordBytes));
      else if (this.#byte < 31) yield* this.#apart(part, number);
      // One account over and over: whoever reads this refuses the second.
      else yield* sortedRecords(readExactly(part.fd, 0, 2 * recordBytes));
      this.#drop(number);
    }
  }

  close(): void {
    for (const number of this.#parts.keys()) this.#drop(number);
  }

  *#apart(part: Part, number: number): ReturnType<AccountSpill['sorted']> {
    const finer = new AccountSpill(`${this.#prefix}${number}-`, this.#most * sortedBytes, this.#byte + 1);
    try {
      for (let at = 0; at < part.records; at++) finer.#copy(readExactly(part.fd, at * recordBytes, recordBytes));
      yield* finer.sorted();
    } finally {
      finer.close();
    }
  }

  #copy(record: Uint8Array): void {
    const part = this.#partOf(record[this.#byte]!);
    part.buffer.set(record, part.used);
    this.#added(part);
  }

  #added(part: Part): void {
    part.records++;
    part.used += recordBytes;
    if (part.used + recordBytes <= part.buffer.length) return;
    writeSync(part.fd, part.buffer, 0, part.used);
    part.used = 0;
  }

  #partOf(number: number): Part {
    let part = this.#parts.get(number);
    if (part === undefined) {
      const path = `${this.#prefix}${number}`;
      part = { path, fd: openSync(path, 'wx+', 0o600), buffer: Buffer.alloc(flushBytes), used: 0, records: 0 };
      this.#parts.set(number, part);
    }
    return part;
  }

  #drop(number: number): void {
    const { fd, path } = this.#parts.get(number)!;
    closeSync(fd);
    rmSync(path);
    this.#parts.delete(number);
  }
}

function* sortedRecords(records: Uint8Array): ReturnType<AccountSpill['sorted']> {
  const view = Buffer.from(records.buffer, records.byteOffset, records.length);
  const order = Uint32Array.from({ length: records.length / recordBytes }, (_, i) => i * recordBytes);
  order.sort((a, b) => view.compare(view, b, b + 32, a, a + 32));
  for (const at of order)
    yield { key: view.subarray(at, at + 32), value: view.subarray(at + 33, at + 33 + view[at + 32]!) };
}
