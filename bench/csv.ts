import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arena } from '../engine/kernel/arena.ts';
import { csvBatches } from '../engine/snapshot/csv/csv-batches.ts';
import { defaultCsv } from '../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../engine/snapshot/files/find-files.ts';
import { KernelCsvCount } from '../engine/snapshot/csv/kernel-csv-count.ts';
import { scanFile } from '../engine/snapshot/scan-file.ts';
import { loadKernel } from '../workers/load-kernel.ts';

// Prints what reading CSV takes on one core, in processor time: `node bench/csv.ts [rows]` after `npm run build`. The
// file lies in the page cache. Rounds in turn; medians.
const rows = Number(process.argv[2] ?? '2000000');
const rounds = 5;
const kernel = loadKernel();
if (kernel === null) throw new Error('This machine has no WASM SIMD');

const cellsOf = (i: number): string[] => [
  `ACCT-${String(i).padStart(10, '0')}-${'abcdef0123456789'.repeat(2).slice(i % 9)}`,
  String(Math.imul(i, 2_654_435_761) % 100_000),
  `${i % 1_000_000}.${String(i % 10_000).padStart(4, '0')}`,
  String(i * 104_729),
  `some text of ${i % 99}`,
  '2024-01-01 00:00:00',
  i % 3 === 0 ? '' : 'memo',
];
const forms = {
  plain: (cells: readonly string[]) => `${cells.join(',')}\n`,
  CRLF: (cells: readonly string[]) => `${cells.join(',')}\r\n`,
  quoted: (cells: readonly string[]) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`,
};
const names = ['key', 'small', 'amount', 'large', 'text', 'time', 'memo'];

const folder = mkdtempSync(join(tmpdir(), 'tallystick-bench-'));
try {
  for (const [form, write] of Object.entries(forms)) {
    const path = join(folder, `${form}.csv`);
    writeFileSync(path, write(names));
    for (let i = 0; i < rows;) {
      let part = '';
      for (const end = Math.min(rows, i + 100_000); i < end; i++) part += write(cellsOf(i));
      writeFileSync(path, part, { flag: 'a' });
    }
    await measure(form, path);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(form: string, path: string): Promise<void> {
  const found = (await findFiles(path, null)).files[0]!;
  const scan = (by: typeof kernel) => scanFile(found, defaultCsv, undefined, undefined, by);
  const file = await scan(kernel);
  const contestants: Readonly<Record<string, () => Promise<unknown>>> = {
    'scan by the kernel': () => scan(kernel),
    'scan by JavaScript': () => scan(null),
    'batches of all columns': readAll,
    'the count alone': countAll,
  };
  async function readAll(): Promise<void> {
    let read = 0;
    const how = { kernel: kernel!, arena: new Arena(kernel!) };
    for await (const batch of csvBatches(file, defaultCsv, file.columns, how)) read += batch.rows;
    if (read !== rows) throw new Error(`${read} rows were read`);
  }
  const arena = new Arena(kernel!);
  const part = Buffer.from(
    Array.from({ length: 10_000 }, (_, i) => forms[form as keyof typeof forms](cellsOf(i))).join(''),
  );
  const at = arena.alloc(part.length + 64);
  function countAll(): Promise<void> {
    arena.bytes(at, part.length).set(part);
    const count = new KernelCsvCount(kernel!, arena, { delimiter: 44, quote: 34, escape: 34 });
    for (let done = 0; done < file.bytes; done += part.length) count.push(at, part.length);
    return Promise.resolve();
  }

  const costs = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, run] of Object.entries(contestants)) {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      if (round > 0) costs.get(name)!.push((user + system) / 1e6); // compiled before it is measured
    }
  for (const [name, seconds] of costs) {
    const median = seconds.toSorted((a, b) => a - b)[rounds >> 1]!;
    const gigabyte = ((median / file.bytes) * 1e9).toFixed(2);
    console.log(
      `${form.padEnd(8)}${name.padEnd(26)}${gigabyte.padStart(6)} s a GB${((median / rows) * 1e9).toFixed(0).padStart(7)} ns a row`,
    );
  }
}
