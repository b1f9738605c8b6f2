import { resolve } from 'node:path';
import type { Command } from 'commander';
import { certify } from '../../engine/reconcile/certify.ts';
import { inspectSnapshot } from '../../engine/propose/inspect-snapshot.ts';
import { RunFolder } from '../../engine/reconcile/run/run-folder.ts';
import { openDatabase } from '../../engine/snapshot/duckdb/database.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { printInspection } from '../print-inspection.ts';
import { readTrust } from '../read-given.ts';
import { removeDead } from '../remove-dead.ts';

interface Options extends LimitOptions {
  readonly certificate?: readonly string[];
  readonly trust?: string;
}

export function addInspect(program: Command, run: Run): void {
  limitOptions(program.command('inspect <path>'))
    .description('files, digests, certificates, tables, columns, counts and a profile of every column')
    .option('--certificate <file...>', 'a certificate of the export that does not lie in it or beside it')
    .option('--trust <allowed_signers>', 'whose signatures on certificates count')
    .addHelpText('after', '\nExample:\n  tallystick inspect exports/old')
    .action((path: string, options: Options) =>
      run(async (context) => {
        const limits = limitsOf(options);
        const root = resolve(path);
        const allowed = options.trust === undefined ? null : readTrust(options.trust, context);
        removeDead(context, limits.temp);
        const folder = new RunFolder(limits.temp);
        const pool = startHashPool(limits.threads, context.signal);
        const { memory, threads } = limits;
        const database = await openDatabase({
          memory: Math.floor(memory / 2),
          threads,
          temp: folder.folder('duckdb'),
          allowed: [folder.path, root],
        });
        const quiet = database.interruptOn(context.signal);
        let bytes = 0;
        try {
          const inspection = await inspectSnapshot(root, {
            scan: async (file, csv) => {
              const scanned = await pool.run('scan', { file, csv });
              context.onProgress({ step: 'digest', done: (bytes += scanned.bytes), total: null, unit: 'bytes' });
              return scanned;
            },
            stageOwn: (file, csv, columns, out) => pool.run('stage', { file, csv, columns, out }),
            database,
            freshPath: () => folder.file('raw'),
            onProgress: context.onProgress,
            signal: context.signal,
          });
          const certified = await certify(
            {
              path: root,
              given: (options.certificate ?? []).map((file) => resolve(file)),
              tables: inspection.tables,
              trust: { allowed, at: new Date() },
              fingerprint: undefined,
            },
            { pool, database, folder, limits },
          );
          printInspection(context, inspection, certified);
          return 0;
        } finally {
          quiet();
          await pool.close();
          database.close();
          folder.remove();
        }
      }),
    );
}
