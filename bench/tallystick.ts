import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Contestant } from './contestant.ts';
import { columnsOf, type Data } from './data.ts';

export interface Ways {
  readonly hash?: 'sha256' | 'blake3';
  readonly memory?: string;
}

const product = join(import.meta.dirname, '../dist/tallystick.js');

/** Us: the command as its user starts it, from the plan to the package. */
export function tallystick({ hash = 'sha256', memory }: Ways = {}): Contestant {
  return {
    name: ['tallystick', ...(hash === 'sha256' ? [] : [hash]), ...(memory === undefined ? [] : [memory])].join(' '),
    absent: () => (existsSync(product) ? null : 'npm run build has not been run'),
    command: (data, scratch) => {
      const plan = join(scratch, 'plan.json');
      writeFileSync(plan, JSON.stringify(planOf(data, hash)));
      const out = ['-o', join(scratch, 'package'), '--temp', scratch];
      const limits = memory === undefined ? [] : ['--memory', memory];
      return {
        file: process.execPath,
        args: [product, 'reconcile', plan, ...out, ...limits, '--quiet'],
        statuses: [0, 1],
      };
    },
    found: (_, scratch) => {
      const report = JSON.parse(readFileSync(join(scratch, 'package/report.json'), 'utf8')) as Report;
      const [{ source, target, proven }] = report.predicate.tables;
      if (!proven) throw new Error('The run was not proven');
      return Number(source.changed) + Number(source.only) + Number(target.only);
    },
    counts: 'keys',
  };
}

interface Terms {
  readonly changed: string;
  readonly only: string;
}
interface Report {
  readonly predicate: {
    readonly tables: readonly [{ readonly source: Terms; readonly target: Terms; readonly proven: boolean }];
  };
}

function planOf({ source, target, columns }: Data, hash: 'sha256' | 'blake3') {
  const typed = columnsOf(columns).map(({ name, type }) => [name, { type }] as const);
  const side = (path: string) => ({ files: path.slice(dirname(path).length + 1) });
  return {
    tallystick: 1,
    name: 'bench',
    hash,
    source: { path: dirname(source) },
    target: { path: dirname(target) },
    tables: [
      { name: 'ledger', source: side(source), target: side(target), key: ['k'], columns: Object.fromEntries(typed) },
    ],
  };
}
