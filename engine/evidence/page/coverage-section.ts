import { counted } from '../../../contract/grouped.ts';
import { sides } from '../../../contract/side.ts';
import type { Report, ReportTable } from '../report/report.ts';
import { html, joined, type Html } from './html.ts';
import { paragraph, section, table } from './table.ts';
import { code, value } from './value.ts';

/** What was not compared, and why: columns, rows, files, values. */
export function coverageSection({ coverage, tables }: Report): Html {
  const rows = [
    ...coverage.unmapped.map(({ side, table: of, column }) => [
      html`column ${code(column)}`,
      value(of),
      html`${side}`,
      html`<strong class="differs">unmapped: the plan neither compares nor ignores it</strong>`,
    ]),
    ...coverage.ignored.map(({ side, table: of, column, reason }) => [
      html`column ${code(column)}`,
      value(of),
      html`${side}`,
      html`ignored: “${value(reason)}”`,
    ]),
    ...tables.flatMap(rowsLeftOut),
    ...coverage.notData.map(({ side, table: of, name }) => [
      html`file ${code(name)}`,
      value(of),
      html`${side}`,
      html`not read: it is no data`,
    ]),
  ];
  if (rows.length === 0) return section('coverage', 'Not compared', paragraph(html`Nothing was left out.`));
  return section(
    'coverage',
    'Not compared',
    table([{ head: 'what' }, { head: 'table' }, { head: 'side' }, { head: 'why' }], rows),
    paragraph(html`Nothing else was left out.`),
  );
}

function rowsLeftOut(of: ReportTable): Html[][] {
  return sides.flatMap((side) => {
    const { excluded, unrepresentable } = of[side];
    const condition = of.where?.[side] ?? null;
    const rows: Html[][] = [];
    if (condition !== null || excluded !== '0')
      rows.push([
        html`${counted(excluded, 'row')}`,
        value(of.name),
        html`${side}`,
        whyExcluded(condition, of.where?.reason),
      ]);
    if (unrepresentable !== '0')
      rows.push([
        html`${counted(unrepresentable, 'row')}`,
        value(of.name),
        html`${side}`,
        html`<strong class="differs">a value has no form in its column’s type; listed among the differences</strong>`,
      ]);
    return rows;
  });
}

function whyExcluded(condition: string | null, reason: string | undefined): Html {
  const parts = [
    ...(condition === null ? [] : [html`not true of them: ${code(condition)}`]),
    ...(reason === undefined ? [] : [html`“${value(reason)}”`]),
  ];
  return parts.length === 0 ? html`the plan says no more` : joined(parts, html`; `);
}
