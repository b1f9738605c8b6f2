import { sides } from '../../../contract/side.ts';
import type { Report } from '../report/report.ts';
import { demand, NotDone } from './judge.ts';

/** That the counts of the self-test add up to what it says of itself; that it was made is shown by running it again. */
export function checkSelfTest({ selfTest, tables, disagreements = [] }: Report): string | NotDone {
  if (selfTest === undefined) return new NotDone('The report holds no self-test, so nobody can sign it here');
  const failed = disagreements.some(({ agreement }) => agreement === 'self-test');
  demand(selfTest.pass !== failed, 'The self-test and the disagreements do not say the same');
  demand(
    selfTest.tables.map(({ name }) => name).join('\n') === tables.map(({ name }) => name).join('\n'),
    'The self-test is not of the tables of the report',
  );
  let sum = 0n;
  for (const table of selfTest.tables)
    for (const side of sides) {
      const { alterations, moved, blind } = table[side];
      const told = BigInt(moved) + BigInt(blind);
      demand(
        selfTest.pass ? told === BigInt(alterations) : told <= BigInt(alterations),
        `The alterations of the ${side} do not add up`,
        table.name,
      );
      sum += BigInt(alterations);
    }
  return selfTest.pass
    ? `Each of ${sum} alterations moved the root or is blind by a rule of the plan`
    : 'The self-test failed, and the report says so';
}
