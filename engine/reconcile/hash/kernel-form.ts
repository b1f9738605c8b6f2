import type { CanonicalType, Reading } from '../../canonical/types.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, TextCells } from '../../kernel/row-batch.ts';

/** Runs the kernel on a whole column; rows it does not judge are marked in `left` and counted. */
export type KernelForm = (
  kernel: Kernel,
  arena: Arena,
  rows: number,
  left: number,
) => { readonly cells: TextCells; readonly leftOver: number };

const epochUnits: Readonly<Record<string, 0 | 3 | 6 | 9>> = { epoch_s: 0, epoch_ms: 3, epoch_us: 6, epoch_ns: 9 };

/**
 * How the kernel reads a column of this kind into this type, or null where every cell is for JavaScript: texts that are
 * NULL, value maps and rules are asked of each cell's text, and so are patterns and zones.
 */
export function kernelForm(type: CanonicalType, reading: Reading, column: KernelColumn): KernelForm | null {
  if (reading.nullTexts.length > 0 || reading.values !== null || reading.rules.length > 0) return null;
  switch (column.kind) {
    case 'text':
      return textForm(type, reading, column);
    case 'int32':
    case 'int64':
      return intForm(type, reading, column);
    case 'double':
      return type.kind === 'float' ? fresh(column, 17, floats(column)) : null;
    case 'date':
      if (type.kind !== 'text' && (type.kind !== 'date' || reading.format !== null)) return null;
      return fresh(column, 16, (k, rows, out, { starts, ends }, left) =>
        k.dateCells(column.values, column.valid, rows, out, starts, ends, left),
      );
    case 'time':
      return timeForm(type, reading, column);
    case 'other':
      return null;
  }
}

type Fill = (kernel: Kernel, rows: number, out: number, cells: TextCells, left: number) => number;

/** Cells of their own, `width` bytes a row. */
const fresh =
  ({ valid }: { readonly valid: number }, width: number, fill: Fill): KernelForm =>
  (kernel, arena, rows, left) => {
    const cells = { starts: arena.alloc(rows * 4), ends: arena.alloc(rows * 4), valid };
    const out = arena.alloc(rows * width + 32);
    return { cells, leftOver: fill(kernel, rows, out, cells, left) };
  };

/** What cells written anew take at most: bytes a row, or so many more than their texts; null where none is written. */
type Room = { readonly width: number } | { readonly growth: number } | null;

const roomFor = (kernel: Kernel, { starts, ends, valid }: TextCells, rows: number, room: NonNullable<Room>): number =>
  'width' in room ? rows * room.width : kernel.textBytes(starts, ends, valid, rows) + rows * room.growth;

/** The column's own cells, moved where they are written anew. */
const inPlace =
  ({ starts, ends, valid }: TextCells, room: Room, fill: Fill): KernelForm =>
  (kernel, arena, rows, left) => {
    const cells = { starts, ends, valid };
    const out = room === null ? 0 : arena.alloc(roomFor(kernel, cells, rows, room) + 32);
    return { cells, leftOver: fill(kernel, rows, out, cells, left) };
  };

const floats =
  ({ values, valid }: { readonly values: number; readonly valid: number }): Fill =>
  (k, rows, out, { starts, ends }) => {
    k.floatCells(values, valid, rows, out, starts, ends);
    return 0;
  };

function textForm(type: CanonicalType, reading: Reading, column: TextCells): KernelForm | null {
  const judged = (name: 'uuidTexts' | 'hexTexts' | 'boolTexts' | 'dateTexts'): KernelForm =>
    inPlace(column, null, (k, rows, _, { starts, ends, valid }, left) => k[name](starts, ends, valid, rows, left));
  switch (type.kind) {
    case 'text':
      return inPlace(column, null, () => 0);
    case 'int':
    case 'decimal': {
      if (reading.base === 16 || reading.groupSeparator !== null || reading.decimalSeparator !== '.') return null;
      const places = type.kind === 'decimal' ? type.scale : 0;
      // No text grows by more than the places and the zeros that a scale puts before them.
      const growth = places + Math.abs(reading.scale) + 4;
      return inPlace(column, { growth }, (k, rows, out, { starts, ends, valid }, left) =>
        k.decimalCells(starts, ends, valid, rows, places, reading.scale, out, left),
      );
    }
    case 'float':
      return inPlace(column, { width: 16 }, (k, rows, out, { starts, ends, valid }, left) =>
        k.floatTexts(starts, ends, valid, rows, out, left),
      );
    case 'bool':
      return reading.trueTexts.includes('true') && reading.falseTexts.includes('false') ? judged('boolTexts') : null;
    case 'date':
      return reading.format === null ? judged('dateTexts') : null;
    case 'timestamp':
    case 'datetime':
      if (!isIso(reading)) return null;
      return inPlace(column, { width: 32 }, (k, rows, out, { starts, ends, valid }, left) =>
        k.timeTexts(
          starts,
          ends,
          valid,
          rows,
          type.precision,
          type.kind === 'timestamp',
          reading.zone === 'UTC',
          out,
          left,
        ),
      );
    case 'uuid':
      return judged('uuidTexts');
    case 'bytes':
      return reading.encoding === 'hex' ? judged('hexTexts') : null;
  }
}

const isIso = ({ format }: Reading): boolean => format === null || format === 'iso8601';

type Ints = Extract<KernelColumn, { kind: 'int32' | 'int64' }>;

function intForm(type: CanonicalType, reading: Reading, column: Ints): KernelForm | null {
  const size = column.kind === 'int32' ? 4 : 8;
  const written = (digits: number, places: number): KernelForm | null =>
    Math.abs(digits) > 60
      ? null
      : fresh(column, 24 + places + Math.abs(digits), (k, rows, out, { starts, ends }, left) =>
          k.intCells(column.values, size, column.valid, rows, digits, places, out, starts, ends, left),
        );
  if (type.kind === 'text') return written(column.digits, column.digits);
  if (type.kind === 'int' || type.kind === 'decimal') {
    if (reading.base === 16 || reading.groupSeparator !== null || reading.decimalSeparator !== '.') return null;
    return written(column.digits - reading.scale, type.kind === 'decimal' ? type.scale : 0);
  }
  const unit = epochUnits[reading.format ?? ''];
  if ((type.kind !== 'timestamp' && type.kind !== 'datetime') || unit === undefined || size === 4 || column.digits > 0)
    return null;
  return fresh(column, 32, (k, rows, out, { starts, ends }, left) =>
    k.timeCells(
      column.values,
      column.valid,
      rows,
      unit,
      type.precision,
      type.kind === 'timestamp',
      out,
      starts,
      ends,
      left,
    ),
  );
}

type Times = Extract<KernelColumn, { kind: 'time' }>;

function timeForm(type: CanonicalType, reading: Reading, column: Times): KernelForm | null {
  const { values, valid, unit, instant } = column;
  if (type.kind !== 'text' && type.kind !== 'timestamp' && type.kind !== 'datetime') return null;
  if (type.kind !== 'text' && (!isIso(reading) || instant !== (type.kind === 'timestamp'))) return null;
  const precision = 'precision' in type ? type.precision : unit;
  return fresh(column, 32, (k, rows, out, { starts, ends }, left) =>
    k.timeCells(values, valid, rows, unit, precision, instant, out, starts, ends, left),
  );
}
