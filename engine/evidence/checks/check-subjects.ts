import type { ReportStatement } from '../report/report.ts';
import { demand, some } from './judge.ts';
import { subjectsOf } from './run-files.ts';

/** The report binds every file that carries results, each by its bytes, so that one signature over it binds them all. */
export function checkSubjects({ subject, predicate }: ReportStatement, digests: ReadonlyMap<string, string>): string {
  const wanted = subjectsOf(predicate);
  const bound = new Set(subject.map(({ name }) => name));
  const missing = wanted.filter((name) => !bound.has(name));
  demand(missing.length === 0, `report.json does not bind ${some(missing)}`);
  const names = subject.map(({ name }) => name);
  demand(
    JSON.stringify(names) === JSON.stringify(wanted),
    'The subjects of report.json are not its result files in byte order',
  );
  const gone = names.filter((name) => !digests.has(name));
  demand(gone.length === 0, `Missing from the package: ${some(gone)}`);
  const changed = subject.filter(({ name, digest }) => digests.get(name) !== digest.sha256).map(({ name }) => name);
  demand(changed.length === 0, `Not the files that report.json binds: ${some(changed)}`);
  const foreign = [...digests.keys()].filter(
    (name) => !bound.has(name) && !/^(report\.(json|html)|run\.json)$/.test(name),
  );
  demand(foreign.length === 0, `The report has no such results: ${some(foreign)}`);
  return `report.json binds all ${subject.length} result files, and they are as it says`;
}
