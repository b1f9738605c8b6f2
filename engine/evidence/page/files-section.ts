import type { Certificate } from '../../../contract/certificate.ts';
import { sides, type Side } from '../../../contract/side.ts';
import type { Report } from '../report/report.ts';
import { html, nothing, type Html } from './html.ts';
import { grouped } from '../../../contract/grouped.ts';
import { digest } from './numbers.ts';
import { section, table } from './table.ts';
import { value } from './value.ts';

/** Every file that was read, with its digest. */
export const filesSection = (report: Report): Html =>
  section('files', 'Files', ...sides.map((side) => filesOf(report, side)));

export const certificateText = (certificate: string): Html =>
  certificate === 'none' ? html`none came with the export` : value(certificate);

const results = {
  holds: html`<span class="proven whole">✓ holds</span>`,
  fails: html`<strong class="differs whole">✕ fails</strong>`,
  not_checked: html`<span class="whole">not checked</span>`,
} as const;

/** Each certificate with how it fared, in its own words; three claims that are never one. */
const certificatesTable = (certificates: readonly Certificate[]): Html =>
  certificates.length === 0
    ? nothing
    : table(
        [{ head: 'certificate' }, { head: 'speaks of' }, { head: 'result' }, { head: 'in words' }, { head: 'SHA-256' }],
        certificates.map(({ name, about, result, words, sha256 }) => [
          value(name),
          html`${about === 'rows' ? 'what the rows come to' : about === 'bytes' ? 'the files’ bytes' : 'not known'}`,
          results[result],
          value(words),
          sha256 === null ? html`not read` : digest(sha256),
        ]),
      );

function filesOf(report: Report, side: Side): Html {
  const { files, certificates = [] } = report.sides[side];
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
    ${table(alike ? columns : [...columns, { head: 'certificate' }], rows)} ${certificatesTable(certificates)}`;
}
