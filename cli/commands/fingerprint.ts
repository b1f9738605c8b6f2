import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { sides, type Side } from '../../contract/side.ts';
import { TallyError } from '../../contract/problem.ts';
import { writeChunks } from '../../engine/evidence/write-chunks.ts';
import { fingerprint, type FingerprintRequest, type SideFingerprint } from '../../engine/reconcile/fingerprint.ts';
import { runFailed } from '../../engine/reconcile/run/run-failed.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { openPlan } from '../open-plan.ts';
import { removeDead } from '../remove-dead.ts';
import { parseWhole } from '../sizes.ts';

interface Options extends LimitOptions {
  readonly side: Side;
  readonly depth?: number;
  readonly out?: string;
}

export function addFingerprint(program: Command, run: Run): void {
  limitOptions(program.command('fingerprint <plan>'))
    .description('one side’s fingerprint and buckets: made where the data lies, compared elsewhere')
    .addOption(new Option('--side <side>', 'the side to read').choices([...sides]).makeOptionMandatory())
    .option('--depth <n>', 'depth of every tree, 0 to 24', parseWhole(0, 24))
    .option('-o, --out <file>', 'where to write it; its leaf hashes go to FILE.buckets')
    .addHelpText('after', '\nExample:\n  tallystick fingerprint plan.yaml --side source -o source.fingerprint.json')
    .action((planPath: string, options: Options) =>
      run(async (context) => {
        const { plan, folders } = openPlan(planPath);
        const limits = limitsOf(options);
        removeDead(context, limits.temp);
        if (options.out !== undefined) refuseTaken(resolve(options.out));
        const pool = startHashPool(limits.threads, context.signal);
        try {
          const { side, depth = null } = options;
          const { onProgress, signal } = context;
          const request = { plan, folders, side, depth, limits, pool, onProgress, signal };
          const made =
            options.out === undefined
              ? await fingerprint({ ...request, onLeaves: null })
              : await writeWhole(resolve(options.out), (onLeaves) => fingerprint({ ...request, onLeaves }));
          if (context.json || options.out === undefined) context.printExactly(made.bytes);
          else context.print(`${made.identity}  ${options.out}`);
          return 0;
        } finally {
          await pool.close();
        }
      }),
    );
}

const bucketsOf = (file: string): string => `${file}.buckets`;

function refuseTaken(file: string): void {
  for (const path of [file, bucketsOf(file)])
    if (existsSync(path))
      throw new TallyError('output_not_empty', 'The output is there already', path, 'Name another file with -o');
}

type OnLeaves = NonNullable<FingerprintRequest['onLeaves']>;

/** The buckets first, under a temporary name, the fingerprint last: where it is, all of it is. */
async function writeWhole(
  file: string,
  make: (onLeaves: OnLeaves) => Promise<SideFingerprint>,
): Promise<SideFingerprint> {
  const partial = `${bucketsOf(file)}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const here = <T>(write: () => T): T => {
    try {
      return write();
    } catch (error) {
      throw runFailed(error, undefined, file);
    }
  };
  try {
    const made = await make((table, chunks) =>
      here(() => {
        mkdirSync(partial, { recursive: true });
        writeChunks(join(partial, `${String(table + 1).padStart(4, '0')}.buckets`), chunks);
      }),
    );
    here(() => {
      writeFileSync(`${file}.partial`, made.bytes);
      renameSync(partial, bucketsOf(file));
      renameSync(`${file}.partial`, file);
    });
    return made;
  } catch (error) {
    for (const path of [partial, `${file}.partial`]) rmSync(path, { recursive: true, force: true });
    throw error;
  }
}
