import type { BySide } from '../../../contract/side.ts';
import type { TypeKind } from '../../canonical/types.ts';
import type { PlanMapping } from '../../plan/write-plan.ts';
import type { Agreement } from './agreement.ts';
import type { ColumnForm } from '../forms/column-form.ts';

/** A type and a way to read both sides under which two columns agree as far as they do. */
export interface Fit {
  readonly kind: TypeKind;
  /** What each side of the plan says beside its column's name. */
  readonly options: BySide<PlanMapping>;
  /** The forms read, null for texts as they are. */
  readonly forms: BySide<ColumnForm | null>;
  /** Power of ten by which a side is multiplied. */
  readonly shifts: BySide<number>;
  readonly agreement: Agreement;
  /** The lower the simpler: what is preferred where two say the same of the rows. */
  readonly rank: number;
  /** In words; empty where both sides write it alike. */
  readonly said: string;
}

/** Up to here nothing is read into the values: both sides are taken at their word. */
const lastPlainRank = 5;
export const isPlain = ({ rank }: Fit): boolean => rank <= lastPlainRank;
/** Whether the plan needs no option for it, on either side. */
export const needsNothing = ({ options }: Fit): boolean =>
  Object.keys(options.source).length + Object.keys(options.target).length === 0;
