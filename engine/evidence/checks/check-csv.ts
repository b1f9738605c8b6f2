import { csvHeader, csvLine, viewCells } from '../differences/difference-csv.ts';
import { readDifference } from '../differences/read-difference.ts';
import type { FileBytes } from './file-bytes.ts';
import { demand } from './judge.ts';
import type { LineReader } from './line-reader.ts';
import type { Pace } from './pace.ts';
import { sameBytes } from './check-buckets.ts';

/** differences.csv is differences.ndjson, line for line, and as many cells were made harmless as report.json says. */
export async function checkCsv(csv: FileBytes, lines: LineReader, escapedCells: string, pace: Pace): Promise<string> {
  let at = 0;
  let escaped = 0n;
  const expect = (text: string, where: string) => {
    const bytes = Buffer.from(text, 'utf8');
    demand(
      at + bytes.length <= csv.size && sameBytes(csv.at(at, bytes.length), bytes),
      `${csv.name} is no view of it`,
      where,
    );
    at += bytes.length;
  };
  expect(csvHeader, csv.name);
  for (let text = lines.next(); text !== null; text = lines.next()) {
    const { line, escaped: cells } = csvLine(viewCells(readDifference(text, lines.where)));
    expect(line, lines.where);
    escaped += BigInt(cells);
    if (pace.due) await pace.breathe();
  }
  demand(at === csv.size, 'The file holds more than the differences', csv.name);
  demand(
    String(escaped) === escapedCells,
    `${escaped} cells have a leading apostrophe, and report.json says ${escapedCells}`,
    csv.name,
  );
  return 'It is differences.ndjson, line for line';
}
