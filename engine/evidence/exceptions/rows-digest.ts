import type { Hash } from '../../tree/hashes.ts';
import type { Difference } from '../differences/difference.ts';

const missing = Buffer.alloc(32);

/** What an exception is bound to: how many differences, and H over the sorted digests of their keys and rows. */
export interface BoundRows {
  readonly count: string;
  readonly digest: string;
}

/** Takes differences in the order of differences.ndjson: by key digest, so that only one key's are held at a time. */
export class RowsDigest {
  readonly #digester: ReturnType<Hash['start']>;
  #count = 0n;
  #key = '';
  #ofKey: Buffer[] = [];

  constructor(hash: Hash) {
    this.#digester = hash.start();
  }

  add({ keyDigest, source, target }: Difference): void {
    if (keyDigest !== this.#key) this.#closeKey();
    this.#key = keyDigest!;
    const digest = (side: Difference['source']): Buffer =>
      typeof side?.digest === 'string' ? Buffer.from(side.digest, 'hex') : missing;
    this.#ofKey.push(Buffer.concat([Buffer.from(keyDigest!, 'hex'), digest(source), digest(target)]));
    this.#count++;
  }

  finish(): BoundRows {
    this.#closeKey();
    return { count: String(this.#count), digest: Buffer.from(this.#digester.digest()).toString('hex') };
  }

  #closeKey(): void {
    for (const entry of this.#ofKey.sort((a, b) => a.compare(b))) this.#digester.update(entry);
    this.#ofKey = [];
  }
}
