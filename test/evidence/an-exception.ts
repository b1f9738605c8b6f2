import type { Exception } from '../../contract/exception.ts';

/** An exception as its schema wants it, bound to nothing that is. */
export const anException: Exception = {
  id: '0'.repeat(64),
  table: 'accounts',
  kind: 'changed',
  keyDigest: '0'.repeat(64),
  rows: { count: '1', digest: '0'.repeat(64) },
  reason: 'rounded by hand',
  owner: 'ops@bank',
  approver: 'cfo@bank',
  expires: '2026-06-30T23:59:59Z',
};
