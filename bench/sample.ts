import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSample } from '../engine/sample/write-sample.ts';

// Prints what the sample ledger takes: `node bench/sample.ts [rows]`.
const rows = Number(process.argv[2] ?? '1000000');
const folder = await mkdtemp(join(tmpdir(), 'bench-sample-'));
try {
  const began = performance.now();
  await writeSample(join(folder, 'ledger'), { rows, faults: 3, seed: 1 });
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${rows} rows, both sides: ${seconds} s, ${megabytes} MB resident\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
