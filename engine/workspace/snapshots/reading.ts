import { statSync } from 'node:fs';
import { sides, type BySide, type Side } from '../../../contract/side.ts';
import type { ReadSnapshots } from './snapshot-store.ts';
import type { InputFile, ScannedFile } from '../../snapshot/files/input-file.ts';

type View = ReadSnapshots['view'];
type File = View['source']['tables'][number]['files'][number];

/** Both exports while they are read: every file that was met, with its digest and its count once they are known. */
export class Reading {
  readonly #names: BySide<string>;
  readonly #files: BySide<Map<string, File>> = { source: new Map(), target: new Map() };

  constructor(names: BySide<string>) {
    this.#names = names;
  }

  met(side: Side, { name, path }: InputFile): void {
    const bytes = String(statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    this.#files[side].set(name, { name, bytes, sha256: null, rows: null, certificate: null });
  }

  read(side: Side, { name, bytes, sha256, rows }: ScannedFile): void {
    this.#files[side].set(name, { name, bytes: String(bytes), sha256, rows: String(rows), certificate: null });
  }

  /** One table without a name a side: which file is of which table is known when all were read. */
  view(): View {
    const [source, target] = sides.map((side) => {
      const files = [...this.#files[side].values()];
      const tables = files.length === 0 ? [] : [{ name: '', files, rows: null, columns: [] }];
      return { name: this.#names[side], tables, notData: [], certificates: null };
    });
    return { source: source!, target: target! };
  }
}
