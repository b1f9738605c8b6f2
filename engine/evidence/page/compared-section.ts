import { sides, type Side } from '../../../contract/side.ts';
import type { Report } from '../report.ts';
import { html, nothing, type Html } from './html.ts';
import { counted, digest, grouped, sizeText } from './numbers.ts';
import { section, table } from './table.ts';
import { value } from './value.ts';

/** What was compared: both sides in short, then every file with its digest. */
export const comparedSection = (report: Report): Html =>
  section(
    'compared',
    'What was compared',
    html`<div class="two">${sides.map((side) => sideInShort(report, side))}</div> `,
    ...sides.map((side) => filesOf(report, side)),
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

const certificateText = (certificate: string): Html =>
  certificate === 'none' ? html`none came with the export` : value(certificate);

function filesOf(report: Report, side: Side): Html {
  const { files } = report.sides[side];
  if (files.length === 0) return nothing;
  const alike = files.every(({ certificate }) => certificate === files[0]!.certificate);
  const columns = [
    { head: 'file' },
    { head: 'table' },
    { head: 'bytes', number: true },
    { head: 'rows', number: true },
    { head: 'SHA-256' },
  ];
  const rows = files.map(({ name, table: of, bytes, rows: count, sha256, certificate }) => [
    value(name),
    value(of),
    html`${grouped(bytes)}`,
    html`${grouped(count)}`,
    digest(sha256),
    ...(alike ? [] : [certificateText(certificate)]),
  ]);
  return html`<h3>Files of the ${side}</h3>
    ${table(alike ? columns : [...columns, { head: 'certificate' }], rows)}`;
}

const sideName = (side: Side): string => (side === 'source' ? 'Source' : 'Target');
