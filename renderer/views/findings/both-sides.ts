import type { ReportTable } from '../../../contract/report.ts';
import type { Difference } from './kinds.ts';

/** One column of a difference, on both sides; undefined where a side has no row. */
export interface Pair {
  readonly name: string;
  readonly source: string | null | undefined;
  readonly target: string | null | undefined;
  /** Both have it otherwise. */
  readonly changed: boolean;
  /** Both have the same. */
  readonly shared: boolean;
  readonly formless: boolean;
  /** Too long to stand beside each other. */
  readonly long: boolean;
}

const fits = 13;
/** Whether a text is short enough to stand beside that of the other side. */
export const areBeside = (text: string | null | undefined): boolean => (text?.length ?? 0) <= fits;

/** Every column of a difference, what differs first. */
export function bothSides(table: ReportTable, difference: Difference): Pair[] {
  const { source, target, kind, text, columns } = difference;
  const isPair = source !== null && target !== null;
  const pairs = table.columns.map(({ name }, i): Pair => {
    const formless = kind === 'unrepresentable' && difference.column === name;
    const of = (side: typeof source) => (side === null ? undefined : formless ? text : side.cells[i]);
    const [one, other] = [of(source), of(target)];
    const changed = isPair && columns.includes(name);
    const long = ![one, other].every(areBeside);
    return { name, source: one, target: other, changed, shared: isPair && !changed, formless, long };
  });
  return pairs.sort((a, b) => Number(b.changed || b.formless) - Number(a.changed || a.formless));
}
