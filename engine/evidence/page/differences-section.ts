import { parseType } from '../../canonical/type-name.ts';
import type { Difference } from '../difference.ts';
import { acceptedBy, acceptedLines } from '../exceptions/accepted-by.ts';
import type { Report } from '../report.ts';
import { differenceRows, type ShownTable } from './difference-rows.ts';
import { html, nothing, type Html } from './html.ts';
import { counted, grouped } from './numbers.ts';
import { note, paragraph, section } from './table.ts';
import { value } from './value.ts';

/** The first differences side by side; how many there are in all, and where the rest are. */
export function differencesSection(report: Report, shown: readonly Difference[]): Html {
  const {
    tables,
    differences: { lines, escapedCells },
  } = report;
  if (lines === '0' && shown.length === 0)
    return section('differences', 'Differences', paragraph(html`There is none.`));
  const by = acceptedBy(report);
  const known = new Map(tables.map((table) => [table.name, shownTable(table)]));
  const groups: { table: ShownTable; rows: Difference[] }[] = [];
  for (const difference of shown) {
    const last = groups.at(-1);
    if (last?.table.name === difference.table) last.rows.push(difference);
    else {
      const table = known.get(difference.table) ?? { name: difference.table, key: [], columns: [] };
      groups.push({ table, rows: [difference] });
    }
  }
  return section(
    'differences',
    'Differences',
    paragraph(html`${howMany(BigInt(lines), BigInt(shown.length))}${acceptedOf(acceptedLines(report))}`),
    ...groups.map(({ table, rows }) => groupOf(table, rows, by)),
    ...(escapedCells === '0'
      ? []
      : [
          note(
            html`In <code>differences.csv</code> ${counted(escapedCells, 'cell')} got a leading apostrophe, since a
              spreadsheet would have run them.`,
          ),
        ]),
  );
}

function howMany(lines: bigint, shown: bigint): Html {
  const files = html`<code>differences.ndjson</code>, and as a view of it in <code>differences.csv</code> and
    <code>differences.parquet</code>`;
  if (shown >= lines)
    return html`All ${grouped(lines)} of ${counted(lines, 'difference')} shown; they also stand in ${files}.`;
  return html`<strong>The first ${grouped(shown)} of ${counted(lines, 'difference')}.</strong> All of them stand in
    ${files}, beside this page.`;
}

const acceptedOf = (count: bigint): Html =>
  count === 0n
    ? nothing
    : html` ${grouped(count)} of them ${count === 1n ? 'is' : 'are'} accepted as
      ${count === 1n ? 'an exception' : 'exceptions'}, and marked.`;

function shownTable({ name, key, columns }: Report['tables'][number]): ShownTable {
  const typed = columns.map((column) => ({ name: column.name, type: parseType(column.type) }));
  const isKnown = (column: (typeof typed)[number]): column is ShownTable['columns'][number] =>
    column.type !== undefined;
  return { name, key, columns: typed.every(isKnown) ? typed : [] };
}

const groupOf = (
  table: ShownTable,
  rows: readonly Difference[],
  by: (difference: Difference) => readonly string[],
): Html =>
  html`<h3>${value(table.name)}</h3>
    <table class="differences">
      <colgroup>
        <col class="name" />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">column</th>
          <th scope="col">source</th>
          <th scope="col">target</th>
        </tr>
      </thead>
      ${rows.map((row) => differenceRows(table, row, by(row)))}
    </table> `;
