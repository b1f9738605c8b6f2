import { DigestedFile } from './digested-file.ts';
import type { ViewRows } from './listed-part.ts';
import { ViewFile } from './view-file.ts';

/** What a file of the listing is made of, by its form: bytes as they are, or rows of the view. */
export interface LaidPieces {
  readonly text: readonly Uint8Array[];
  readonly view: readonly ViewRows[];
}
export type LaidForm = keyof LaidPieces;

/** A new file that is laid end to end of pieces, and digested on the way. */
export interface LaidFile<F extends LaidForm> {
  /** Takes the next pieces; their bytes must stay as they are until that is done, but others may come before. */
  readonly append: (pieces: LaidPieces[F]) => Promise<void>;
  /** The SHA-256 of what was written, in hex. */
  readonly close: () => Promise<string>;
  /** Gives up: what is there goes with its folder. */
  readonly abort: () => Promise<void>;
}

export type LayFile = <F extends LaidForm>(form: F, path: string) => LaidFile<F>;

/** Lays it in this thread. */
export const layHere: LayFile = (form, path) => {
  const file = form === 'text' ? new DigestedFile(path) : new ViewFile(path);
  const append = (piece: Uint8Array | ViewRows): void =>
    file instanceof ViewFile ? file.append(piece as ViewRows) : file.append(piece as Uint8Array);
  return {
    append: (pieces) => here(() => pieces.forEach(append)),
    close: () => here(() => file.close()),
    abort: () => here(() => file.abort()),
  };
};

const here = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));
