import { anException } from './an-exception.ts';
import { describe, expect, it } from 'vitest';
import { shortSentence, verdictLine } from '../../engine/evidence/report/short-sentence.ts';
import { emptyTable, fullReport, reportOf } from './sample-report.ts';
import { termsOf } from '../report-terms.ts';

const alike = (terms: Parameters<typeof termsOf>[0]) => ({
  ...emptyTable,
  source: termsOf(terms),
  target: termsOf(terms),
});

describe('the short sentence', () => {
  it('says that everything matches', () => {
    const report = reportOf({ tables: [alike({ rows: '12345', matched: '12345' })] });
    expect(shortSentence(report)).toBe('All 12,345 keys match between source and target. Every gate passes.');
  });

  it('says how many match only under a rule or within tolerance', () => {
    const table = alike({ rows: '100', matched: '98', matchedUnderRule: '7', withinTolerance: '2' });
    expect(shortSentence(reportOf({ tables: [table] }))).toBe(
      'All 100 keys match between source and target, 2 of them only within tolerance, 7 of them only under a text rule. Every gate passes.',
    );
  });

  it('counts what differs, by what is the matter', () => {
    expect(shortSentence(fullReport())).toBe(
      "16 of 51,204,112 keys differ between source and target: 10 have other values, 5 are missing in the target, 1 is in the target alone, 2 rows of repeated keys are left over, 1 row could not be read under the plan's types. Of the others, 38 match only within tolerance, 1,204 match only under a text rule. 8 gates fail.",
    );
  });

  it('says when limits or exceptions let differences pass', () => {
    const tables = [alike({ rows: '10', matched: '9', changed: '1' })];
    const found = '1 of 10 keys differs between source and target: 1 has other values.';
    expect(shortSentence(reportOf({ tables }))).toBe(`${found} The plan's limits allow that: every gate passes.`);
    const excepted = reportOf({ tables, verdict: 'RECONCILED_WITH_EXCEPTIONS', exceptions: [anException] });
    expect(shortSentence(excepted)).toBe(`${found} Every gate passes, but only because of 1 accepted exception.`);
    const gates = [{ name: 'changed', limit: '0', value: '1', excepted: '1', pass: true }];
    expect(shortSentence({ ...excepted, gates })).toContain(
      ' 1 of those that differ is accepted as an exception. Every',
    );
  });

  it('speaks of rows where a table has no key', () => {
    const table = { ...alike({ rows: '1', matched: '1' }), key: [] };
    expect(shortSentence(reportOf({ tables: [table] }))).toBe(
      'The one row matches between source and target. Every gate passes.',
    );
  });

  it('claims nothing of empty sides, nor of what is not proven', () => {
    expect(shortSentence(reportOf())).toBe('Both sides are empty: there was nothing to compare. Every gate passes.');
    const disagreement = { agreement: '1', table: 'accounts', expected: '1', found: '2' };
    const unproven = reportOf({ verdict: 'NOT_PROVEN', disagreements: [disagreement] });
    expect(shortSentence(unproven)).toBe(
      'Two independent computations disagree in 1 place, so none of these figures can be relied on or signed.',
    );
  });
});

describe('the line that reconcile prints first', () => {
  it('is the verdict, what differs of how many, and the gates that failed', () => {
    expect(verdictLine(fullReport())).toBe(
      'NOT RECONCILED   16 keys differ of 51,204,112   gates failed: source_only 5 > 0, target_only 1 > 0, changed 10 > 0, duplicates 2 > 0, unrepresentable 1 > 0, unmapped 1 > 0, totals 2 not equal, checks 1 not pass',
    );
    expect(verdictLine(reportOf())).toBe('RECONCILED   0 keys differ of 0');
    // A sum is of amounts, and what is accepted of it is said in rows.
    const gates = [
      { name: 'changed', limit: '0', value: '3', excepted: '1', pass: false },
      { name: 'within_tolerance.max_sum', limit: '0.005', value: '0.020', excepted: '1', pass: false },
    ];
    expect(verdictLine(reportOf({ verdict: 'NOT_RECONCILED', gates }))).toBe(
      'NOT RECONCILED   0 keys differ of 0, 1 of them accepted   gates failed: changed 3 less 1 accepted > 0, within_tolerance.max_sum 0.020 less 1 accepted row > 0.005',
    );
  });
});
