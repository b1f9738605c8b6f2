import { counted, grouped, groupedDecimal } from '../../../contract/grouped.ts';
import type { Report, ReportGate } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { paragraph, section, table } from './table.ts';
import { code, value } from './value.ts';

const passed = html`<span class="proven whole">✓ passed</span>`;
const failed = html`<strong class="differs whole">✕ failed</strong>`;

/** The plan's checks, each on both sides. */
export function checksSection({ tables }: Report): Html {
  const rows = tables.flatMap(({ name: of, checks }) =>
    checks.map(({ name, side, pass, failing }) => [
      value(name),
      value(of),
      html`${side}`,
      pass ? passed : failed,
      html`${counted(failing, 'failure')}`,
    ]),
  );
  if (rows.length === 0) return section('checks', 'Checks', paragraph(html`The plan asks for no checks.`));
  const heads = [
    { head: 'check' },
    { head: 'table' },
    { head: 'side' },
    { head: 'result' },
    { head: 'found', number: true },
  ];
  return section('checks', 'Checks', table(heads, rows));
}

const gateWords: Readonly<Record<string, string>> = {
  source_only: 'rows that are missing in the target',
  target_only: 'rows that are in the target alone',
  changed: 'rows with other values, beyond tolerance',
  duplicates: 'rows of repeated keys without an equal, both sides',
  unrepresentable: 'rows that could not be read under the plan’s types, both sides',
  unmapped: 'columns neither compared nor ignored',
  certificates: 'certificates that do not hold',
  within_tolerance: 'rows equal only within tolerance',
  'within_tolerance.max_ratio': 'share of entries equal only within tolerance, per table',
  'within_tolerance.max_sum': 'sum of the differences within tolerance',
  totals: 'totals that are not equal',
  checks: 'checks that failed',
};

/** Each gate of the plan with its limit, what was found, and how it was judged. */
export const gatesSection = ({ gates }: Report): Html =>
  section(
    'gates',
    'Gates',
    table(
      [
        { head: 'gate' },
        { head: 'what it counts' },
        { head: 'found', number: true },
        { head: 'accepted as exceptions', number: true },
        { head: 'allowed', number: true },
        { head: 'result' },
      ],
      gates.map(gateRow),
    ),
  );

const gateRow = ({ name, limit, value: found, excepted, pass }: ReportGate): Html[] => [
  code(name),
  html`${Object.hasOwn(gateWords, name) ? gateWords[name]! : ''}`,
  html`${groupedNumbers(found)}`,
  html`${groupedDecimal(excepted)}`,
  html`<span class="whole">${limitText(limit)}</span>`,
  pass ? passed : failed,
];

/** The counts in a text, in groups: `38 of 9,999,995`. */
const groupedNumbers = (text: string): string => text.replace(/(?<![\d.])\d{4,}/g, grouped);

const limitText = (limit: string): string =>
  limit === 'equal' || limit === 'pass' ? 'none' : `at most ${groupedDecimal(limit)}`;
