import type { Transform } from 'node:stream';

/** What a decoder makes of `pieces`, with back pressure; an error of the pieces is thrown as it is. */
export async function* through(decoder: Transform, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const feeding = feed(decoder, pieces);
  try {
    for await (const chunk of decoder) yield chunk as Buffer;
  } finally {
    decoder.destroy();
    const failed = await feeding;
    // eslint-disable-next-line no-unsafe-finally -- the source's own error is the cause of the decoder's
    if (failed !== null) throw failed.error;
  }
}

async function feed(decoder: Transform, pieces: AsyncIterable<Uint8Array>): Promise<{ error: unknown } | null> {
  try {
    for await (const piece of pieces) {
      if (decoder.destroyed) return null;
      if (!decoder.write(piece)) await room(decoder);
    }
    decoder.end();
    return null;
  } catch (error) {
    decoder.destroy();
    return { error };
  }
}

const room = (decoder: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      decoder.off('drain', done);
      decoder.off('close', done);
      resolve();
    };
    decoder.on('drain', done);
    decoder.on('close', done);
  });
