import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sides, type Side } from '../../../contract/side.ts';
import { snapshotSideView } from '../../../contract/snapshots.ts';
import type { Reading } from './reading.ts';
import { replaceFile } from '../replace-file.ts';

/** What reading found: the view as it is shown, and the columns of every file, which a plan is held against. */
const shape = z.strictObject({
  view: z.strictObject({ source: snapshotSideView, target: snapshotSideView }),
  columns: z.strictObject({
    source: z.array(z.tuple([z.string(), z.array(z.string())])),
    target: z.array(z.tuple([z.string(), z.array(z.string())])),
  }),
});
export type ReadSnapshots = z.output<typeof shape>;

/** `snapshots.json`: what both exports were when they were last read. */
export class SnapshotStore {
  readonly #path: string;
  #read: ReadSnapshots | null;
  #columns = new Map<string, readonly string[]>();

  constructor(workspace: string) {
    this.#path = join(workspace, 'snapshots.json');
    this.#read = readStored(this.#path);
    this.#index();
  }

  /** What is shown while the exports are read; null when they are not. */
  reading: Reading | null = null;

  get view(): ReadSnapshots['view'] | null {
    return this.reading?.view() ?? this.#read?.view ?? null;
  }
  get read(): ReadSnapshots | null {
    return this.#read;
  }

  write(read: ReadSnapshots): void {
    replaceFile(this.#path, `${JSON.stringify(read)}\n`);
    this.#read = read;
    this.#index();
  }

  forgetCertificates(): void {
    if (this.#read === null) return;
    const [source, target] = sides.map((side) => {
      const view = this.#read!.view[side];
      const tables = view.tables.map((table) => ({
        ...table,
        files: table.files.map((file) => ({ ...file, certificate: null })),
      }));
      return { ...view, tables, certificates: null };
    });
    this.write({ ...this.#read, view: { source: source!, target: target! } });
  }

  /** The columns of a file of a side; null where it was not read. */
  columnsOf(side: Side, file: string): readonly string[] | null {
    return this.#columns.get(`${side}/${file}`) ?? null;
  }

  totals(): { readonly files: number; readonly bytes: bigint } {
    const files = sides.flatMap((side) => this.#read?.view[side].tables.flatMap((table) => table.files) ?? []);
    return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n) };
  }

  #index(): void {
    this.#columns = new Map(
      sides.flatMap(
        (side) => this.#read?.columns[side].map(([file, names]) => [`${side}/${file}`, names] as const) ?? [],
      ),
    );
  }
}

/** What cannot be read is read anew: it says nothing that the exports do not. */
function readStored(path: string): ReadSnapshots | null {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
