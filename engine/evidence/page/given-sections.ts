import { jcsText } from '../../canonical/jcs.ts';
import type { Report } from '../report.ts';
import { html, type Html } from './html.ts';
import { paragraph, section } from './table.ts';
import { value } from './value.ts';

const list = (items: readonly Html[]): Html =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li> `)}
  </ul> `;

/** What people accepted although it differs, each as it is bound: word for word. */
export const exceptionsSection = ({ exceptions }: Report): Html =>
  section(
    'exceptions',
    'Exceptions',
    exceptions.length === 0
      ? paragraph(html`No difference was accepted as an exception.`)
      : list(exceptions.map((exception) => html`<code>${value(jcsText(exception))}</code>`)),
  );

/** What the plan takes for granted and nobody computed. */
export const assumptionsSection = ({ assumptions }: Report): Html =>
  section(
    'assumptions',
    'Assumptions',
    assumptions.length === 0 ? paragraph(html`The plan states none.`) : list(assumptions.map((text) => value(text))),
  );
