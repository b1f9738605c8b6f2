import { sides } from '../../../contract/side.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Difference } from '../differences/difference.ts';
import type { Accepted } from '../exceptions/accepted.ts';
import { readDifference } from '../differences/read-difference.ts';
import type { ReportStatement } from '../report/report.ts';
import { checkCsv } from './check-csv.ts';
import { checkEquation } from './check-equation.ts';
import { checkExceptions } from './check-exceptions.ts';
import { checkFingerprint } from './check-fingerprints.ts';
import { checkGates } from './check-gates.ts';
import { checkHtml } from './check-html.ts';
import type { CheckList } from './check-list.ts';
import { agreeingPlan } from './check-plan.ts';
import { checkSelfTest } from './check-self-test.ts';
import { checkSubjects } from './check-subjects.ts';
import { checkTrees, provenOnly } from './check-trees.ts';
import { NotDone } from './judge.ts';
import { LineReader } from './line-reader.ts';
import type { Pace } from './pace.ts';
import type { PackageFiles } from './package-files.ts';
import { tableShapes } from './table-shape.ts';

/** The most that is held of a document at once; what grows with the data is read in pieces. */
export const largestDocument = 1 << 28;
const largestPlan = 1 << 22;

export interface ReadPackage {
  readonly files: PackageFiles;
  /** SHA-256 of the files there that a run writes. */
  readonly digests: ReadonlyMap<string, string>;
  /** The bytes of report.json, and what they say. */
  readonly bytes: Uint8Array;
  readonly statement: ReportStatement;
  /** This build's version. */
  readonly build: string;
  readonly pace: Pace;
}

/** Judges every result in the package against its report; answers with the plan where it holds. */
export async function checkResults(list: CheckList, opened: ReadPackage): Promise<Plan | null> {
  const { files, digests, bytes, statement, build, pace } = opened;
  const report = statement.predicate;
  const tables = tableShapes(report);
  await list.run('subjects', () => checkSubjects(statement, digests));
  const plan: { found: Plan | null } = { found: null };
  await list.run('plan', () => {
    plan.found = agreeingPlan(files.read('plan.yaml', largestPlan), report);
    return 'The plan is the one that report.json names, and the report was made by it';
  });
  for (const side of sides) {
    const name = `${side}.fingerprint.json`;
    await list.run(`${side} fingerprint`, () =>
      checkFingerprint(report, side, files.has(name) ? files.read(name, largestDocument) : null),
    );
  }
  list.tell('buckets');
  list.add(await checkTrees(files, report, tables, plan.found, pace));
  await list.run('differences.csv', () =>
    files.one('differences.ndjson', (lines) =>
      files.one('differences.csv', (csv) =>
        checkCsv(csv, new LineReader(lines), report.differences.escapedCells, pace),
      ),
    ),
  );
  await list.run('differences.parquet', () => new NotDone('report.json binds it by its digest; it was not rebuilt'));
  await list.run('equation', () => {
    for (const table of tables) if (table.report.proven) checkEquation(table);
    return provenOnly(tables, 'The equation closes on both sides of every table');
  });
  await list.run('self-test', () => checkSelfTest(report));
  const accepted: { found: Accepted | null } = { found: null };
  await list.run('exceptions', async () => {
    if (plan.found === null) return new NotDone('The plan does not hold');
    const bytes = files.read('exceptions.jsonl', largestDocument);
    const judged = await checkExceptions(bytes, report, plan.found, () => everyDifference(files, pace));
    accepted.found = judged.accepted;
    return judged.said;
  });
  await list.run('gates', () => {
    if (plan.found === null) return new NotDone('The plan does not hold');
    if (accepted.found === null) return new NotDone('The exceptions do not hold');
    return checkGates(plan.found.gates, report, accepted.found);
  });
  await list.run('report.html', () =>
    files.one('differences.ndjson', (lines) =>
      checkHtml(files.read('report.html', largestDocument), bytes, report.tool.version, build, new LineReader(lines)),
    ),
  );
  return plan.found;
}

/** The lines of differences.ndjson, which are judged by themselves. */
async function* everyDifference(files: PackageFiles, pace: Pace): AsyncGenerator<Difference> {
  const file = files.open('differences.ndjson');
  try {
    const lines = new LineReader(file);
    for (let text = lines.next(); text !== null; text = lines.next()) {
      yield readDifference(text, lines.where);
      if (pace.due) await pace.breathe();
    }
  } finally {
    file.close();
  }
}
