import { describe, expect, it } from 'vitest';
import { lastRunWords } from '../../renderer/views/run/last-run-words.ts';
import { eta, rate, share, type RunStepState } from '../../renderer/views/run/run-steps.ts';
import { alterations, leftOut } from '../../renderer/views/signoff/coverage.ts';
import { missing, nextRole, rejected } from '../../renderer/views/signoff/who-must.ts';
import { accounts, report } from './report-values.ts';
import { termsOf } from '../report-terms.ts';

const step = (some: Partial<RunStepState>): RunStepState => ({
  step: 'hash',
  state: 'working',
  done: 0,
  total: null,
  unit: 'rows',
  seconds: 0,
  ...some,
});

describe('A step of a run', () => {
  it('says its rate and what is left at that rate', () => {
    const hash = step({ done: 400_000, total: 1_000_000, seconds: 2 });
    expect(rate(hash)).toMatch(/^200\D000 rows\/s$/);
    expect(eta(hash)).toBe('3 s left');
    expect(share(hash)).toBe(0.4);
    expect(rate(step({ done: 307_179_305, seconds: 1, unit: 'bytes' }))).toBe('307 MB/s');
  });

  it('says neither before there is something to go by, nor an end that is not known', () => {
    expect(rate(step({ done: 5, seconds: 0.01 }))).toBe('');
    expect(eta(step({ done: 5, total: null, seconds: 10 }))).toBe('');
    expect(share(step({ total: null }))).toBeNull();
    expect(share(step({ state: 'waiting' }))).toBe(0);
    expect(share(step({ state: 'done', done: 3, total: 10 }))).toBe(1);
  });
});

describe('A run that ended', () => {
  const run = { run: 'r', at: '2026-01-31T02:10:00Z', verdict: null, sentence: '', seconds: null, why: '' } as const;
  it('says that it was cut off, and that it can be started again', () => {
    const { title, text } = lastRunWords({ ...run, state: 'cut off' }, true);
    expect(title).toBe('The last run was cut off');
    expect(text).toContain('can be started again');
  });
  it('is told apart from one that failed, was cancelled, or never was', () => {
    const titles = (['failed', 'cancelled', 'done'] as const).map(
      (state) => lastRunWords({ ...run, state }, true).title,
    );
    expect(new Set([...titles, lastRunWords(null, true).title, lastRunWords(null, false).title]).size).toBe(5);
  });
});

describe('What a signer reads', () => {
  it('is everything that was not compared, and why', () => {
    const table = {
      ...accounts,
      where: { source: "st <> 'X'", target: null, reason: 'closed ones stay' },
      target: termsOf({ unrepresentable: '2' }),
    };
    expect(leftOut({ ...report, tables: [table] }).map(({ what, name, reason }) => [what, name, reason])).toEqual([
      ['column', 'flag', null],
      ['rows', '0', 'closed ones stay'],
      ['rows without a form', '2', null],
      ['column', 'loaded_at', 'set by the loader'],
      ['file', 'README.md', 'it is no data'],
    ]);
  });

  it('is every rule with what it altered on either side', () => {
    expect(alterations(report)).toEqual([
      { table: 'accounts', column: 'memo', rule: 'trim', source: '3', target: '0' },
      { table: 'accounts', column: 'memo', rule: 'nfc', source: null, target: '1' },
    ]);
  });
});

describe('Who must sign', () => {
  const signature = (role: string, decision = 'APPROVE') => ({
    name: role,
    role,
    decision,
    at: '',
    text: '',
    key: null,
    number: '001',
    timestamp: null,
  });
  const needed = { preparer: '1', approver: '2' };

  it('is whom the plan asks for and who has not', () => {
    const signoff = { needed, signed: [signature('preparer'), signature('approver')], keys: [] };
    expect(missing(signoff)).toEqual([{ role: 'approver', count: 1n }]);
    expect(nextRole(signoff)).toBe('approver');
    expect(nextRole({ ...signoff, needed: { preparer: '1', approver: '1' } })).toBe('auditor');
  });

  it('is still whoever rejected, and the rejection stands', () => {
    const signoff = { needed, signed: [signature('preparer', 'REJECT')], keys: [] };
    expect(missing(signoff)[0]).toEqual({ role: 'preparer', count: 1n });
    expect(rejected(signoff)).toBe(true);
  });
});
