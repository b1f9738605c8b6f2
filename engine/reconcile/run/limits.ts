import { availableParallelism, freemem, tmpdir } from 'node:os';

/** What a run may use of the machine. */
export interface Limits {
  /** Bytes for DuckDB and the workers together. */
  readonly memory: number;
  readonly threads: number;
  /** Where the run's own folder is made. */
  readonly temp: string;
}

/** Half of what the machine has free, at most what `--memory` says; every core; the system's folder for what passes. */
export function defaultLimits(given: Partial<Limits> = {}): Limits {
  return {
    memory: given.memory ?? Math.max(256 * 2 ** 20, Math.floor(freemem() / 2)),
    threads: given.threads ?? availableParallelism(),
    temp: given.temp ?? tmpdir(),
  };
}
