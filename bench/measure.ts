import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenProcessor, treeMemory, treeProportional } from './process-tree.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How it may end; 0 alone unless said. */
  readonly statuses?: readonly number[];
}

/** One run of a whole process, from its start to its end. */
export interface Measured {
  readonly seconds: number;
  /** Processor seconds of the whole tree; null where they cannot be told. */
  readonly processor: number | null;
  /** Peak of the whole tree's resident memory in bytes; null where it cannot be told. */
  readonly resident: number | null;
  /** The same with shared pages shared out, seen once a second. */
  readonly proportional: number | null;
  readonly stdout: string;
}

const every = 50;
const proportionalEvery = 1000;

/** Runs a command to its end; what it prints goes to files in `scratch`, so that no pipe holds it up. */
export async function measure(command: Command, scratch: string): Promise<Measured> {
  const outputs = ['stdout', 'stderr'].map((name) => openSync(join(scratch, name), 'w'));
  let [resident, processes, highWater, proportional, samples] = [0, 0, 0, 0, 0];
  const before = childrenProcessor();
  const began = performance.now();
  const child = spawn(command.file, command.args, {
    cwd: scratch,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', ...outputs] as ['ignore', number, number],
  });
  const stop = () => child.kill('SIGINT');
  process.once('SIGINT', stop);
  const sampler = setInterval(() => {
    const tree = child.pid === undefined ? null : treeMemory(child.pid);
    if (tree === null) return;
    processes = Math.max(processes, tree.processes);
    resident = Math.max(resident, tree.resident);
    highWater = Math.max(highWater, tree.highWater);
    if (samples++ % (proportionalEvery / every) === 0)
      proportional = Math.max(proportional, treeProportional(child.pid!));
  }, every);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    const seconds = (performance.now() - began) / 1000;
    const read = (name: string) => readFileSync(join(scratch, name), 'utf8');
    if (!(command.statuses ?? [0]).includes(status ?? -1))
      throw new Error(`${command.file} ended with ${status ?? 'a signal'}: ${read('stderr').slice(-2000)}`);
    // A tree of one process has its peak on record; of several, each one's peak may be another moment's.
    const peak = processes === 1 ? highWater : resident;
    const after = childrenProcessor();
    return {
      seconds,
      processor: before === null || after === null ? null : after - before,
      resident: peak === 0 ? null : peak,
      proportional: proportional === 0 ? null : proportional,
      stdout: read('stdout'),
    };
  } finally {
    clearInterval(sampler);
    process.off('SIGINT', stop);
    for (const fd of outputs) closeSync(fd);
  }
}
