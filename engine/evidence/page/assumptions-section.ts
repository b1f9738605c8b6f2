import type { Report } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { paragraph, section } from './table.ts';
import { value } from './value.ts';

const list = (items: readonly Html[]): Html =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li> `)}
  </ul> `;

/** What the plan takes for granted and nobody computed. */
export const assumptionsSection = ({ assumptions }: Report): Html =>
  section(
    'assumptions',
    'Assumptions',
    assumptions.length === 0 ? paragraph(html`The plan states none.`) : list(assumptions.map((text) => value(text))),
  );
