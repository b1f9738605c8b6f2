import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { PlainParquetReader } from '../../engine/snapshot/parquet/plain-parquet-reader.ts';
import type { PlainColumn } from '../../engine/snapshot/parquet/plain-column.ts';

/** A folder of a test file's own, gone when it ends. */
export function ownFolder(): {
  path: string;
  put: (name: string, content: string | Uint8Array) => string;
  fresh: () => string;
} {
  const path = mkdtempSync(join(tmpdir(), 'tallystick-'));
  let counter = 0;
  afterAll(() => rmSync(path, { recursive: true }));
  return {
    path,
    put: (name, content) => {
      const full = join(path, name);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, content);
      return full;
    },
    fresh: () => join(path, `fresh-${counter++}`),
  };
}

export type Cell = string | number | null;

/** The rows of a raw stage file, read by the product's own reader. */
export function rawRows(path: string): Cell[][] {
  const reader = new PlainParquetReader(path);
  const rows: Cell[][] = [];
  for (let group = 0; group < reader.groups.length; group++) {
    const columns = reader.readGroup(group);
    for (let row = 0; row < reader.groups[group]!.rows; row++) rows.push(columns.map((column) => cell(column, row)));
  }
  reader.close();
  return rows;
}

function cell(column: PlainColumn, row: number): Cell {
  if (column.valid[row] === 0) return null;
  if (column.kind === 'text')
    return Buffer.from(column.bytes.subarray(column.starts[row], column.ends[row])).toString();
  return Number(column.values[row]);
}

/** What a failing call says, in one string: code, sentence and place. */
export async function problemSaid(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    const { problem } = error as { problem?: { code: string; what: string; where: string; remedy: string } };
    if (problem === undefined) throw error;
    return `${problem.code}: ${problem.what} (${problem.where})`;
  }
  throw new Error('It did not fail');
}
