import type { Report } from '../report/report.ts';
import { html, nothing, type Html } from './html.ts';
import { section, table } from './table.ts';
import { value } from './value.ts';

const agreements: Readonly<Record<string, string>> = {
  '1': 'rows counted by two readers',
  '2': 'equal rows, by digests and by SQL',
  '3': 'differing keys, by digests and by SQL',
  '4': 'bytes unchanged from the first reading to the last',
  'self-test': 'an altered value moves the root',
};

/** Where two paths that must agree did not (formats.md section 7); no section where they do. */
export function disagreementsSection({ disagreements, verdict }: Report): Html {
  if (disagreements === undefined || disagreements.length === 0) return nothing;
  const rows = disagreements.map(({ agreement, table: of, expected, found }) => [
    html`${value(agreement)}${Object.hasOwn(agreements, agreement) ? html`: ${agreements[agreement]!}` : nothing}`,
    value(of),
    value(expected),
    html`<strong class="differs">${value(found)}</strong>`,
  ]);
  return section(
    'disagreements',
    verdict === 'NOT_PROVEN' ? 'Why nothing is proven' : 'Disagreements',
    table([{ head: 'agreement' }, { head: 'table' }, { head: 'expected' }, { head: 'found' }], rows),
  );
}
