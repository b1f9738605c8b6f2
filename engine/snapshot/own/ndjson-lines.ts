import { TallyError } from '../../../contract/problem.ts';
import { parseJsonMembers } from '../../canonical/json-value.ts';
import { longestRecord, recordTooLong } from '../csv/longest-record.ts';
import { WholeRecords } from './whole-records.ts';

export type JsonMembers = ReadonlyMap<string, string | null | undefined>;

/**
 * Reads NDJSON: one object a line, by LF or CRLF; a line without one is an error, an empty one too. Takes valid UTF-8
 * cut between characters, null at its end; hands each record's members, and its text, to `take`.
 */
export function ndjsonLines(
  name: string,
  take: (members: JsonMembers, line: string) => void,
): (chunk: Buffer | null) => void {
  let row = 0;
  let seen = false;
  const line = (bytes: Buffer, from: number, to: number) => {
    row++;
    if (to - from > longestRecord) throw recordTooLong(`${name}, row ${row}`);
    const text = bytes.toString('utf8', from, to);
    const members = parseJsonMembers(text);
    if (members instanceof Map) take(members, text);
    else throw notJson(name, row, text, members);
  };
  const records = new WholeRecords((bytes, final) => {
    let at = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
      line(bytes, at, end);
      at = end + 1;
    }
    if (bytes.length - at > longestRecord) throw recordTooLong(`${name}, row ${row + 1}`);
    if (final && at < bytes.length) line(bytes, at, bytes.length);
    return final ? bytes.length : at;
  });
  return (chunk) => {
    if (chunk !== null) {
      seen ||= chunk.length > 0;
      records.push(chunk);
    } else if (seen) records.end();
    else throw new TallyError('input_empty', 'The file is empty', name);
  };
}

function notJson(
  name: string,
  row: number,
  text: string,
  { problem, at }: { problem: string; at: number },
): TallyError {
  const what =
    text.trim() === '' ? 'An empty line where a JSON object belongs' : `The line is no JSON object: it ${problem}`;
  return new TallyError(
    'input_malformed',
    what,
    `${name}, row ${row}, character ${at + 1}`,
    'Export the file again, one JSON object a line',
  );
}
