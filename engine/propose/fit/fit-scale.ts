import type { BySide } from '../../../contract/side.ts';
import { agreementOf, type Cells } from './agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { Fit } from './fit.ts';
import { withNulls } from './fit-forms.ts';

const furthest = 18;

interface Parts {
  readonly digits: string;
  readonly power: number;
}

/** A decimal as its digits without zeros at either end, and the power of ten of the last of them. */
function partsOf(cell: string): Parts {
  const [whole = '', fraction = ''] = cell.replace('-', '').split('.');
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '').replace(/0+$/, '');
  const power = all.length - /0*$/.exec(all)![0].length;
  return { digits: (cell.startsWith('-') ? '-' : '') + digits, power: whole.length - power };
}

/** By a form's cells: a column meets all those of the other side. */
const partsOnce = new WeakMap<Cells, readonly (Parts | null)[]>();

function allParts(cells: Cells): readonly (Parts | null)[] {
  let parts = partsOnce.get(cells);
  if (parts === undefined)
    partsOnce.set(cells, (parts = cells.map((cell) => (typeof cell === 'string' ? partsOf(cell) : null))));
  return parts;
}

/** Fits in which one side counts in smaller units: 1234 against 12.34. */
export function fitScale(source: AlignedColumn, target: AlignedColumn, nulls: BySide<readonly string[]>): Fit[] {
  const numbers = (column: AlignedColumn) =>
    column.forms.filter(({ family, options }) => family === 'number' && options['base'] === undefined);
  return numbers(source).flatMap((ours) =>
    numbers(target).flatMap((theirs) => {
      const shift = commonShift(ours.cells, theirs.cells);
      if (shift === null || shift === 0) return [];
      const side = shift < 0 ? ('source' as const) : ('target' as const);
      const by = -Math.abs(shift);
      const scaled = (cells: Cells, own: boolean): Cells =>
        allParts(cells).map((parts, i) => {
          if (parts === null) return cells[i];
          const { digits, power } = parts;
          return digits === '' || digits === '-' ? '0' : `${digits}e${power + (own ? by : 0)}`;
        });
      return [
        {
          kind: 'decimal' as const,
          options: {
            source: { ...ours.options, ...(side === 'source' ? { scale: by } : {}) },
            target: { ...theirs.options, ...(side === 'target' ? { scale: by } : {}) },
          },
          forms: { source: ours, target: theirs },
          shifts: { source: side === 'source' ? by : 0, target: side === 'target' ? by : 0 },
          agreement: agreementOf(
            withNulls(scaled(ours.cells, side === 'source'), source, nulls.source),
            withNulls(scaled(theirs.cells, side === 'target'), target, nulls.target),
          ),
          rank: 7,
          said: `the ${side} counts in units of 10^${by}`,
        },
      ];
    }),
  );
}

/** The power of ten that most rows with the same digits on both sides ask for. */
function commonShift(source: Cells, target: Cells): number | null {
  const votes = new Map<number, number>();
  const others = allParts(target);
  for (const [i, ours] of allParts(source).entries()) {
    const theirs = others[i] ?? null;
    if (ours === null || theirs === null || ours.digits === '' || ours.digits !== theirs.digits) continue;
    const shift = theirs.power - ours.power;
    votes.set(shift, (votes.get(shift) ?? 0) + 1);
  }
  const [best] = [...votes].sort(([a, n], [b, m]) => m - n || Math.abs(a) - Math.abs(b) || a - b);
  return best === undefined || Math.abs(best[0]) > furthest ? null : best[0];
}
