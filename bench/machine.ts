import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import duckdb from '@duckdb/node-api';
import manifest from '../package.json' with { type: 'json' };

/** On what, and with what, something was measured. */
export function machine(): Readonly<Record<string, string>> {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', cwd: import.meta.dirname });
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: String(availableParallelism()),
    memoryGiB: (totalmem() / 2 ** 30).toFixed(1),
    system: `${platform()} ${release()}`,
    node: process.version,
    duckdb: duckdb.version(),
    tallystick: `${manifest.version} ${commit.stdout.trim()}`,
  };
}
