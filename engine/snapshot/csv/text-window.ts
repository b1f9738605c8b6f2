import { isUtf8 } from 'node:buffer';
import type { Arena } from '../../kernel/arena.ts';
import type { ByteFiller } from '../files/byte-filler.ts';
import { incompleteTail } from '../files/utf8-gate.ts';

/** The kernel looks at 64 bytes at once. */
const beyond = 64;
/** A byte order mark is seen whole. */
const smallest = 4;

/** A file's text passing through kernel memory: whole characters, without a byte order mark. */
export class TextWindow {
  readonly #arena: Arena;
  readonly #filler: ByteFiller;
  readonly #largest: number;
  #size: number;
  #buffer: number;
  // Offsets in the buffer: what is not dropped, what is judged, what is there.
  #first = 0;
  #judged = 0;
  #held = 0;
  #marked: boolean;
  /** No more is to come. */
  final = false;
  /** Bytes of the file before the window, the byte order mark among them. */
  passed = 0;

  /** `marked`: it is the file's beginning, where a byte order mark may be. */
  constructor(arena: Arena, filler: ByteFiller, size: number, marked: boolean, largest = size) {
    this.#arena = arena;
    this.#filler = filler;
    this.#largest = largest;
    this.#size = Math.max(size, smallest);
    this.#buffer = arena.alloc(this.#size + beyond);
    this.#marked = marked;
  }

  get at(): number {
    return this.#buffer + this.#first;
  }

  get length(): number {
    return this.#judged - this.#first;
  }

  drop(bytes: number): void {
    this.#first += bytes;
    this.passed += bytes;
  }

  /** Takes what there is room for, and makes room where nothing was dropped. */
  async fill(): Promise<'text' | 'not UTF-8' | 'no room'> {
    if (this.#first === 0 && this.#held === this.#size && !this.#grow()) return 'no room';
    this.#arena.bytes(this.#buffer, this.#held).copyWithin(0, this.#first);
    this.#judged -= this.#first;
    this.#held -= this.#first;
    this.#first = 0;
    while (this.#held < this.#size && !this.final) {
      const got = this.#filler.fill(this.#arena.bytes(this.#buffer + this.#held, this.#size - this.#held));
      const bytes = typeof got === 'number' ? got : await got;
      this.#held += bytes;
      this.final = bytes === 0;
    }
    const bytes = this.#arena.bytes(this.#buffer, this.#held);
    const whole = this.final ? this.#held : this.#held - incompleteTail(bytes);
    if (!isUtf8(bytes.subarray(this.#judged, whole))) return 'not UTF-8';
    this.#judged = whole;
    if (this.#marked && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.drop(3);
    this.#marked = false;
    return 'text';
  }

  #grow(): boolean {
    if (this.#size >= this.#largest) return false;
    const larger = Math.min(this.#size * 2, this.#largest);
    const buffer = this.#arena.alloc(larger + beyond);
    this.#arena.bytes(buffer, this.#held).set(this.#arena.bytes(this.#buffer, this.#held));
    this.#buffer = buffer;
    this.#size = larger;
    return true;
  }
}
