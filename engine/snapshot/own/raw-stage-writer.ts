import type { InputFile } from '../files/input-file.ts';
import { TextColumnBuilder } from '../parquet/plain-column.ts';
import { PlainParquetWriter } from '../parquet/plain-parquet-writer.ts';
import { formlessMark, stagedName } from '../raw-column.ts';

const groupRows = 122_880;
const groupBytes = 1 << 28;

/** A field's bytes as read; null is NULL; `formless` has no form and is listed by its text. */
export type RawValue = Uint8Array | null | { readonly formless: Uint8Array };

/** Writes a raw stage row by row, each column a text; partitions are constants of the file. */
export class RawStageWriter {
  readonly #writer: PlainParquetWriter;
  readonly #builders: readonly TextColumnBuilder[];
  readonly #constants: readonly (Uint8Array | null | undefined)[];
  readonly #on: (rows: number) => void;
  #rows = 0;
  #written = 0;

  /** `marked`: some values may be formless, so that the columns are bytes to other readers. */
  constructor(
    path: string,
    columns: readonly string[],
    partitions: InputFile['partitions'],
    marked: boolean,
    on: (rows: number) => void,
  ) {
    const constants = new Map(partitions.map(({ name, value }) => [name, value === null ? null : Buffer.from(value)]));
    this.#writer = new PlainParquetWriter(
      path,
      columns.map((_, i) => ({ name: stagedName(i), kind: 'text', blob: marked })),
    );
    this.#builders = columns.map(() => new TextColumnBuilder());
    this.#constants = columns.map((name) => constants.get(name));
    this.#on = on;
  }

  row(valueOf: (column: number) => RawValue): void {
    let size = 0;
    for (let column = 0; column < this.#builders.length; column++) {
      const builder = this.#builders[column]!;
      const constant = this.#constants[column];
      append(builder, constant === undefined ? valueOf(column) : constant);
      size += builder.size;
    }
    this.#rows++;
    if (this.#rows === groupRows || size > groupBytes) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#writer.close();
  }

  abort(): void {
    this.#writer.abort();
  }

  #flush(): void {
    this.#writer.writeGroup(
      this.#builders.map((builder) => builder.finish()),
      this.#rows,
    );
    for (const builder of this.#builders) builder.reset();
    this.#written += this.#rows;
    this.#rows = 0;
    this.#on(this.#written);
  }
}

function append(builder: TextColumnBuilder, value: RawValue): void {
  if (value === null) builder.appendNull();
  else if (value instanceof Uint8Array) builder.append(value, 0, value.length);
  else {
    const marked = Buffer.concat([Buffer.of(formlessMark), value.formless]);
    builder.append(marked, 0, marked.length);
  }
}
