import { resolve } from 'node:path';
import type { Command } from 'commander';
import { defaultLimits, type Limits } from '../engine/reconcile/run/limits.ts';
import { parseSize, parseWhole } from './sizes.ts';

export interface LimitOptions {
  readonly threads?: number;
  readonly memory?: number;
  readonly temp?: string;
}

/** The options by which a command is told what it may use of the machine. */
export function limitOptions(command: Command): Command {
  return command
    .option('--threads <n>', 'worker threads and threads of DuckDB; one a core unless said', parseWhole(1, 256))
    .option(
      '--memory <size>',
      'memory for the work, such as 2GiB, and below 1GiB the program itself takes up to 600MiB beside it; half of what is free unless said',
      parseSize,
    )
    .option('--temp <dir>', 'where the run keeps its stage; the system’s temporary folder unless said');
}

export function limitsOf({ threads, memory, temp }: LimitOptions): Limits {
  return defaultLimits({
    ...(threads === undefined ? {} : { threads }),
    ...(memory === undefined ? {} : { memory }),
    ...(temp === undefined ? {} : { temp: resolve(temp) }),
  });
}
