import { sides, type Side } from '../../../contract/side.ts';
import type { Report } from '../report.ts';
import { html, nothing, type Html } from './html.ts';
import { digest, grouped } from './numbers.ts';
import { section, table } from './table.ts';
import { value } from './value.ts';

/** Every file that was read, with its digest. */
export const filesSection = (report: Report): Html =>
  section('files', 'Files', ...sides.map((side) => filesOf(report, side)));

export const certificateText = (certificate: string): Html =>
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
