import { describe, expect, it } from 'vitest';
import { forgery, verify, type Forgery } from './verify-by-hand.ts';

/** A run whose paths disagreed about accounts. */
function unproven(): Forgery {
  const forged = forgery();
  forged.report.disagreements = [{ agreement: '1', table: 'accounts', expected: '40 rows', found: '39' }];
  forged.report.verdict = 'NOT_PROVEN';
  forged.accounts.proven = false;
  return forged;
}

describe('a package that its own run calls not proven', () => {
  it('is sound, and says what it was not held to', async () => {
    const forged = unproven();
    forged.accounts.source.matched = '29';
    forged.accounts.columns[0]!.changed = '7';
    const { sound, verdict, checks, requirements } = await verify(forged.seal());
    expect({ sound, verdict }).toEqual({ sound: true, verdict: 'NOT_PROVEN' });
    expect(checks.filter(({ why }) => why.includes('proved nothing'))).toEqual(
      ['listings', 'differences', 'equation'].map((name) => ({
        name,
        result: 'not_done',
        why: 'Not judged where the run itself proved nothing: table accounts',
      })),
    );
    expect(requirements.reconciled.met).toBe(false);
  });

  it('is still held to its tables that were proven', async () => {
    const forged = unproven();
    forged.notes.source.only = '2';
    const { checks } = await verify(forged.seal());
    expect(checks.filter(({ result }) => result === 'failed').map(({ name }) => name)).toEqual([
      'listings',
      'equation',
      'gates',
    ]);
  });

  it('is still held to its buckets and to its verdict', async () => {
    const forged = unproven();
    forged.accounts.bucketsDiffering = '0';
    forged.report.verdict = 'NOT_RECONCILED';
    const { checks } = await verify(forged.seal());
    expect(checks.filter(({ result }) => result === 'failed').map(({ name }) => name)).toEqual(['buckets', 'gates']);
  });
});
