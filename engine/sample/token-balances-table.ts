import { accountNumber } from './accounts-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { LedgerSize } from './ledger-size.ts';
import { draw, pick } from './sql.ts';

/** The largest amount a contract of Ethereum can hold, 2^256 - 1. */
const largest = '115792089237316195423570985008687907853269984665640564039457584007913129639935';
const tokens = ['WETH', 'DAI', 'XAUT'] as const;

/** Amounts of tokens, in units so small that no machine integer holds them: half of them have 78 digits. */
export function tokenBalancesTable(size: LedgerSize): LedgerTable {
  const stride = Math.floor(size.accounts / Math.ceil(size.token_balances / tokens.length));
  const digits = (salt: number, count: number): string =>
    `lpad((h(i, ${salt}) % ${10 ** count})::VARCHAR, ${count}, '0')`;
  const wide = ["'10'", digits(301, 15), digits(302, 15), digits(303, 15), digits(304, 15), digits(305, 16)];
  return {
    name: 'token_balances',
    rows: size.token_balances,
    partitioned: false,
    key: { account_id: 'account', token: 'token' },
    model: {
      account: accountNumber(`(i // ${tokens.length}) * ${stride}`),
      token: pick(tokens, `i % ${tokens.length}`),
      wide: wide.join(' || '),
      amount: `CASE WHEN i % 1000 = 7 THEN '${largest}' WHEN i % 2 = 0 THEN wide ELSE ((h(i, 306) % 1000000000000000) + 1)::VARCHAR END`,
      memo: `CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'vault ' || ${draw('i', 307, 20)} END`,
    },
    faults: {
      wide_integer_last_digit: {
        where: 'length(amount) = 78',
        alters: { column: 'amount', into: 'left(amount, 77) || ((right(amount, 1)::INTEGER + 1) % 10)' },
        shownAs: 'balance_units',
      },
      row_doubled: { where: 'true' },
    },
    source: { ACCT_NO: 'account', TOKEN: 'token', UNITS: 'amount', VAULT: 'memo' },
    target: { asset: 'token', balance_units: 'amount', custody: 'memo', account_number: 'account' },
  };
}
