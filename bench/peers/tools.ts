import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Contestant } from '../contestant.ts';
import { columnsOf, type Data } from '../data.ts';

const works = (file: string, args: readonly string[]): boolean => spawnSync(file, args).status === 0;
const python = '/usr/bin/python3'; // Debian's own, which has Debian's pandas
const lines = (path: string): number => readFileSync(path, 'utf8').split('\n').length - 1;

/** Both files sorted by bytes, and what is in one alone. It compares texts: the exports must write alike. */
export const sortComm: Contestant = {
  name: 'GNU sort + comm',
  absent: () => (works('sort', ['--version']) && works('comm', ['--version']) ? null : 'no GNU coreutils here'),
  command: ({ source, target }) => ({
    file: 'sh',
    args: [
      '-c',
      `sort --parallel=${availableParallelism()} -T . "$0" > s && sort --parallel=${availableParallelism()} -T . "$1" > t && comm -3 s t > differing`,
      source,
      target,
    ],
    env: { LC_ALL: 'C' },
  }),
  found: (_, scratch) => lines(join(scratch, 'differing')),
  counts: 'rows',
};

/** The two databases are made before and not measured. */
export const sqldiff: Contestant = {
  name: 'sqldiff',
  packages: ['sqlite3-tools', 'sqlite3'],
  absent: () =>
    works('sqldiff', ['--help']) && works('sqlite3', ['--version']) ? null : 'no sqldiff and sqlite3 here',
  prepare: (data, say) => {
    for (const path of [data.source, data.target]) makeDatabase(path, data, say);
    return Promise.resolve();
  },
  command: ({ source, target }) => ({ file: 'sqldiff', args: [`${source}.sqlite`, `${target}.sqlite`] }),
  found: ({ stdout }) => stdout.split('\n').filter((line) => line !== '').length,
  counts: 'keys',
};

function makeDatabase(csv: string, { columns }: Data, say: (text: string) => void): void {
  const path = `${csv}.sqlite`;
  if (existsSync(path)) return;
  say(`making ${path}`);
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  const table = columnsOf(columns).map(({ name, affinity }) => `${name} ${affinity}`);
  const script = `${path}.sql`;
  writeFileSync(
    script,
    `CREATE TABLE ledger (${table.join(', ')}) WITHOUT ROWID;\n.import --csv --skip 1 "${csv}" ledger\n`,
  );
  const { status, stderr } = spawnSync('sqlite3', [partial, `.read ${script}`], { encoding: 'utf8' });
  rmSync(script);
  if (status !== 0) throw new Error(`sqlite3 could not take ${csv}: ${stderr}`);
  renameSync(partial, path);
}

export const pandas: Contestant = {
  name: 'pandas',
  packages: ['python3-pandas'],
  absent: () => (works(python, ['-c', 'import pandas']) ? null : 'no pandas here'),
  command: ({ source, target }) => ({
    file: python,
    args: [join(import.meta.dirname, 'pandas-diff.py'), source, target],
  }),
  found: ({ stdout }) => Number(stdout),
  counts: 'keys',
};

export const daff: Contestant = {
  name: 'daff',
  absent: () => (works('daff', ['version']) ? null : 'no daff here (npm install -g daff)'),
  command: ({ source, target }) => ({
    file: 'daff',
    args: ['diff', '--id', 'k', '--unordered', '--output', 'differing.csv', source, target],
  }),
  found: (_, scratch) =>
    readFileSync(join(scratch, 'differing.csv'), 'utf8')
      .split('\n')
      .filter((line) => /^(-+>|\+\+\+|---),/.test(line)).length,
  counts: 'keys',
};
