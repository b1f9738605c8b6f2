import type { ReportGate } from '../../contract/report.ts';
import { amount, count } from './numbers.ts';

const words: Readonly<Record<string, string>> = {
  source_only: 'source only',
  target_only: 'target only',
  changed: 'changed',
  duplicates: 'duplicates left',
  unrepresentable: 'without a form',
  unmapped: 'unmapped columns',
  certificates: 'certificates failing',
  within_tolerance: 'within tolerance',
  'within_tolerance.max_ratio': 'share in tolerance',
  'within_tolerance.max_sum': 'sum in tolerance',
  totals: 'totals unequal',
  checks: 'checks failing',
};

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  source_only: ['row', 'rows'],
  target_only: ['row', 'rows'],
  changed: ['row', 'rows'],
  duplicates: ['row', 'rows'],
  unrepresentable: ['row', 'rows'],
  unmapped: ['column', 'columns'],
  certificates: ['certificate', 'certificates'],
  within_tolerance: ['row', 'rows'],
  totals: ['total', 'totals'],
  checks: ['check', 'checks'],
};

/** A gate in words; one that is not known here keeps its own name. */
export const gateWord = (name: string): string => (Object.hasOwn(words, name) ? words[name]! : name);

/** `10 rows`; the share in tolerance says its own unit. */
export function gateValue({ name, value }: ReportGate): string {
  const unit = Object.hasOwn(units, name) ? units[name]! : null;
  if (unit === null || !/^\d+$/.test(value)) return amount(value);
  return `${count(value)} ${unit[value === '1' ? 0 : 1]}`;
}

export function gateLimit({ limit }: ReportGate): string {
  if (limit === 'equal') return 'all equal';
  if (limit === 'pass') return 'all pass';
  return `at most ${amount(limit)}`;
}

/** Where what a gate counts stands, for one that counts no differences. */
export const gateScreen = (name: string): 'signoff' | 'snapshots' | null =>
  name === 'unmapped' || name === 'checks' ? 'signoff' : name === 'certificates' ? 'snapshots' : null;

/** The kind of difference a gate counts, which a press on it shows. */
export const gateKind = (name: string) => {
  const kinds = {
    source_only: 'source_only',
    target_only: 'target_only',
    changed: 'changed',
    duplicates: 'duplicate',
    unrepresentable: 'unrepresentable',
    within_tolerance: 'within_tolerance',
    'within_tolerance.max_ratio': 'within_tolerance',
    'within_tolerance.max_sum': 'within_tolerance',
  } as const;
  return Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : null;
};
