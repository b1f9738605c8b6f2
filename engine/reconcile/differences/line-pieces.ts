import { differenceKinds } from '../../evidence/differences/difference.ts';
import { csvLine } from '../../evidence/differences/difference-csv.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { ListedTable } from './listed-table.ts';

/** The kinds that the kernel writes, by its numbers. */
const kernelKinds = differenceKinds.slice(0, 5);

/** What every line of a table has alike, laid out for writeDifferences of the kernel: addresses. */
export interface LinePieces {
  readonly pieces: number;
  readonly names: number;
  readonly sourceFiles: number;
  readonly targetFiles: number;
  readonly tableEscapes: number;
  /** Bytes at most of all column names, of a file's name, of a kind and the table's name with what stands around it. */
  readonly longest: { readonly names: number; readonly file: number; readonly head: number };
}

type Piece = Buffer;
const text = (value: string): Piece => Buffer.from(value, 'utf8');
const inView = (value: string): Piece => {
  const bytes = text(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const cell = (value: string): { readonly line: string; readonly escaped: number } => {
  const { line, escaped } = csvLine([value]);
  return { line: line.slice(0, -2), escaped };
};

export function layPieces(arena: Arena, { name, columns, files }: ListedTable): LinePieces {
  const table = cell(name);
  const pieces = [
    text('{"columns":'),
    text(',"key":'),
    text(',"keyDigest":"'),
    text(`,"table":${JSON.stringify(name)},"target":`),
    text('{"digest":"'),
    text('","row":"'),
    inView(name),
    ...kernelKinds.flatMap((kind) => [
      text(`","kind":"${kind}","source":`),
      text(`${table.line},"${kind}","`),
      inView(kind),
    ]),
  ];
  const names = columns.flatMap((column) => {
    const json = JSON.stringify(column.name);
    return [text(json), text(json.replaceAll('"', '""'))];
  });
  const fileOf = (file: string) => {
    const { line, escaped } = cell(file);
    return {
      pieces: [text(`","file":${JSON.stringify(file)},"record":"`), text(`",${line},"`), inView(file)],
      escaped,
    };
  };
  const [source, target] = [files.source.map(fileOf), files.target.map(fileOf)];
  const longest = (all: readonly Piece[]): number => Math.max(0, ...all.map(({ length }) => length));
  return {
    pieces: layAll(arena, [{ pieces }]),
    names: layAll(arena, [{ pieces: names }]),
    sourceFiles: layAll(arena, source),
    targetFiles: layAll(arena, target),
    tableEscapes: table.escaped,
    longest: {
      names: names.reduce((sum, { length }) => sum + length + 1, 0),
      file: longest([...source, ...target].flatMap((file) => file.pieces)),
      head: longest(pieces),
    },
  };
}

/** Address and length of each piece of an entry, and what it counts; the pieces lie behind all of them. */
function layAll(
  arena: Arena,
  entries: readonly { readonly pieces: readonly Piece[]; readonly escaped?: number }[],
): number {
  const words = entries.reduce(
    (sum, { pieces, escaped }) => sum + 2 * pieces.length + (escaped === undefined ? 0 : 1),
    0,
  );
  const bytes = entries.reduce((sum, { pieces }) => sum + pieces.reduce((all, { length }) => all + length, 0), 0);
  const table = arena.alloc(words * 4);
  let next = arena.alloc(bytes + 16);
  const numbers = arena.u32(table, words);
  let word = 0;
  for (const { pieces, escaped } of entries) {
    for (const piece of pieces) {
      arena.bytes(next, piece.length).set(piece);
      numbers[word++] = next;
      numbers[word++] = piece.length;
      next += piece.length;
    }
    if (escaped !== undefined) numbers[word++] = escaped;
  }
  return table;
}
