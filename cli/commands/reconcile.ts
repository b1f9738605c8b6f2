import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Exception } from '../../contract/exception.ts';
import { parseGivenExceptions } from '../../engine/evidence/exceptions/exceptions-file.ts';
import { reconcile } from '../../engine/reconcile/reconcile.ts';
import { withJournalOf } from '../../engine/workspace/journal/journal-of-package.ts';
import { reconcileInto } from '../../engine/workspace/runs/reconcile-into.ts';
import { writeRunRecord, type RunRecord } from '../../engine/workspace/runs/run-log.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { openPlan } from '../open-plan.ts';
import { packageName } from '../package-name.ts';
import { printReconciled } from '../print-reconciled.ts';
import { removeDead } from '../remove-dead.ts';
import { readGiven, readTrust } from '../read-given.ts';
import { parseTime } from '../sizes.ts';

interface Options extends LimitOptions {
  readonly out?: string;
  readonly at?: string;
  readonly keepStage?: boolean;
  readonly sourceCertificate?: readonly string[];
  readonly targetCertificate?: readonly string[];
  readonly trust?: string;
  readonly exceptions?: string;
}

export function addReconcile(program: Command, run: Run): void {
  limitOptions(program.command('reconcile <plan>'))
    .description('the whole run: compares both exports by the plan and writes the package')
    .option('-o, --out <dir>', 'the package; ./NAME-AT unless said')
    .option('--at <time>', 'the time to claim, such as 2026-01-31T02:10:00Z; now unless said', parseTime)
    .option(
      '--keep-stage',
      'leave what is staged below --temp, for the next run with the same files and plan to take up',
    )
    .option('--source-certificate <file...>', 'what vouches for the source and does not lie in it or beside it')
    .option('--target-certificate <file...>', 'what vouches for the target')
    .option('--trust <allowed_signers>', 'whose signatures on certificates count')
    .option('--exceptions <file>', 'exceptions.jsonl of an earlier package: those whose rows are the same still hold')
    .addHelpText('after', '\nExample:\n  tallystick reconcile sample/plan.yaml -o result --at 2026-01-31T02:10:00Z')
    .action((planPath: string, options: Options) =>
      run(async (context) => {
        const { plan, planBytes, planSignature, folders } = openPlan(planPath);
        const allowed = options.trust === undefined ? null : readTrust(options.trust, context);
        const at = options.at ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z');
        const out = resolve(options.out ?? packageName(plan.name, at));
        const limits = limitsOf(options);
        removeDead(context, limits.temp, dirname(out));
        const exceptions = options.exceptions === undefined ? undefined : readExceptions(options.exceptions);
        const pool = startHashPool(limits.threads, context.signal);
        try {
          const request = {
            plan,
            planBytes,
            planSignature,
            folders,
            out,
            at,
            limits,
            pool,
            certificates: {
              given: {
                source: (options.sourceCertificate ?? []).map((file) => resolve(file)),
                target: (options.targetCertificate ?? []).map((file) => resolve(file)),
              },
              allowed,
            },
            exceptions,
            keepStage: options.keepStage === true,
            useKept: true,
            onProgress: context.onProgress,
            signal: context.signal,
          };
          const write = (record: RunRecord) => writeRunRecord(dirname(out), record);
          const done = await withJournalOf(out, (journal) =>
            journal === undefined ? reconcile(request) : reconcileInto({ journal, write }, request),
          );
          printReconciled(context, done);
          return done.report.verdict.startsWith('RECONCILED') ? 0 : 1;
        } finally {
          await pool.close();
        }
      }),
    );
}

const readExceptions = (path: string): Exception[] =>
  parseGivenExceptions(readGiven(path, 'exceptions', 'Name the exceptions.jsonl of a package'), path);
