import { createHash } from 'node:crypto';
import { readPieces } from '../../snapshot/files/read-pieces.ts';

/** The SHA-256 of a file's bytes, in hex. `name` is what an error calls it. */
export async function digestFile(path: string, name = path, onDone?: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  await readPieces(path, name, (piece) => {
    hash.update(piece);
    onDone?.((done += piece.length));
  });
  return hash.digest('hex');
}
