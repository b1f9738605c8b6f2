import { sides } from '../../../contract/side.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { Report } from '../report/report.ts';

/** Written by every run, and no result by themselves or results of every run. */
export const fixedFiles = [
  'differences.csv',
  'differences.ndjson',
  'differences.parquet',
  'exceptions.jsonl',
  'plan.yaml',
  'report.html',
  'report.json',
  'run.json',
] as const;
const noSubjects = new Set<string>(['report.html', 'report.json', 'run.json']);

const runFile =
  /^((source|target)\.fingerprint\.json|tables\/(\d{4}|[1-9]\d{4,})\/(source|target)\.(buckets|listings))$/;

/** Whether a run writes a file of this name, SHA256SUMS apart. */
export const isRunFile = (name: string): boolean =>
  (fixedFiles as readonly string[]).includes(name) || runFile.test(name);

const signatureFile =
  /^(report\.dsse\.json|report\.json\.sig|signoffs\/(\d{3}|[1-9]\d{3,})(\.json|\.dsse\.json|\.json\.sig|\.json\.tsr))$/;

/** Whether a file can be a signature's. */
export const isSignatureFile = (name: string): boolean => signatureFile.test(name);

/** The folder of the table at `index` in the report. */
export const tableFolder = (index: number): string => `tables/${String(index + 1).padStart(4, '0')}`;

/** Sides of which a row is unrepresentable have no fingerprint (formats.md section 8). */
export const hasFingerprint = ({ tables }: Report, side: 'source' | 'target'): boolean =>
  tables.every((table) => table[side].unrepresentable === '0');

/** Exactly the subjects of a report: all files that carry results, in byte order. */
export function subjectsOf(report: Report): string[] {
  return [
    ...fixedFiles.filter((name) => !noSubjects.has(name)),
    ...sides.filter((side) => hasFingerprint(report, side)).map((side) => `${side}.fingerprint.json`),
    ...report.tables.flatMap((_, i) =>
      sides.flatMap((side) => [`${tableFolder(i)}/${side}.buckets`, `${tableFolder(i)}/${side}.listings`]),
    ),
  ].sort(compareUtf8);
}
