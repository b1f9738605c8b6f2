import type { Transform } from 'node:stream';

/**
 * What a decoder makes of `pieces`, with back pressure; an error of the pieces is thrown as it is. It has done with a
 * piece when it asks for the next.
 */
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
      await taken(decoder, piece);
      // Its thread may still read the piece: no other is asked for, which would say that it is done with.
      if (decoder.destroyed) return null;
    }
    decoder.end();
    return null;
  } catch (error) {
    decoder.destroy();
    return { error };
  }
}

/** Ends when the decoder has taken the piece in, or will take nothing more. */
const taken = (decoder: Transform, piece: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      decoder.off('close', done);
      resolve();
    };
    decoder.on('close', done);
    if (decoder.destroyed) done();
    else decoder.write(piece, done);
  });
