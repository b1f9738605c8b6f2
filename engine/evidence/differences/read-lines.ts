import { createReadStream } from 'node:fs';

/** A line and where its first byte stands in the file. */
export interface PlacedLine {
  readonly text: string;
  readonly at: number;
}

/**
 * The lines of a UTF-8 file, split at LF alone: node:readline also splits at U+2028, which JCS writes as it is. A last
 * line without LF is a line.
 */
export async function* readPlacedLines(path: string): AsyncGenerator<PlacedLine> {
  let rest: Buffer[] = [];
  let begin = 0;
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const bytes = chunk as Buffer;
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      yield { text: Buffer.concat([...rest, bytes.subarray(from, end)]).toString('utf8'), at: begin };
      rest = [];
      from = end + 1;
      begin = read + from;
    }
    if (from < bytes.length) rest.push(bytes.subarray(from));
    read += bytes.length;
  }
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString('utf8'), at: begin };
}

/** The same, without their places. */
export async function* readLines(path: string): AsyncGenerator<string> {
  for await (const { text } of readPlacedLines(path)) yield text;
}
