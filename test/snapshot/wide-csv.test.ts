import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { partsOf, readPart } from '../../engine/reconcile/hash/direct-batches.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import type { ScannedFile } from '../../engine/snapshot/files/input-file.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { loadKernel } from '../../workers/load-kernel.ts';
import { ownFolder } from './folder.ts';

const folder = ownFolder();
const kernel = loadKernel()!;

async function wide(columns: number, rows: number): Promise<ScannedFile> {
  const path = `${folder.path}/${columns}.csv`;
  const line = (cell: (c: number) => string) => Array.from({ length: columns }, (_, c) => cell(c)).join(',');
  const records = Array.from({ length: rows }, (_, row) => line((c) => `${row}.${c}`));
  writeFileSync(path, [line((c) => `n${c}`), ...records, ''].join('\n'));
  return await scanFile((await findFiles(path, null)).files[0]!, defaultCsv);
}

it('CSV of many columns comes in batches of as many rows as a worker has room for, each row once', async () => {
  const [columns, rows, room] = [300, 250, 100];
  const file = await wide(columns, rows);
  const sizes: number[] = [];
  const seen: unknown[] = [];
  for (const part of partsOf(file, defaultCsv))
    for await (const batch of readPart(kernel, new Arena(kernel), part, file.columns, room * 9 * columns)) {
      expect(batch.firstRow).toBe(seen.length);
      sizes.push(batch.rows);
      const last = batch.columns.at(-1)!;
      if (last.kind !== 'text') throw new Error('A column of CSV is text');
      for (let row = 0; row < batch.rows; row++) seen.push(last.cell(row));
    }
  expect(sizes).toEqual([100, 100, 50]);
  expect(seen).toEqual(Array.from({ length: rows }, (_, row) => `${row}.${columns - 1}`));
});

it('CSV of more than 4,096 columns is not read by DuckDB, which would hold 2,048 rows of all of them', async () => {
  expect((await wide(4096, 2)).plain).toBe(true);
  expect((await wide(4097, 2)).plain).toBe(false);
});
