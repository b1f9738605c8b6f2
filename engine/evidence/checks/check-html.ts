import { createHash } from 'node:crypto';
import { differencesShown, renderReport } from '../render-report.ts';
import { demand, NotDone } from './judge.ts';
import type { LineReader } from './line-reader.ts';
import { sameBytes } from './check-buckets.ts';

const where = 'report.html';
/** Characters of differences that are held at once. */
const mostText = 1 << 28;

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
  const first: string[] = [];
  for (let held = 0; first.length < differencesShown;) {
    const line = lines.next();
    if (line === null) break;
    held += line.length;
    if (held > mostText) return new NotDone('The differences that it shows are too large to be rendered again');
    first.push(line);
  }
  const again = Buffer.from(renderReport(report, first), 'utf8');
  demand(sameBytes(again, html), 'Rendered again from report.json and the differences, the page is another', where);
  return 'Rendered again from report.json and the first differences, it is the same to the byte';
}
