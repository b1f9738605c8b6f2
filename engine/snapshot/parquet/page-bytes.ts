import * as zlib from 'node:zlib';
import { decompress as unzstdPortable } from 'fzstd';
import type { Arena } from '../../kernel/arena.ts';
import { torn, type Kernel } from '../../kernel/kernel.ts';
import { letGo } from '../files/let-go.ts';
import { NotDirect } from './not-direct.ts';

const codecs = { none: 0, snappy: 1, gzip: 2, brotli: 4, zstd: 6 };

// Node has zstd from 22.15 on; Electron 33 carries Node 20.
const ownZstd = (zlib as Partial<typeof zlib>).zstdDecompressSync;

/** A page as it is stored, in kernel memory; sixteen bytes behind it may be read. */
export interface StoredPage {
  readonly at: number;
  readonly bytes: number;
}

/**
 * Lays what a page holds, decompressed, elsewhere in kernel memory; gives its address. `size` is what the page's header claims:
 * nothing longer is made of it, and nothing shorter is taken.
 */
export function layPage(kernel: Kernel, arena: Arena, page: StoredPage, codec: number, size: number): number {
  if (codec === codecs.snappy) {
    const at = arena.alloc(size + 16);
    if (kernel.unsnap(page.at, page.at + page.bytes, at, size) === torn) throw new NotDirect('a page is damaged');
    return at;
  }
  const at = arena.alloc(size + 16);
  const plain = inflate(arena.bytes(page.at, page.bytes), codec, size);
  if (plain.length !== size) throw new NotDirect('a page has another length than its header says');
  arena.bytes(at, size).set(plain);
  // A small piece is a part of memory that others have parts of.
  if (codec !== codecs.none && plain.length >= 1 << 16) letGo(plain);
  return at;
}

function inflate(page: Uint8Array, codec: number, size: number): Uint8Array {
  if (codec === codecs.none) return page;
  // One piece of output: by default there would be one every 16 KiB, and another one as soon as the first is full.
  const most = { maxOutputLength: Math.max(size, 1), chunkSize: size + 64 };
  try {
    if (codec === codecs.zstd)
      return ownZstd === undefined ? unzstdPortable(page, plainArray(size)) : ownZstd(page, most);
    if (codec === codecs.gzip) return zlib.gunzipSync(page, most);
    if (codec === codecs.brotli) return zlib.brotliDecompressSync(page, most);
  } catch {
    throw new NotDirect('a page cannot be decompressed');
  }
  throw new NotDirect(`pages are compressed by codec ${codec}`);
}

/** fzstd compares the array it is given with 1, which writes all of it out as text first: most of its time. */
const plainArray = (size: number): Uint8Array =>
  Object.defineProperty(new Uint8Array(size), Symbol.toPrimitive, { value: () => 0 });
