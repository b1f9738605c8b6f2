import { createHash } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import { parseJcs } from '../../canonical/jcs.ts';
import type { Difference } from '../differences/difference.ts';
import { pageOf } from './page.ts';
import { readDifference } from '../differences/read-difference.ts';
import { reportStatementSchema, type ReportStatement } from '../report/report.ts';

/**
 * The text of report.html, to be written as UTF-8: a function of report.json's bytes, of the first lines of
 * differences.ndjson and of the build alone, so that whoever has the package and the build makes the same bytes.
 * Lines are taken as long as the page shows any. `evidence_unsound` for what is no report or no difference.
 */
export function renderReport(reportBytes: Uint8Array, lines: Iterable<string>): string {
  const statement = readReport(reportBytes);
  return pageOf(statement, createHash('sha256').update(reportBytes).digest('hex'), differencesOf(lines));
}

function* differencesOf(lines: Iterable<string>): Generator<Difference> {
  let number = 0;
  for (const line of lines) yield readDifference(line, `differences.ndjson, line ${++number}`);
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
