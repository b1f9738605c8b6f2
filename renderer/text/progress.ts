import type { Job } from '../../contract/job.ts';
import { bytes, count, counted, percent } from './numbers.ts';

type Progress = NonNullable<Job['progress']>;
type Unit = Progress['unit'];

const singular: Readonly<Record<Exclude<Unit, 'bytes'>, string>> = {
  rows: 'row',
  buckets: 'bucket',
  files: 'file',
  tables: 'table',
  checks: 'check',
  packages: 'package',
};

/** A quantity of work with its unit. */
export function quantity(value: number, unit: Unit): string {
  const text = String(Math.round(value));
  return unit === 'bytes' ? bytes(text) : counted(text, singular[unit]);
}

export const kinds: Readonly<Record<Job['kind'], string>> = {
  sample: 'Sample ledger',
  read: 'Reading exports',
  propose: 'Proposing a plan',
  run: 'Reconciling',
  verify: 'Verifying',
  spot: 'Drawing a sample',
  compare: 'Comparing runs',
};

/** `hash, 4,000 of 10,000 rows, 40 %`; without a known end only what is done. */
export function progressLine({ step, done, total, unit }: Progress): string {
  if (total === null || total === 0) return done === 0 ? step : `${step}, ${quantity(done, unit)}`;
  const part = unit === 'bytes' ? quantity(done, unit) : count(String(Math.round(done)));
  return `${step}, ${part} of ${quantity(total, unit)}, ${percent(done / total)}`;
}
