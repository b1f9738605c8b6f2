import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelDialect } from './kernel-dialect.ts';
import type { CsvForm } from './plain-csv.ts';

const size = 80;

/** The kernel's count of a CSV file's records (workers/kernel/csv-count.ts): what CsvScanner counts, without its words. */
export class KernelCsvCount {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #dialect: KernelDialect;
  readonly #at: number;

  constructor(kernel: Kernel, arena: Arena, dialect: KernelDialect) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#dialect = dialect;
    this.#at = arena.alloc(size);
    arena.bytes(this.#at, size).fill(0);
  }

  /** Takes bytes of kernel memory, 63 more of which may be read; false where the scanner refuses them. */
  push(at: number, length: number): boolean {
    const { delimiter, quote, escape } = this.#dialect;
    return this.#kernel.csvCount(this.#at, at, length, delimiter, quote, escape) !== 0;
  }

  end(): boolean {
    return this.#kernel.csvCountEnd(this.#at) !== 0;
  }

  get records(): number {
    return this.#long(32);
  }

  /** Fields of the first record, and its bytes; 0 until it has ended. */
  get width(): number {
    return this.#word(8);
  }

  get firstLength(): number {
    return this.#long(72);
  }

  /** Bytes of a record that has begun; null between a CR and what may be its LF. */
  get begun(): number | null {
    return this.#word(16) !== 0 ? null : this.#long(24);
  }

  get longest(): number {
    return this.#long(64);
  }

  get form(): CsvForm {
    const noticed = this.#word(12);
    return {
      lf: this.#long(40),
      crlf: this.#long(48),
      cr: this.#long(56),
      oddQuote: (noticed & 1) !== 0,
      brokenLine: (noticed & 2) !== 0,
      brokenByCr: (noticed & 8) !== 0,
      nul: (noticed & 4) !== 0,
      longest: this.longest,
    };
  }

  #word(offset: number): number {
    return this.#arena.u32(this.#at + offset, 1)[0]!;
  }

  #long(offset: number): number {
    const [low, high] = this.#arena.u32(this.#at + offset, 2);
    return low! + high! * 2 ** 32;
  }
}
