import { counted, grouped } from '../../../contract/grouped.ts';
import { sides } from '../../../contract/side.ts';
import { reportCounts } from '../report/report-counts.ts';
import type { Report } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { note, paragraph, section, table } from './table.ts';
import { code, value } from './value.ts';

/** The plan's text rules, and how many values each altered before anything was compared. */
export function rulesSection(report: Report): Html {
  const rows = report.tables.flatMap(({ name: of, columns }) =>
    columns.flatMap(({ name, altered }) =>
      sides.flatMap((side) =>
        Object.entries(altered[side]).map(([rule, count]) => [
          code(name),
          value(of),
          html`${side}`,
          code(rule),
          html`<span class="${count === '0' ? 'dim' : 'rule'}">${grouped(count)}</span>`,
        ]),
      ),
    ),
  );
  if (rows.length === 0)
    return section(
      'rules',
      'Rules',
      fixedInAdvance(report),
      paragraph(html`The plan names no text rule: no value was altered before it was compared.`),
    );
  const { matchedUnderRule } = reportCounts(report);
  const heads = [
    { head: 'column' },
    { head: 'table' },
    { head: 'side' },
    { head: 'rule' },
    { head: 'values altered', number: true },
  ];
  return section(
    'rules',
    'Rules',
    fixedInAdvance(report),
    table(heads, rows),
    note(html`${counted(matchedUnderRule, 'row')} matched only after a rule had altered a value on either side.`),
  );
}

/** Whether somebody had signed the plan before there was a result that could tempt anybody to change it. */
const fixedInAdvance = ({ plan: { signed } }: Report): Html =>
  paragraph(
    signed === undefined
      ? html`Nobody had signed the plan before the run: nothing here shows that its rules were fixed in advance.`
      : html`The rules were fixed in advance: before the run the plan was signed with the key <code>${signed.by}</code>,
          by whomever your <code>allowed_signers</code> gives that key.`,
  );
