import { sides, type Side } from '../../../contract/side.ts';
import type { Report } from '../report.ts';
import { certificateText } from './files-section.ts';
import { html, type Html } from './html.ts';
import { counted, digest, sizeText } from './numbers.ts';
import { section } from './table.ts';

/** What was compared: both sides in short. */
export const comparedSection = (report: Report): Html =>
  section(
    'compared',
    'What was compared',
    html`<div class="two">${sides.map((side) => sideInShort(report, side))}</div> `,
  );

function sideInShort(report: Report, side: Side): Html {
  const { files, identity } = report.sides[side];
  const bytes = files.reduce((total, file) => total + BigInt(file.bytes), 0n);
  const rows = files.reduce((total, file) => total + BigInt(file.rows), 0n);
  return html`<dl>
    <dt>${sideName(side)}</dt>
    <dd>${counted(BigInt(files.length), 'file')}, ${sizeText(bytes)}, ${counted(rows, 'row')}</dd>
    <dt>Identity</dt>
    <dd>
      ${identity === null ? html`none: a row that could not be read leaves the snapshot without one` : digest(identity)}
    </dd>
    <dt>Certificate</dt>
    <dd>${certificates(files.map(({ certificate }) => certificate))}</dd>
  </dl> `;
}

function certificates(fared: readonly string[]): Html {
  const [first] = fared;
  if (first === undefined) return html`none, there being no file`;
  if (fared.some((each) => each !== first)) return html`differs from file to file, see below`;
  return certificateText(first);
}

const sideName = (side: Side): string => (side === 'source' ? 'Source' : 'Target');
