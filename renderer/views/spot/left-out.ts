import type { CallOutput } from '../../../contract/calls.ts';
import { amount, counted } from '../../text/numbers.ts';

type Spot = CallOutput<'spot.view'>['spot'];

/** What could not be drawn, and how amounts were weighed: a sentence each, for what there is. */
export function leftOut({ population, amounts }: Spot): string[] {
  const said: string[] = [];
  const say = (rows: string, one: string, many: string): void => {
    if (rows !== '0') said.push(`${counted(rows, 'row')} ${rows === '1' ? one : many}.`);
  };
  say(
    population.excluded,
    'is left out by the plan and cannot be drawn',
    'are left out by the plan and cannot be drawn',
  );
  say(
    population.unrepresentable,
    'has a value without a form and cannot be drawn',
    'have a value without a form and cannot be drawn',
  );
  if (amounts === undefined) return said;
  const { zeros, nulls, negative, certain } = amounts;
  say(certain, 'is of the interval or more and always drawn', 'are of the interval or more and always drawn');
  say(zeros, 'has an amount of 0 and is never drawn', 'have an amount of 0 and are never drawn');
  say(nulls, 'has no amount and is never drawn', 'have no amount and are never drawn');
  say(
    negative.rows,
    `is negative, ${amount(negative.total)}, and weighed without the sign`,
    `are negative, ${amount(negative.total)} in all, and weighed without the sign`,
  );
  return said;
}
