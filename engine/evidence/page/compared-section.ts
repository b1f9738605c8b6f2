import { counted } from '../../../contract/grouped.ts';
import type { Certificate } from '../../../contract/certificate.ts';
import { sides, type Side } from '../../../contract/side.ts';
import type { Report } from '../report/report.ts';
import { certificateText } from './files-section.ts';
import { html, type Html } from './html.ts';
import { digest, sizeText } from './numbers.ts';
import { section } from './table.ts';

/** What was compared: both sides in short. */
export const comparedSection = (report: Report): Html =>
  section(
    'compared',
    'What was compared',
    html`<div class="two">${sides.map((side) => sideInShort(report, side))}</div> `,
  );

function sideInShort(report: Report, side: Side): Html {
  const { files, identity, certificates = [] } = report.sides[side];
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
    <dd>${certificates.length === 0 ? ofFiles(files.map(({ certificate }) => certificate)) : inShort(certificates)}</dd>
  </dl> `;
}

/** What the files say, where the report lists no certificate. */
function ofFiles(fared: readonly string[]): Html {
  const [first] = fared;
  if (first === undefined) return html`none, there being no file`;
  if (fared.some((each) => each !== first)) return html`differs from file to file, see below`;
  return certificateText(first);
}

/** `1 holds, 1 fails`: which and why stands with the files. */
function inShort(certificates: readonly Certificate[]): Html {
  const many = (result: Certificate['result']) => certificates.filter((one) => one.result === result).length;
  const parts = [
    [many('holds'), 'holds', 'hold'],
    [many('fails'), 'FAILS', 'FAIL'],
    [many('not_checked'), 'not checked', 'not checked'],
  ] as const;
  const said = parts.flatMap(([count, one, more]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]));
  return html`${said.join(', ')}; see the files below`;
}

const sideName = (side: Side): string => (side === 'source' ? 'Source' : 'Target');
