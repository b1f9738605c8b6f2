import { describe, expect, it } from 'vitest';
import { changedFiles, changedFormless } from './changed-files.ts';
import { failures, forgery, formlessForgery } from './verify-by-hand.ts';

describe('a file that is changed, with report.json and SHA256SUMS made to fit', () => {
  it.each(changedFiles)('is refused where %s', async (_, change, failure) => {
    const forged = forgery();
    change(forged);
    expect((await failures(forged.seal())).join('\n')).toMatch(new RegExp(failure, 'm'));
  });

  it.each(changedFormless)('is refused where an unrepresentable row is listed and %s', async (_, change, failure) => {
    const forged = formlessForgery();
    change(forged);
    expect((await failures(forged.seal())).join('\n')).toMatch(new RegExp(failure, 'm'));
  });
});
