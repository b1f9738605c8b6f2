import { counted, grouped } from '../../../contract/grouped.ts';
import { parseType } from '../../canonical/type-name.ts';
import type { Difference } from '../differences/difference.ts';
import { differencesShown, markupShown } from '../differences/differences-shown.ts';
import { acceptedBy, acceptedLines } from '../exceptions/accepted-by.ts';
import type { Report } from '../report/report.ts';
import { differenceRows, type ShownTable } from './difference-rows.ts';
import { html, nothing, type Html } from './html.ts';
import { note, paragraph, section } from './table.ts';
import { value } from './value.ts';

/** The first differences side by side; how many there are in all, and where the rest are. */
export function differencesSection(report: Report, differences: Iterable<Difference>): Html {
  const {
    tables,
    differences: { lines, escapedCells },
  } = report;
  const { groups, shown } = firstOf(tables, differences, acceptedBy(report));
  if (lines === '0' && shown === 0n) return section('differences', 'Differences', paragraph(html`There is none.`));
  return section(
    'differences',
    'Differences',
    paragraph(html`${howMany(BigInt(lines), shown)}${acceptedOf(acceptedLines(report))}`),
    ...groups.map(({ table, rows }) => groupOf(table, rows)),
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

/** Consecutive differences of one table. */
interface Group {
  readonly table: ShownTable;
  readonly rows: Html[];
}

/** As many as the page shows, and no more of them asked for. */
function firstOf(
  tables: Report['tables'],
  differences: Iterable<Difference>,
  by: (difference: Difference) => readonly string[],
): { readonly groups: readonly Group[]; readonly shown: bigint } {
  const known = new Map(tables.map((table) => [table.name, shownTable(table)]));
  const groups: Group[] = [];
  let [shown, markup] = [0, 0];
  for (const difference of differences) {
    if (groups.at(-1)?.table.name !== difference.table)
      groups.push({
        table: known.get(difference.table) ?? { name: difference.table, key: [], columns: [] },
        rows: [],
      });
    const { table, rows } = groups.at(-1)!;
    const row = differenceRows(table, difference, by(difference));
    rows.push(row);
    shown++;
    markup += row.markup.length;
    if (shown === differencesShown || markup > markupShown) break;
  }
  return { groups, shown: BigInt(shown) };
}

function howMany(lines: bigint, shown: bigint): Html {
  const files = html`<code>differences.ndjson</code>, and as a view of it in <code>differences.csv</code> and
    <code>differences.parquet</code>`;
  if (shown >= lines)
    return html`All ${grouped(lines)} of ${counted(lines, 'difference')} shown; they also stand in ${files}.`;
  const why =
    shown < BigInt(differencesShown) ? html`, since more of them would make a page that no browser opens` : nothing;
  return html`<strong>The first ${grouped(shown)} of ${counted(lines, 'difference')}${why}.</strong> All of them stand
    in ${files}, beside this page.`;
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

const groupOf = (table: ShownTable, rows: readonly Html[]): Html =>
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
      ${rows}
    </table> `;
