import { sides, type Side } from '../../../contract/side.ts';
import { notDone, type Check } from './check.ts';
import { certificatesOf } from '../report/certificates-of.ts';
import { reportStatementSchema, type Report } from '../report/report.ts';
import { firstDifference } from './first-difference.ts';
import { demand, some } from './judge.ts';
import { sameBytes } from './check-buckets.ts';

/** Compares the report of a run that was repeated on the exports with the package's. */
export function checkRerun(report: Uint8Array, again: Uint8Array): string {
  if (sameBytes(report, again)) return 'Run again on the exports, report.json is the same to the byte';
  const [mine, other] = [parsed(report), parsed(again)];
  const changed = otherFiles(mine, other);
  demand(changed.length === 0, `These are not the exports that were reconciled: other bytes in ${some(changed)}`);
  const path = firstDifference(mine, other) ?? 'its form';
  demand(false, `Run again on the exports, report.json differs first at ${path}`);
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** Files that only one of two reports names, or with other bytes. */
function otherFiles(a: unknown, b: unknown): string[] {
  const [mine, other] = [filesOf(a), filesOf(b)];
  if (mine === null || other === null) return [];
  return [...new Set([...mine.keys(), ...other.keys()])].filter((name) => mine.get(name) !== other.get(name));
}

function filesOf(report: unknown): Map<string, string> | null {
  const read = reportStatementSchema.safeParse(report);
  if (!read.success) return null;
  const files = (side: Side) => read.data.predicate.sides[side].files;
  return new Map(sides.flatMap((side) => files(side).map(({ name, sha256 }) => [`${side}: ${name}`, sha256])));
}

/** What the package cannot show of itself: it follows from the exports, by a repeated run or not at all. */
export function fromExports(repeated: 'same' | 'other' | 'not run', report: Report): Check[] {
  const claims = [
    [
      'exports',
      'Digests, row counts and columns of the exports, rows left out, values that rules altered, and duplicates among equal rows',
    ],
    ['control totals', 'The sums; their differences follow from the differing rows'],
    ['plan checks', 'Checks over all rows'],
  ] as const;
  const found = certificatesOf(report).length;
  const certificates =
    found === 0
      ? []
      : [notDone('certificates', `${found} came with the exports, judged when the run was made: inspect judges them`)];
  const checked = claims.map(([name, what]): Check =>
    repeated === 'same'
      ? { name, result: 'passed', why: `${what}: as the repeated run found them` }
      : notDone(
          name,
          `${what}: ${repeated === 'other' ? 'the repeated run is another, see rerun' : 'these need the exports'}`,
        ),
  );
  return [...checked, ...certificates];
}
