import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { createXXHash64 } from 'hash-wasm';
import { TallyError } from '../../../contract/problem.ts';
import { ByteSource } from './byte-source.ts';
import { through } from './through.ts';

const dictionaryBytes = [0, 1, 2, 4];
const longestBlock = 1 << 17;

type Pieces = AsyncGenerator<Buffer, Buffer | null>;
export type ZstdDecoder = (frame: Pieces) => AsyncGenerator<Uint8Array>;

/**
 * Decompresses zstd (RFC 8878) frame by frame. The frames are cut here because Node's stream ends at the first one and
 * drops the rest of the file without a word.
 */
export async function* unzstd(
  raw: AsyncIterable<Buffer>,
  name: string,
  decoder: ZstdDecoder = ownZstd === undefined ? portable : native,
): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(raw, () => damaged(name, 'its zstd data ends too early'));
  try {
    while (!(await source.ended())) {
      const magic = await source.take(4);
      const number = magic.readUInt32LE();
      if ((number & 0xfffffff0) >>> 0 === 0x184d2a50) await source.skip((await source.take(4)).readUInt32LE());
      else if (number === 0xfd2fb528) yield* decoder(frame(source, magic, name));
      else throw damaged(name, 'what follows is no zstd frame');
    }
  } catch (error) {
    if (error instanceof TallyError || !isZstdError(error)) throw error;
    if (/window/i.test(error.message))
      throw new TallyError(
        'input_unsupported',
        'The file was compressed with too large a window',
        name,
        'Compress it again without --long or --ultra',
        { cause: error },
      );
    throw damaged(name, 'its zstd data is damaged', error);
  } finally {
    await source.close();
  }
}

/** The pieces of one frame, each holding at most one block; gives the checksum it ends with. */
async function* frame(source: ByteSource, magic: Buffer, name: string): Pieces {
  const descriptor = (await source.take(1)).readUInt8();
  const single = (descriptor & 32) !== 0;
  const sizeFlag = descriptor >> 6;
  const dictionary = dictionaryBytes[descriptor & 3]!;
  const rest = await source.take((single ? 0 : 1) + dictionary + (sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag));
  const id = rest.subarray(single ? 0 : 1).subarray(0, dictionary);
  if (id.some((byte) => byte !== 0))
    throw new TallyError(
      'input_unsupported',
      'The file was compressed with a zstd dictionary',
      name,
      'Compress it again without one',
    );
  yield Buffer.concat([magic, Buffer.of(descriptor), rest]);
  for (let last = false; !last;) {
    const header = await source.take(3);
    const bits = header.readUIntLE(0, 3);
    const [type, size] = [(bits >> 1) & 3, bits >> 3];
    if (type === 3 || size > longestBlock) throw damaged(name, 'its zstd data is damaged');
    yield Buffer.concat([header, await source.take(type === 1 ? 1 : size)]);
    last = (bits & 1) !== 0;
  }
  if ((descriptor & 4) === 0) return null;
  const checksum = await source.take(4);
  yield checksum;
  return checksum;
}

// Node has zstd from 22.15 on; Electron 33 carries Node 20.
const ownZstd = (zlib as Partial<typeof zlib>).createZstdDecompress;

export async function* native(pieces: Pieces): AsyncGenerator<Uint8Array> {
  yield* through(zlib.createZstdDecompress({ chunkSize: longestBlock }), pieces);
}

/** The same in JavaScript; fzstd does not check a frame's checksum, so that is done here. */
export async function* portable(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const hash = await createXXHash64();
  const out: Uint8Array[] = [];
  const decoder = new Decompress((data) => out.push(data));
  const drain = function* () {
    for (const data of out.splice(0)) {
      hash.update(data);
      yield data;
    }
  };
  let piece = await pieces.next();
  for (; piece.done !== true; piece = await pieces.next()) {
    decoder.push(piece.value);
    yield* drain();
  }
  decoder.push(new Uint8Array(0), true);
  yield* drain();
  const sum = Buffer.from(hash.digest('binary')).readUInt32BE(4);
  if (piece.value !== null && piece.value.readUInt32LE() !== sum) throw new ChecksumError('checksum');
}

class ChecksumError extends Error {}

const isZstdError = (error: unknown): error is Error =>
  error instanceof ChecksumError ||
  (error instanceof Error &&
    (/^ZSTD_|^Z_/.test(String((error as { code?: unknown }).code)) ||
      typeof (error as { code?: unknown }).code === 'number'));

const damaged = (name: string, why: string, cause?: unknown): TallyError =>
  new TallyError('input_malformed', `The file cannot be decompressed: ${why}`, name, 'Copy or export it again', {
    cause,
  });
