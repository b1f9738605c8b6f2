import { TallyError } from '../../contract/problem.ts';

/** How many rows of a sample ledger each table takes. */
export interface LedgerSize {
  readonly accounts: number;
  readonly transactions: number;
  readonly postings: number;
  readonly token_balances: number;
}

/** Postings of the transactions 0 to 7; the pattern repeats. Three lines carry a fee, four an exchange of currencies. */
export const linesOfEight = [3, 2, 2, 2, 4, 2, 2, 2] as const;
export const linesInEight = linesOfEight.reduce((sum, lines) => sum + lines, 0);

/** The number of the first posting of a transaction, both from 0: also the postings of all transactions before it. */
function firstPostingOf(transaction: number): number {
  const rest = linesOfEight.slice(0, transaction % 8).reduce((sum, lines) => sum + lines, 0);
  return Math.floor(transaction / 8) * linesInEight + rest;
}

/** The fewest rows in which `faults` of each kind have their own rows. */
const fewestRows = (faults: number): number => 100 + 250 * faults;

/** Splits `rows`, the total over all tables, so that it is met exactly. */
export function ledgerSize(rows: number, faults: number): LedgerSize {
  if (!Number.isSafeInteger(rows) || !Number.isSafeInteger(faults) || faults < 0)
    throw new TallyError('usage', 'Rows and faults are whole numbers', '', 'For example --rows 1000000 --faults 3');
  const fewest = fewestRows(faults);
  if (rows < fewest)
    throw new TallyError(
      'usage',
      `${rows} rows are too few for ${faults} faults of each kind`,
      '',
      `The minimum is --rows ${fewest}${faults === 0 ? '' : ', or fewer --faults'}`,
    );
  if (rows > mostRows) throw new TallyError('usage', `A sample has at most ${mostRows} rows`, '', '');
  const transactions = Math.floor(rows * 0.24);
  const postings = firstPostingOf(transactions);
  const tokens = Math.floor(rows * 0.04);
  return { accounts: rows - transactions - postings - tokens, transactions, postings, token_balances: tokens };
}

/** Row numbers are multiplied with each other in 64 bits when rows are put into the target's order. */
const mostRows = 2_000_000_000;
