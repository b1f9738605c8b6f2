import { createHash } from 'node:crypto';
import { renderReport } from '../page/render-report.ts';
import { demand, NotDone } from './judge.ts';
import type { LineReader } from './line-reader.ts';
import { sameBytes } from './check-buckets.ts';

const where = 'report.html';

/** report.html, rendered again from the report and the first differences where this is the build that made it. */
export function checkHtml(
  html: Uint8Array,
  report: Uint8Array,
  madeBy: string,
  build: string,
  lines: LineReader,
): string | NotDone {
  if (madeBy !== build) {
    const digest = createHash('sha256').update(report).digest('hex');
    const text = Buffer.from(html)
      .toString('utf8')
      .replace(/<[^>]*>/g, '');
    demand(text.includes(digest), 'The page was not made from this report.json', where);
    return new NotDone(
      `It names this report.json; tallystick ${madeBy} made it, and this is ${build}, so it was not rendered again`,
    );
  }
  const again = Buffer.from(renderReport(report, linesOf(lines)), 'utf8');
  demand(sameBytes(again, html), 'Rendered again from report.json and the differences, the page is another', where);
  return 'Rendered again from report.json and the first differences, it is the same to the byte';
}

function* linesOf(reader: LineReader): Generator<string> {
  for (let line = reader.next(); line !== null; line = reader.next()) yield line;
}
