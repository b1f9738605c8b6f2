import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { reportStatementSchema, type Report } from './report.ts';

/** What a package's report says, for showing it; `verify` is what judges it. */
export function readPackageReport(folder: string): Report {
  const path = join(folder, 'report.json');
  if (!existsSync(path))
    throw new TallyError(
      'input_missing',
      'This is no package: it has no report.json',
      folder,
      'Name the folder that reconcile wrote',
    );
  try {
    return reportStatementSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).predicate;
  } catch {
    throw new TallyError(
      'evidence_unsound',
      'The report is not as it was written',
      path,
      'tallystick verify says what else is not',
    );
  }
}
