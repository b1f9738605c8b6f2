import { sides } from '../../../contract/side.ts';
import { demand } from './judge.ts';
import { entriesOf, type TableShape } from './table-shape.ts';

const paired = ['matched', 'matchedUnderRule', 'withinTolerance', 'changed', 'duplicatesMatched'] as const;

/** The equation of formats.md section 7 closes on both sides of one table. */
export function checkEquation({ name, report, keyed }: TableShape): void {
  for (const side of sides) {
    const terms = report[side];
    const parts = [
      terms.matched,
      terms.withinTolerance,
      terms.changed,
      terms.only,
      terms.duplicatesMatched,
      terms.duplicatesLeft,
    ];
    const sum = parts.reduce((total, part) => total + BigInt(part), 0n);
    demand(
      sum === entriesOf(terms),
      `The ${side} of table ${name} has ${entriesOf(terms)} entries, and its terms make ${sum}`,
    );
    demand(
      BigInt(terms.matchedUnderRule) <= BigInt(terms.matched),
      `More rows of table ${name} match under a rule than match`,
    );
    const keyedOnly = [terms.changed, terms.withinTolerance, terms.duplicatesMatched, terms.duplicatesLeft];
    demand(
      keyed || keyedOnly.every((term) => term === '0'),
      `Table ${name} has no key, and rows that only a key could tell`,
    );
  }
  for (const term of paired)
    demand(report.source[term] === report.target[term], `Table ${name} has another number of ${term} on each side`);
  const altered = report.columns.flatMap((column) => sides.flatMap((side) => Object.values(column.altered[side])));
  const alterations = altered.reduce((total, count) => total + BigInt(count), 0n);
  demand(
    BigInt(report.source.matchedUnderRule) <= alterations,
    `Table ${name} has rows that match under a rule, and no rule altered as many values`,
  );
}
