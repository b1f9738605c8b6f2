import type { Report, ReportTable } from '../report/report.ts';
import { html, joined, type Html } from './html.ts';
import { grouped } from '../../../contract/grouped.ts';
import { amounts } from './numbers.ts';
import { note, paragraph, section, table } from './table.ts';
import { code, value } from './value.ts';

/** Which columns changed, and in how many rows; the columns that did not, by name. */
export function columnsSection({ tables }: Report): Html {
  const touched = tables.filter((of) => touchedColumns(of).length > 0);
  const body =
    touched.length === 0 ? [paragraph(html`No value differs in a row that is on both sides.`)] : touched.map(changesOf);
  const [untouched] = [tables.filter((of) => !touched.includes(of))];
  const rest =
    touched.length === 0 || untouched.length === 0
      ? []
      : [
          note(
            html`Nothing changed in
            ${joined(
              untouched.map(({ name }) => value(name)),
              html`, `,
            )}.`,
          ),
        ];
  return section('columns', 'What changed', ...body, ...rest);
}

type ReportColumn = ReportTable['columns'][number];

const touchedColumns = ({ columns }: ReportTable): readonly ReportColumn[] =>
  columns.filter(({ changed, withinTolerance }) => changed !== '0' || withinTolerance !== '0');

function changesOf(of: ReportTable): Html {
  const columns = touchedColumns(of);
  const most = columns.reduce((so, { changed }) => (BigInt(changed) > so ? BigInt(changed) : so), 1n);
  const sums = amounts(columns.map(({ toleranceSum }) => toleranceSum ?? ''));
  const rows = columns.map(({ name, type, changed, withinTolerance, tolerance }, i) => [
    code(name),
    html`<code>${type}</code>`,
    html`${meter(BigInt(changed), most)}<span class="${changed === '0' ? 'dim' : 'differs'}"
        >${grouped(changed)}</span
      >`,
    html`<span class="${withinTolerance === '0' ? 'dim' : 'rule'}">${grouped(withinTolerance)}</span>`,
    tolerance === undefined ? html`<span class="dim">none</span>` : html`<code>${tolerance}</code>`,
    sums[i]!,
  ]);
  const others = of.columns.filter((column) => !columns.includes(column)).map(({ name }) => code(name));
  return html`<h3>${value(of.name)}</h3>
    ${table(
      [
        { head: 'column' },
        { head: 'type' },
        { head: 'rows changed', number: true },
        { head: 'rows within tolerance', number: true },
        { head: 'tolerance', number: true },
        { head: 'sum within tolerance', number: true },
      ],
      rows,
    )}${others.length === 0 ? note(html`No column is without a change.`) : note(html`Unchanged: ${joined(others, html`, `)}.`)}`;
}

/** A bar against the most changed column; never so short that a change cannot be seen. */
function meter(count: bigint, most: bigint): Html {
  const width = count === 0n ? 0n : (count * 96n + most - 1n) / most;
  return html`<svg class="meter" width="96" height="8" aria-hidden="true">
    <rect width="${width.toString()}" height="8"></rect>
  </svg>`;
}
