import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportStatementSchema, type Report } from '../../../contract/report.ts';
import { TallyError } from '../../../contract/problem.ts';

/** The report in a package; `evidence_unsound` where it is not as it was written. */
export function reportOf(folder: string): Report {
  try {
    return reportStatementSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).predicate;
  } catch (cause) {
    throw new TallyError(
      'evidence_unsound',
      'The report is not as it was written',
      'report.json',
      'Verify says what else is not',
      { cause },
    );
  }
}
