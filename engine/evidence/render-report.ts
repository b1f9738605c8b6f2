import { createHash } from 'node:crypto';
import { TallyError } from '../../contract/problem.ts';
import { parseJcs } from '../canonical/jcs.ts';
import { pageOf } from './page/page.ts';
import { readDifference } from './read-difference.ts';
import { reportStatementSchema, type ReportStatement } from './report.ts';

/** How many lines of differences.ndjson the page shows (formats.md section 8). */
export const differencesShown = 1000;

/**
 * The text of report.html, to be written as UTF-8: a function of report.json's bytes, of the first lines of
 * differences.ndjson and of the build alone, so that whoever has the package and the build makes the same bytes.
 * Lines after the first `differencesShown` are not looked at. `evidence_unsound` for what is no report or no difference.
 */
export function renderReport(reportBytes: Uint8Array, differences: readonly string[]): string {
  const statement = readReport(reportBytes);
  const shown = differences
    .slice(0, differencesShown)
    .map((line, i) => readDifference(line, `differences.ndjson, line ${i + 1}`));
  return pageOf(statement, createHash('sha256').update(reportBytes).digest('hex'), shown);
}

function readReport(bytes: Uint8Array): ReportStatement {
  const read = reportStatementSchema.safeParse(parseJcs(bytes, 'report.json'));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TallyError(
    'evidence_unsound',
    `This is no report: ${issue!.path.join('.')} ${issue!.message}`,
    'report.json',
  );
}
