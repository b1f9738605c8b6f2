import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { counted, grouped } from '../../contract/grouped.ts';
import { runFailed } from '../../engine/reconcile/run/run-failed.ts';
import { writeSample } from '../../engine/sample/write-sample.ts';
import type { Run } from '../main.ts';
import { removeDead } from '../remove-dead.ts';
import { parseWhole } from '../sizes.ts';

interface Options {
  readonly rows: number;
  readonly faults: number;
  readonly seed: number;
}

export function addSample(program: Command, run: Run): void {
  program
    .command('sample <dir>')
    .description('writes a bank’s ledger twice, as two systems would export it, with its plan and what was put wrong')
    .option('--rows <n>', 'rows of one side over all tables', parseWhole(1, 1e12), 1_000_000)
    .option('--faults <k>', 'faults of each kind', parseWhole(0, 1e6), 3)
    .option('--seed <s>', 'the same seed gives the same bytes', parseWhole(0, Number.MAX_SAFE_INTEGER), 1)
    .addHelpText('after', '\nExample:\n  tallystick sample sample --rows 100000 --faults 5')
    .action((dir: string, { rows, faults, seed }: Options) =>
      run(async (context) => {
        const folder = resolve(dir);
        const { signal, onProgress } = context;
        removeDead(context, dirname(folder), folder);
        const summary = await writeSample(folder, { rows, faults, seed, signal, onProgress }).catch(
          (error: unknown) => {
            throw runFailed(error, signal, folder);
          },
        );
        if (context.json) context.print(JSON.stringify({ folder, ...summary }));
        else {
          for (const { name, source, target } of summary.tables)
            context.print(
              `${name.padEnd(16)} source ${grouped(source['rows'])} rows, target ${grouped(target['rows'])} rows`,
            );
          context.print(`${counted(summary.faultCount, 'fault')} listed in ${join(dir, summary.faults)}`);
          context.print(`next: tallystick reconcile ${join(dir, summary.plan)}`);
        }
        return 0;
      }),
    );
}
