// A process of its own for a state root, so that its memory is nobody else's: stage, work folder, bytes for sorting.
// Prints the root, the accounts, and the most memory that the process ever had.
import { join } from 'node:path';
import { accountColumns } from '../../engine/certificates/ethereum/account.ts';
import { stateRoot } from '../../engine/certificates/ethereum/state-root.ts';

const [path, folder, memory] = process.argv.slice(2) as [string, string, string];
const found = await stateRoot({
  stages: [{ path, file: 'accounts' }],
  columns: accountColumns.slice(0, 3).map((name, index) => [name, index] as const),
  memory: Number(memory),
  out: join(folder, 'part-'),
});
console.log(JSON.stringify({ ...found, peak: process.resourceUsage().maxRSS * 1024 }));
