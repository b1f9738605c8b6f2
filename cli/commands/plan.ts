import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../contract/grouped.ts';
import { TallyError } from '../../contract/problem.ts';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { proposalYaml } from '../../engine/propose/proposal-yaml.ts';
import { propose, proposalDocument, type Proposal } from '../../engine/propose/propose.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { shownValue } from '../shown-value.ts';
import { removeDead } from '../remove-dead.ts';

interface Options extends LimitOptions {
  readonly out?: string;
}

export function addPlan(program: Command, run: Run): void {
  limitOptions(program.command('plan <source> <target>'))
    .description('proposes a plan from two exports: pairs, types, keys, normal forms, each with its reason')
    .option('-o, --out <file>', 'where the plan is written; stdout unless said')
    .addHelpText('after', '\nExample:\n  tallystick plan exports/source exports/target -o plan.yaml')
    .action((source: string, target: string, options: Options) =>
      run(async (context) => {
        const { signal, onProgress } = context;
        const out = options.out === undefined ? null : resolve(options.out);
        if (out !== null) refuseOccupied(out);
        const limits = limitsOf(options);
        removeDead(context, limits.temp);
        const pool = startHashPool(limits.threads, signal);
        try {
          const proposal = await propose({
            paths: { source: resolve(source), target: resolve(target) },
            planFolder: out === null ? resolve('.') : dirname(out),
            limits,
            scan: (file, csv) => pool.run('scan', { file, csv }),
            stageOwn: (file, csv, columns, path) => pool.run('stage', { file, csv, columns, out: path }),
            onProgress,
            signal,
          });
          const yaml = proposalYaml(proposal);
          parsePlan(Buffer.from(yaml), options.out ?? 'plan.yaml'); // what is proposed is a plan, or nothing is written
          if (out !== null) writePlan(out, yaml);
          if (context.json) context.print(JSON.stringify(proposalDocument(proposal, options.out ?? null)));
          else if (out === null) context.print(yaml);
          else {
            for (const line of summary(proposal)) context.print(line);
            context.print(`next: tallystick reconcile ${options.out!}`);
          }
          return 0;
        } finally {
          await pool.close();
        }
      }),
    );
}

/** Never over a plan that is there, since somebody may have decided something in it; said before the work, not after. */
function refuseOccupied(out: string): void {
  if (existsSync(out))
    throw new TallyError('output_not_empty', 'There is a file of that name', out, 'Name another with -o, or remove it');
  if (!existsSync(dirname(out)))
    throw new TallyError(
      'usage',
      'There is no such folder for the plan',
      dirname(out),
      'Make it, or name another with -o',
    );
}

/** Whole or not at all. */
function writePlan(out: string, yaml: string): void {
  const passing = `${out}.${process.pid}.tmp`;
  try {
    writeFileSync(passing, yaml, { flag: 'wx' });
    refuseOccupied(out);
    renameSync(passing, out);
  } finally {
    rmSync(passing, { force: true });
  }
}

function summary({ tables, alone }: Proposal): string[] {
  const lines = tables.map(({ table }) => {
    const sure = table.columns.filter((column) => column.sure).length;
    const open = table.columns.length - sure + table.alone.length;
    const key = table.key.sure ? `key ${table.key.columns.join(', ')}` : 'no key';
    const left = open === 0 ? 'nothing left open' : `${counted(open, 'column')} to decide`;
    return `${shownValue(table.name).padEnd(16)} ${counted(sure, 'column')} paired, ${key}, ${left}`;
  });
  return [...lines, ...alone.map(({ side, table, why }) => `${table.padEnd(16)} of the ${side} left out: ${why}`)];
}
