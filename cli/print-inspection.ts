import { counted, grouped } from '../contract/grouped.ts';
import type { ColumnProfile } from '../engine/snapshot/duckdb/profile.ts';
import type { CertifiedSide } from '../engine/certificates/certify-side.ts';
import type { Inspection, InspectedTable } from '../engine/propose/inspect-snapshot.ts';
import { certificateResults } from './certificate-results.ts';
import type { Context } from './context.ts';
import { bytesText } from './numbers.ts';
import { shownValue } from './shown-value.ts';

/** Tables first, each with its files and its columns, then what vouches for them; with --json one document. */
export function printInspection(
  context: Context,
  { tables, notRead }: Inspection,
  { certificates, wordsOf }: CertifiedSide,
): void {
  if (context.json) {
    const document = { tables: tables.map((table) => tableDocument(table, wordsOf)), certificates, notRead };
    context.print(JSON.stringify(document));
    return;
  }
  for (const table of tables) {
    context.print(
      `${shownValue(table.name)}   ${counted(table.rows, 'row')}, ${counted(table.columns.length, 'column')}, ${counted(table.files.length, 'file')}`,
    );
    for (const { name, bytes, sha256, rows } of table.files)
      context.print(`  ${sha256}  ${shownValue(name)}  ${bytesText(bytes)}, ${counted(rows, 'row')}`);
    const width = Math.max(0, ...table.columns.map(({ name }) => shownValue(name).length));
    for (const column of table.columns)
      context.print(`  ${shownValue(column.name).padEnd(width)}  ${columnText(column)}`);
  }
  for (const { result, words } of certificates)
    context.print(`certificate ${certificateResults[result]}: ${shownValue(words)}`);
  if (certificates.length === 0) context.print('no certificate came with it');
  if (notRead.length > 0) context.print(`not read, as they are no data: ${notRead.map(shownValue).join(', ')}`);
}

function columnText({
  nulls,
  formless,
  distinct,
  least,
  greatest,
  first,
  last,
  shortest,
  longest,
}: ColumnProfile): string {
  const parts = [`${grouped(distinct)} distinct`];
  if (nulls > 0n) parts.push(`${grouped(nulls)} NULL`);
  if (formless > 0n) parts.push(`${grouped(formless)} without a form`);
  if (least !== null && greatest !== null) parts.push(`numbers ${least} to ${greatest}`);
  else if (first !== null && last !== null) {
    parts.push(`${shownValue(first)} to ${shownValue(last)}`);
    if (shortest !== null && longest !== null)
      parts.push(
        shortest === longest ? counted(longest, 'character') : `${shortest} to ${counted(longest, 'character')}`,
      );
  }
  return parts.join(', ');
}

const tableDocument = ({ name, files, rows, columns }: InspectedTable, wordsOf: CertifiedSide['wordsOf']) => ({
  name,
  rows: String(rows),
  files: files.map((file) => ({
    name: file.name,
    format: file.format,
    compression: file.compression,
    bytes: String(file.bytes),
    sha256: file.sha256,
    rows: String(file.rows),
    certificate: wordsOf(file.name),
  })),
  columns: columns.map(
    ({ name: column, nulls, formless, distinct, first, last, least, greatest, shortest, longest, top, histogram }) => ({
      name: column,
      nulls: String(nulls),
      formless: String(formless),
      distinct: String(distinct),
      first,
      last,
      least,
      greatest,
      shortest: shortest === null ? null : String(shortest),
      longest: longest === null ? null : String(longest),
      top: top.map(({ text, rows: count }) => ({ text, rows: String(count) })),
      histogram: histogram.map(String),
    }),
  ),
});
