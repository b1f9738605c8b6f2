import type { Kernel } from './kernel.ts';

const page = 65_536;
/** Arrays of a round size one after another would fight for the same lines of the cache. */
const apart = 320;

/** Lays out a kernel's memory: regions one after another, all given back at once. Views are void after the next alloc. */
export class Arena {
  readonly #kernel: Kernel;
  #next: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#next = kernel.heapBase();
    this.reset();
  }

  /** The address of `bytes` fresh bytes, whatever they hold; 16-aligned, so that the kernel may load lanes from it. */
  alloc(bytes: number): number {
    const at = this.#next;
    this.#next = (at + bytes + (bytes < page ? 0 : apart) + 15) & ~15;
    const { memory } = this.#kernel;
    const missing = this.#next - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / page));
    return at;
  }

  /** Where the next region will be, for release(). */
  mark(): number {
    return this.#next;
  }

  /** Gives back what was allocated since the mark. */
  release(mark: number): void {
    this.#next = mark;
  }

  reset(): void {
    this.#next = (this.#kernel.heapBase() + 15) & ~15;
  }

  view(): DataView {
    return new DataView(this.#kernel.memory.buffer);
  }

  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#kernel.memory.buffer, at, length);
  }

  u32(at: number, length: number): Uint32Array {
    return new Uint32Array(this.#kernel.memory.buffer, at, length);
  }
}
