import { counted, grouped } from '../../../contract/grouped.ts';
import type { Report, ReportTable } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { amounts } from './numbers.ts';
import { foldedTable, note, paragraph, section } from './table.ts';
import { value, valueOrNull } from './value.ts';

/** Control totals: what does not agree first, and of how many keys each difference is made. */
export function moneySection({ tables }: Report): Html {
  const totalled = tables.filter(({ totals }) => totals.length > 0);
  if (totalled.length === 0) return section('money', 'Money', paragraph(html`The plan asks for no totals.`));
  return section('money', 'Money', ...totalled.map(totalsOf), note(html`A difference is target less source.`));
}

type TotalRow = ReportTable['totals'][number];
const inSight = 40;

function totalsOf({ name, totals, key }: ReportTable): Html {
  const noun = key.length > 0 ? 'key' : 'row';
  const isQuiet = ({ difference, keys }: TotalRow): boolean => isZero(difference) && keys === '0';
  const ordered = [...totals.filter((row) => !isQuiet(row)), ...totals.filter(isQuiet)];
  const of = (amount: (row: TotalRow) => string): Html[] => amounts(ordered.map(amount));
  const [source, target] = [of((row) => row.source), of((row) => row.target)];
  const difference = of((row) => (/^-|^0$|^0\.0+$/.test(row.difference) ? row.difference : `+${row.difference}`));
  const rows = ordered.map((row, i) => [
    html`${value(row.name)}${row.by.map((part) => html`, ${valueOrNull(part)}`)}`,
    source[i]!,
    target[i]!,
    html`<span class="${isZero(row.difference) ? 'dim' : 'differs'}">${difference[i]!}</span>`,
    madeUpOf(row, noun),
  ]);
  const quiet = totals.filter(isQuiet).length;
  const shown = Math.max(inSight, totals.length - quiet);
  const rest = `${grouped(BigInt(Math.max(0, totals.length - shown)))} more, all equal`;
  return html`<h3>${value(name)}</h3>
    ${foldedTable(
      [
        { head: 'total' },
        { head: 'source', number: true },
        { head: 'target', number: true },
        { head: 'difference', number: true },
        { head: 'made up of' },
      ],
      rows,
      shown,
      rest,
    )}`;
}

const isZero = (amount: string): boolean => /^-?0(\.0+)?$/.test(amount);

function madeUpOf({ difference, keys }: TotalRow, noun: 'key' | 'row'): Html {
  if (!isZero(difference)) return html`${counted(keys, noun)}`;
  if (keys === '0') return html`<span class="proven">equal</span>`;
  return html`<span class="rule">equal, but ${counted(keys, noun)} that cancel out</span>`;
}
