import type { ReportTerms } from '../contract/report.ts';

/** Counts of one side: nothing but what is said. */
export const termsOf = (some: Partial<ReportTerms> = {}): ReportTerms => ({
  rows: '0',
  excluded: '0',
  unrepresentable: '0',
  matched: '0',
  matchedUnderRule: '0',
  withinTolerance: '0',
  changed: '0',
  only: '0',
  duplicatesMatched: '0',
  duplicatesLeft: '0',
  ...some,
});
