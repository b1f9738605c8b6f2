import { sides, type Side } from '../../../contract/side.ts';
import { remains } from '../report/report-counts.ts';
import type { Report, ReportTable, ReportTerms } from '../report/report.ts';
import { html, nothing, type Html } from './html.ts';
import { grouped } from '../../../contract/grouped.ts';
import { note, section } from './table.ts';
import { value } from './value.ts';

type Tone = 'differs' | 'rule' | '';
const terms: readonly (readonly [head: string, of: keyof ReportTerms, tone: Tone])[] = [
  ['left out by the plan', 'excluded', 'rule'],
  ['without a form', 'unrepresentable', 'differs'],
  ['matched', 'matched', ''],
  ['within tolerance', 'withinTolerance', 'rule'],
  ['changed', 'changed', 'differs'],
  ['only here', 'only', 'differs'],
  ['duplicate, matched', 'duplicatesMatched', ''],
  ['duplicate, left', 'duplicatesLeft', 'differs'],
];

/** The equation of every table and side (formats.md section 7), with what it leaves over. */
export const equationSection = (report: Report): Html =>
  section(
    'equation',
    'Every row accounted for',
    html`<div class="scroll">
      <table class="equation">
        <thead>
          <tr>
            <th scope="col">table</th>
            <th scope="col">side</th>
            <th scope="col" class="n">rows read</th>
            ${terms.map(
              ([head], i) =>
                html`<th scope="col" class="n"><span class="sign">${i === 0 ? '=' : '+'}</span>&nbsp;${head}</th>`,
            )}
            <th scope="col" class="n">remains</th>
          </tr>
        </thead>
        ${report.tables.map(equationOf)}
      </table>
    </div> `,
    note(agreement(report)),
  );

function equationOf(of: ReportTable): Html {
  const name = html`<th scope="rowgroup" rowspan="2">
    ${value(of.name)}${of.proven ? nothing : html`<br /><span class="differs whole">! not proven</span>`}
  </th>`;
  return html`<tbody>
    ${sides.map((side, i) => sideRow(of[side], side, i === 0 ? name : nothing))}
  </tbody> `;
}

function sideRow(counts: ReportTerms, side: Side, name: Html): Html {
  const left = remains(counts);
  const closing =
    left === 0n
      ? html`<span class="proven">0&nbsp;✓</span>`
      : html`<strong class="differs">${grouped(left)}&nbsp;✕</strong>`;
  return html`<tr>
    ${name}
    <th scope="row">${side}</th>
    <td class="n"><strong>${grouped(counts.rows)}</strong></td>
    ${terms.map(
      ([, of, tone]) =>
        html`<td class="n">${term(counts[of], tone)}${of === 'matched' ? underRule(counts) : nothing}</td>`,
    )}
    <td class="n">${closing}</td>
  </tr> `;
}

const term = (count: string, tone: Tone): Html =>
  count === '0' ? html`<span class="dim">0</span>` : html`<span class="${tone}">${grouped(count)}</span>`;

const underRule = ({ matchedUnderRule }: ReportTerms): Html =>
  matchedUnderRule === '0'
    ? nothing
    : html`<br /><span class="rule small whole">${grouped(matchedUnderRule)} under a rule</span>`;

function agreement({ tables, disagreements, verdict }: Report): Html {
  const agree = verdict !== 'NOT_PROVEN' && (disagreements ?? []).length === 0 && tables.every(({ proven }) => proven);
  const said = agree
    ? 'Two independent computations, one by digests and one by SQL, gave these figures and agree.'
    : 'Two independent computations, one by digests and one by SQL, did not confirm all of these figures.';
  return html`All figures are rows. ${said} Rows matched under a rule are a part of matched and no term of their own.`;
}
