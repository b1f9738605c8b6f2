import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install.ts';
import type { Bar, Case, Entry } from './cases.ts';
import { expectedOf } from './contestant.ts';
import { dataOf, type Data, type DataShape } from './data.ts';
import { measure, type Measured } from './measure.ts';

export interface Row {
  readonly contestant: string;
  readonly shape: DataShape;
  /** Of each pair; none where it was left out. */
  readonly seconds: readonly number[];
  /** Processor seconds of each; null where they cannot be told. */
  readonly processor: readonly (number | null)[];
  /** Peak of its tree in the worst of them, in bytes. */
  readonly resident: number | null;
  readonly proportional: number | null;
  /** Why it was left out. */
  readonly absent?: string;
}

export interface Ratio {
  /** Whose: an index into the rows. */
  readonly row: number;
  readonly against: string;
  readonly each: readonly number[];
  readonly median: number;
  readonly bar: Bar | null;
}

export interface Result {
  readonly name: string;
  readonly pairs: number;
  /** The subject first. */
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  readonly seconds: Bar | null;
  readonly gibibytes: Bar | null;
}

export interface How {
  readonly home: string;
  readonly pairs: number;
  /** Whether Debian's packages of a peer that is not here may be installed. */
  readonly installing?: boolean;
  readonly say: (text: string) => void;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs subject and peers in turn, pair by pair; every other pair begins from the other end. */
export async function runCase(one: Case, { home, pairs, installing = false, say }: How): Promise<Result> {
  const entries: readonly Entry[] = [one.subject, ...one.against];
  if (installing) for (const { contestant } of entries) install(contestant, say);
  const absent = entries.map(({ contestant }) => contestant.absent());
  const data: Data[] = [];
  for (const [i, { contestant, shape }] of entries.entries()) {
    data.push(await dataOf(home, shape, say));
    if (absent[i] === null) await contestant.prepare?.(data[i]!, say);
  }
  const runs: Measured[][] = entries.map(() => []);
  const order = entries.map((_, i) => i).filter((i) => absent[i] === null);
  for (let pair = 0; pair < pairs; pair++)
    for (const i of pair % 2 === 0 ? order : order.toReversed()) {
      const run = await runOnce(entries[i]!, data[i]!, home);
      say(`${one.name}, pair ${pair + 1} of ${pairs}: ${entries[i]!.contestant.name} ${run.seconds.toFixed(2)} s`);
      runs[i]!.push(run);
    }
  const seconds = (i: number) => runs[i]!.map((run) => run.seconds);
  return {
    name: one.name,
    pairs,
    rows: entries.map(({ contestant, shape }, i) => ({
      contestant: contestant.name,
      shape,
      seconds: seconds(i),
      processor: runs[i]!.map((run) => run.processor),
      resident: most(runs[i]!.map((run) => run.resident)),
      proportional: most(runs[i]!.map((run) => run.proportional)),
      ...(absent[i] === null ? {} : { absent: absent[i]! }),
    })),
    ratios: one.against.flatMap(({ contestant, times = 1, bar = null }, n) => {
      if (absent[0] !== null || absent[n + 1] !== null) return [];
      const each = seconds(0).map((subject, pair) => subject / (times * seconds(n + 1)[pair]!));
      const against = times === 1 ? contestant.name : `${times} × ${contestant.name}`;
      return [{ row: n + 1, against, each, median: median(each), bar }];
    }),
    seconds: one.seconds ?? null,
    gibibytes: one.gibibytes ?? null,
  };
}

async function runOnce({ contestant }: Entry, data: Data, home: string): Promise<Measured> {
  const scratch = mkdtempSync(join(home, 'run-'));
  try {
    const run = await measure(contestant.command(data, scratch), scratch);
    const [found, expected] = [contestant.found(run, scratch), expectedOf(data, contestant.counts)];
    if (found !== expected)
      throw new Error(`${contestant.name} found ${found} ${contestant.counts} that differ, and ${expected} do`);
    return run;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const most = (values: readonly (number | null)[]): number | null =>
  values.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b)), null);
