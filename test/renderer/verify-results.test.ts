import { describe, expect, it } from 'vitest';
import { answersOf, sentenceOf, type Verified } from '../../renderer/views/verify/results.ts';

const none = { met: false, why: 'Nobody signed' };
const verified = (checks: Verified['checks'], some: Partial<Verified> = {}): Verified => ({
  ...{ name: 'p', what: 'package', proof: null, sound: true, verdict: 'RECONCILED', checks, notes: [], signers: [] },
  ...{ requirements: { signed: none, reconciled: none }, ...some },
});
const check = (name: string, result: Verified['checks'][number]['result'], why = ''): Verified['checks'][number] => ({
  ...{ name, result, why },
});
const said = (of: Verified) => answersOf(of).map(({ question, word, why }) => `${question}: ${word}. ${why}`);

describe('What Verify answers of a package', () => {
  it('says what was run again and what was not', () => {
    expect(said(verified([check('rerun', 'not_done', 'The exports were not given')]))).toEqual([
      'Run again: not done. The exports were not given',
      'Signed as the plan asks: no. Nobody signed',
      'Reconciled, and signed so: no. Nobody signed',
    ]);
  });

  it('of a journal says what fails, then what could not be judged, and only then that it holds', () => {
    const lines = check('journal: lines', 'passed', '7 lines');
    const torn = check('journal: last line', 'not_done', 'torn');
    const bound = check('sign-off 001: journal', 'passed', 'bound');
    const rolled = check('sign-off 002: journal', 'failed', 'shorter');
    const journal = (...checks: Verified['checks']) => said(verified(checks))[0];
    expect(journal(lines, torn, bound, rolled)).toBe('Journal: another. shorter');
    expect(journal(lines, torn, bound)).toBe('Journal: not judged whole. torn');
    expect(journal(lines, bound)).toBe('Journal: as signed. bound');
    expect(journal()).toBe('Signed as the plan asks: no. Nobody signed');
  });

  it('of a file asks nothing of signers, and says what it is', () => {
    const journal = verified([], { what: 'journal', requirements: null });
    expect(said(journal)).toEqual([]);
    expect(sentenceOf(journal)).toBe('The journal is as it was written, and fits the packages beside it.');
    expect(sentenceOf({ ...journal, sound: false })).toMatch(/^This journal is not as it was written/);
  });
});
