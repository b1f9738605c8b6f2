import { counted, grouped, groupedDecimal } from '../../../contract/grouped.ts';
import { unitsText } from '../../canonical/scaled-integer.ts';
import { wrongAmountAtMost, wrongRowsAtMost, wrongRowsAtMostInStrata, type DrawnStratum } from './at-most.ts';
import { ceilQuotient } from './ceil-quotient.ts';
import type { Spot } from '../../../contract/spot.ts';

type Conclusion = Spot['conclusion'];

/** Of a draw of rows, all as likely as one another, in one stratum or in several. */
export function concludeOnRows(
  strata: readonly DrawnStratum[],
  table: string,
  side: string,
  confidence: bigint,
): Conclusion {
  const [rows, drawn] = [sum(strata.map((one) => one.rows)), sum(strata.map((one) => one.drawn))];
  const of = `${counted(rows, 'row')} of table ${table} in the ${side}`;
  const atMost =
    strata.length === 1 ? wrongRowsAtMost(rows, drawn, confidence) : wrongRowsAtMostInStrata(strata, confidence);
  const percent = percentOf(atMost, rows);
  return {
    atMost: String(atMost),
    confidence: String(confidence),
    of: String(rows),
    percent,
    sentence:
      drawn === rows
        ? `${rows === 1n ? 'The' : 'All'} ${of} ${rows === 1n ? 'was' : 'were'} drawn: if ${rows === 1n ? 'it is not' : 'none of them is'} wrong, none is.`
        : `${ifNone(drawn)}, then with ${confidence} % confidence at most ${grouped(atMost)} of the ${of} (${percent} %) ${atMost === 1n ? 'is' : 'are'}.`,
  };
}

export interface DrawnAmounts {
  /** Of all amounts and of those below the interval, in units of the column's last digit. */
  readonly total: bigint;
  readonly rest: bigint;
  readonly size: bigint;
  readonly drawn: bigint;
  readonly column: string;
  readonly scale: number;
}

/** Of a draw of amounts. */
export function concludeOnAmounts(
  { total, rest, size, drawn, column, scale }: DrawnAmounts,
  table: string,
  side: string,
  confidence: bigint,
): Conclusion {
  const units = drawn === 0n ? rest : wrongAmountAtMost(total, size, rest, confidence);
  const [atMost, of] = [unitsText(units, scale), unitsText(total, scale)];
  const percent = percentOf(units, total);
  const all = `the ${groupedDecimal(of)} of "${column}" of table ${table} in the ${side}, each amount without its sign`;
  return {
    atMost,
    confidence: String(confidence),
    of,
    percent,
    sentence:
      drawn === 0n
        ? 'No row was drawn, so nothing can be concluded.'
        : rest === 0n
          ? `${counted(drawn, 'row')} hold all of ${all}: if none of them is wrong, nothing of it is.`
          : `${ifNone(drawn)}, then with ${confidence} % confidence the rows that are hold at most ${groupedDecimal(atMost)} (${percent} %) of ${all}.`,
  };
}

const ifNone = (drawn: bigint): string =>
  drawn === 1n ? 'If the one row drawn is not wrong' : `If none of the ${grouped(drawn)} rows drawn is wrong`;

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, n) => total + n, 0n);

/** In hundredths of a per cent, rounded up. */
const percentOf = (part: bigint, whole: bigint): string => unitsText(ceilQuotient(part * 10_000n, whole), 2);
