import { closeSync, constants, copyFileSync, fstatSync, openSync, truncateSync } from 'node:fs';
import type { Bare } from './parquet-leaf.ts';
import type { ParquetFooter } from './parquet-footer.ts';
import { readExactly } from '../files/read-exactly.ts';
import { torn } from './thrift-compact.ts';
import { readThriftTree, smallField, writeThriftTree, type ThriftField, type ThriftTree } from './thrift-tree.ts';
import { writeAll } from '../files/write-all.ts';

// Field numbers of Parquet's metadata.
const file = { schema: 2, groups: 4 };
const element = { type: 1, length: 2, name: 4, converted: 6, logical: 10 };
const group = { columns: 1 };
const chunk = { meta: 3 };
const meta = { type: 1, statistics: 12 };
const fixed = 7;

/**
 * Copies a Parquet file under a footer that calls some leaves by what they are in the bytes: INT96 by twelve bytes,
 * nanoseconds by an INT64, texts by bytes. The pages are the same, byte for byte.
 */
export function copyWithBareLeaves(
  path: string,
  { schema }: ParquetFooter,
  bare: readonly (Bare | null)[],
  outPath: string,
): void {
  copyFileSync(path, outPath, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const fd = openSync(outPath, 'r+');
  try {
    const size = fstatSync(fd).size;
    const length = readExactly(fd, size - 8, 4).readUInt32LE();
    const start = size - 8 - length;
    const footer = rewritten(readThriftTree(readExactly(fd, start, length)), bare, schema);
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(footer.length);
    tail.write('PAR1', 4, 'latin1');
    truncateSync(outPath, start);
    writeAll(fd, Buffer.concat([footer, tail]), start);
  } finally {
    closeSync(fd);
  }
}

function rewritten(
  fields: readonly ThriftField[],
  bare: readonly (Bare | null)[],
  schema: ParquetFooter['schema'],
): Buffer {
  const leaves = bare.filter((_, i) => schema[i]!.type !== null);
  return writeThriftTree(
    fields.map((field) => {
      if (field.id === file.schema) return withItems(field, (item, i) => (bare[i] ? bareElement(item, bare[i]) : item));
      if (field.id !== file.groups) return field;
      return withItems(field, (item) =>
        mapField(item, group.columns, (columns) =>
          withItems(columns, (column, i) => (leaves[i] === 'int96' ? fixedChunk(column) : column)),
        ),
      );
    }),
  );
}

function bareElement(fields: readonly ThriftField[], bare: Bare): readonly ThriftField[] {
  const kept = fields.filter(({ id }) => id !== element.converted && id !== element.logical);
  if (bare !== 'int96') return kept;
  return [
    smallField(element.type, fixed),
    smallField(element.length, 12),
    ...kept.filter(({ id }) => id > element.length),
  ];
}

const fixedChunk = (fields: readonly ThriftField[]): readonly ThriftField[] =>
  mapField(fields, chunk.meta, (field) => ({
    ...field,
    value: partsOf(field)
      .filter(({ id }) => id !== meta.statistics)
      .map((part) => (part.id === meta.type ? smallField(meta.type, fixed) : part)),
  }));

const mapField = (
  fields: readonly ThriftField[],
  id: number,
  change: (field: ThriftField) => ThriftField,
): readonly ThriftField[] => fields.map((field) => (field.id === id ? change(field) : field));

function withItems(
  field: ThriftField,
  change: (item: readonly ThriftField[], index: number) => ThriftTree,
): ThriftField {
  const list = field.value;
  if (!('items' in list)) throw torn();
  const items = list.items.map((item, i) => {
    if (!Array.isArray(item)) throw torn();
    return change(item as readonly ThriftField[], i);
  });
  return { ...field, value: { of: list.of, items } };
}

/** What is a struct by the format need not be one in a stranger's bytes. */
function partsOf({ value }: ThriftField): readonly ThriftField[] {
  if (!Array.isArray(value)) throw torn();
  return value as readonly ThriftField[];
}
