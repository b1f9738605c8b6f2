import { describe, expect, it } from 'vitest';
import type { Signer } from '../../engine/evidence/signing/check-signatures.ts';
import { whyUnapproved } from '../../engine/evidence/exceptions/approvals.ts';
import { anException } from './an-exception.ts';

const approval = (judgedAt: string): Signer => ({
  ...{ number: '001', name: 'cfo@bank', role: 'approver', decision: 'APPROVE', at: '2026-06-30T00:00:00Z', text: '' },
  ...{ exceptions: [anException.id], key: 'SHA256:x', trusted: true, judgedAt },
});

describe('An exception', () => {
  it.each([
    ['2026-06-30T23:59:58.999Z', null],
    ['2026-06-30T23:59:59Z', 'expired at 2026-06-30T23:59:59Z'],
    ['2026-06-30T23:59:59.001Z', 'expired at 2026-06-30T23:59:59Z'],
    ['2026-07-01T00:00:00Z', 'expired at 2026-06-30T23:59:59Z'],
  ])('that expires at 23:59:59 and is judged for %s: %s', (judgedAt, why) => {
    expect(whyUnapproved(anException, [approval(judgedAt)])).toBe(why);
  });
});
