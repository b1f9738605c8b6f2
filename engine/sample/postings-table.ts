import { currencies } from './currencies.ts';
import { regionOfTen, type LedgerTable } from './ledger-table.ts';
import { linesInEight, linesOfEight, type LedgerSize } from './ledger-size.ts';
import { codes, decimalText, draw, drawText, isoText, pick } from './sql.ts';
import { accountNumber } from './accounts-table.ts';
import { createdMicros, firstTransaction } from './transactions-table.ts';
import { narratives, rareNarratives } from './words.ts';

const transactionOfPosting = linesOfEight.flatMap((lines, at) => Array.from({ length: lines }, () => at));
const lineOfPosting = linesOfEight.flatMap((lines) => Array.from({ length: lines }, (_, line) => line + 1));
const ofPattern = (list: readonly number[]): string => `([${list.join(', ')}])[1 + i % ${linesInEight}]`;

/** Postings of a transaction sum to zero in each of its currencies. */
export function postingsTable(size: LedgerSize): LedgerTable {
  return {
    name: 'postings',
    rows: size.postings,
    partitioned: true,
    key: { txn_id: 'txn::VARCHAR', line: 'line::VARCHAR' },
    model: {
      t: `(i // ${linesInEight}) * 8 + ${ofPattern(transactionOfPosting)}`,
      line: ofPattern(lineOfPosting),
      lines: `([${linesOfEight.join(', ')}])[1 + t % 8]`,
      txn: `${firstTransaction} + t`,
      region: pick(regionOfTen, 't % 10'),
      payer: draw('t', 200, size.accounts),
      // Never the payer's own account: another one, drawn from all but that.
      account: accountNumber(
        `CASE WHEN line % 2 = 1 THEN payer ELSE (payer + 1 + ${draw('t', 201, size.accounts - 1)}) % ${size.accounts} END`,
      ),
      money: pick(['978', '978', '978', '840', '826', '756'], draw('t', 202, 6)),
      currency: `CASE WHEN line < 3 OR lines < 4 THEN money ELSE ${codes({ '978': '840', '840': '826', '826': '756', '756': '978' }, 'money')} END`,
      gross: `1 + ${draw('t', 203, 5_000_000)}`,
      fee: 'gross // 100',
      bought: `1 + ${draw('t', 204, 5_000_000)}`,
      amount: `CASE line WHEN 1 THEN gross WHEN 2 THEN CASE lines WHEN 3 THEN fee - gross ELSE -gross END WHEN 3 THEN CASE lines WHEN 3 THEN -fee ELSE bought END ELSE -bought END`,
      booked: `${createdMicros('t', size.transactions)} + line * 137`,
      wording: draw('i', 205, 4000),
      narrative: `CASE WHEN wording < 4 THEN ${pick(rareNarratives, 'wording')} WHEN wording < 2000 THEN ${drawText(narratives, 'i', 206)} WHEN wording < 2200 THEN '' END`,
    },
    faults: {
      // The two lines of a transfer change places: every sum there is stays what it was.
      amounts_swapped: {
        where: 'lines = 2 AND line = 1',
        alters: { column: 'amount', into: '-amount' },
        shownAs: 'amount',
      },
      posting_missing: { where: 'lines = 2 AND line = 1' },
    },
    source: {
      TXN_ID: 'txn',
      LINE_NO: 'line::SMALLINT',
      ACCT_NO: 'account',
      AMT_MINOR: 'amount',
      CCY_NUM: 'currency::SMALLINT',
      BOOK_TS: 'booked',
      NARR: 'narrative',
    },
    target: {
      booking_region: 'region',
      description: 'narrative',
      amount: decimalText('amount', 2),
      currency: codes(currencies, 'currency'),
      account_number: 'account',
      transaction_id: 'txn',
      line: 'line',
      booked_at: `${isoText('booked', 6)} || 'Z'`,
    },
  };
}
