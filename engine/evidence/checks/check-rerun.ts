import { notDone, type Check } from '../check.ts';
import { firstDifference } from './first-difference.ts';
import { demand } from './judge.ts';
import { sameBytes } from './check-buckets.ts';

/** Compares the report of a run that was repeated on the exports with the package's. */
export function checkRerun(report: Uint8Array, again: Uint8Array): string {
  if (sameBytes(report, again)) return 'Run again on the exports, report.json is the same to the byte';
  const parsed = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
  const path = firstDifference(parsed(report), parsed(again)) ?? 'its form';
  demand(false, `Run again on the exports, report.json differs first at ${path}`);
}

/** What the package cannot show of itself: it follows from the exports, by a repeated run or not at all. */
export function fromExports(repeated: boolean): Check[] {
  const claims = [
    [
      'exports',
      'Digests, row counts and columns of the exports, rows left out, values that rules altered, and duplicates among equal rows',
    ],
    ['control totals', 'The sums; their differences follow from the differing rows'],
    ['plan checks', 'Checks over all rows'],
  ] as const;
  return claims.map(([name, what]) =>
    repeated
      ? { name, result: 'passed', why: `${what}: as the repeated run found them` }
      : notDone(name, `${what}: these need the exports`),
  );
}
