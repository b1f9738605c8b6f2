import { describe, expect, it } from 'vitest';
import { saidOfAll, tallyOf, vouchedBy } from '../../renderer/views/snapshots/certificate-looks.ts';

const holds = { certificate: { result: 'holds' as const, words: 'its bytes match SHA256SUMS' } };
const fails = { certificate: { result: 'fails' as const, words: 'its bytes DIFFER from SHA256SUMS' } };

describe('Certificates on Snapshots', () => {
  it('are said once of a table whose files fared alike, and file by file where one did not', () => {
    expect(saidOfAll([holds, holds])).toBe(holds.certificate);
    expect(saidOfAll([holds, fails])).toBeNull();
    expect(saidOfAll([{ certificate: null }, holds])).toBeNull();
    expect(tallyOf([holds, fails, holds])).toBe('certificates of 3 files: 1 fails, 2 hold');
    expect(tallyOf([{ certificate: null }])).toBe('');
  });

  it('are vouched for by nobody unless a signature is trusted or a hand gave them', () => {
    expect(vouchedBy({ came: 'inside', signature: 'none' })).toEqual({
      word: 'nobody: it came inside the same export',
      tone: 'rule',
    });
    expect(vouchedBy({ came: 'beside', signature: 'not_judged' }).tone).toBe('rule');
    expect(vouchedBy({ came: 'inside', signature: 'trusted' }).tone).toBe('proven');
    expect(vouchedBy({ came: 'given', signature: 'refused' }).tone).toBe('differs');
  });
});
