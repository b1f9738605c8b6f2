/** Every kind of fault the sample puts in, with what a right reconciliation says of one. */
export const faultKinds = {
  amount_off_by_one: {
    table: 'accounts',
    difference: 'changed',
    column: 'opening_balance',
    breaks: ['opening balance per currency'],
  },
  null_for_empty: { table: 'accounts', difference: 'changed', column: 'memo', breaks: [] },
  empty_for_null: { table: 'accounts', difference: 'changed', column: 'memo', breaks: [] },
  time_off_by_dst_hour: { table: 'accounts', difference: 'changed', column: 'opened_at', breaks: [] },
  code_wrong: { table: 'accounts', difference: 'changed', column: 'status', breaks: [] },
  row_added: { table: 'accounts', difference: 'target_only', column: null, breaks: ['opening balance per currency'] },
  space_added: { table: 'transactions', difference: 'changed', column: 'reference', breaks: [] },
  time_off_by_microsecond: { table: 'transactions', difference: 'changed', column: 'created_at', breaks: [] },
  row_lost: {
    table: 'transactions',
    difference: 'source_only',
    column: null,
    breaks: ['every posting has its transaction', 'no entry number is missing'],
  },
  amounts_swapped: { table: 'postings', difference: 'changed', column: 'amount', breaks: [] },
  posting_missing: {
    table: 'postings',
    difference: 'source_only',
    column: null,
    breaks: ['postings balance', 'posted per currency'],
  },
  wide_integer_last_digit: {
    table: 'token_balances',
    difference: 'changed',
    column: 'amount',
    breaks: ['units per token'],
  },
  row_doubled: { table: 'token_balances', difference: 'duplicate', column: null, breaks: ['units per token'] },
} as const;

export type FaultKind = keyof typeof faultKinds;
export const faultKindNames = Object.keys(faultKinds) as FaultKind[];
