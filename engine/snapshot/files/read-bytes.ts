import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { TallyError } from '../../../contract/problem.ts';
import type { InputFile } from './input-file.ts';
import { letGo } from './let-go.ts';
import { readFailed } from './read-failed.ts';
import { through } from './through.ts';
import { unzstd } from './zstd-frames.ts';

const chunkBytes = 1 << 20;

/** The file's bytes as they lie on disk, in chunks. */
export async function* readRaw(file: InputFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const stream = createReadStream(file.path, { highWaterMark: chunkBytes, ...(signal ? { signal } : {}) });
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw readFailed(error, file.name);
  }
}

/**
 * What the raw bytes hold, decompressed as they come: never the whole of it in memory, so that no bomb can fill it. The
 * chunks are given away: nobody else may have a part of them.
 */
export function decompress(file: InputFile, raw: AsyncIterable<Buffer>): AsyncIterable<Uint8Array> {
  if (file.compression === 'gzip') return gunzip(raw, file.name);
  if (file.compression === 'zstd') return unzstd(raw, file.name);
  return raw;
}

async function* gunzip(raw: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const decoder = createGunzip({ chunkSize: 1 << 18 });
  let given = 0;
  const counted = async function* () {
    for await (const chunk of raw) {
      given += chunk.length;
      yield chunk;
      if (isWhole(chunk)) letGo(chunk);
    }
  };
  try {
    yield* through(decoder, counted());
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'Z_BUF_ERROR') throw damaged(name, 'its gzip data ends too early', error);
    if (typeof code === 'string' && code.startsWith('Z_')) throw damaged(name, 'its gzip data is damaged', error);
    throw error;
  }
  // After a member Node drops a zero byte and all that follows it: rows would be missing without a word.
  const left = given - decoder.bytesWritten;
  if (left > 0) throw damaged(name, `${left} bytes follow the end of its gzip data`);
}

/** Whether it is all of some memory, and no part of a pool's. */
const isWhole = ({ buffer, length }: Buffer): boolean => length >= 1 << 17 && length === buffer.byteLength;

const damaged = (name: string, why: string, cause?: unknown): TallyError =>
  new TallyError('input_malformed', `The file cannot be decompressed: ${why}`, name, 'Copy or export it again', {
    cause,
  });
