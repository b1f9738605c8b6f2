import { differenceLine, type Difference } from '../differences/difference.ts';
import { readDifference } from '../differences/read-difference.ts';
import { demand } from './judge.ts';

const rowNumber = /^[1-9][0-9]{0,15}$/;

/** A line of differences.ndjson, without its end, that is to the byte as a run writes it (RFC 8785, and no member more). */
export function readExactDifference(line: string, where: string): Difference {
  const difference = readDifference(line, where);
  for (const side of [difference.source, difference.target])
    demand(side === null || rowNumber.test(side.row), 'A row has no number', where);
  demand(differenceLine(difference) === `${line}\n`, 'The line is not in canonical form (RFC 8785)', where);
  // JSON can write half a surrogate pair, which has no UTF-8 and so no canonical form.
  const texts = [difference.source?.record, difference.target?.record, difference.text, ...(difference.key ?? [])];
  demand(
    !texts.some((text) => typeof text === 'string' && /\p{Cs}/u.test(text)),
    'A text of the line is not Unicode',
    where,
  );
  return difference;
}
