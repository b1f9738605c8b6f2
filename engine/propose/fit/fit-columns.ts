import type { BySide } from '../../../contract/side.ts';
import { share } from './agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import { isPlain, type Fit } from './fit.ts';
import { fitCodes } from './fit-codes.ts';
import { fitForms } from './fit-forms.ts';
import { fitScale } from './fit-scale.ts';
import { fitText, fitTextRules } from './fit-text.ts';
import { fitZone } from './fit-zone.ts';
import { nullTexts } from '../forms/null-texts.ts';

/** The best way to read two columns as one, and what else was nearly as good. */
export interface ColumnFit {
  readonly fit: Fit;
  readonly nulls: BySide<readonly string[]>;
  /** A way that makes more rows agree by reading more into them than was taken. */
  readonly alternative: Fit | null;
}

const enough = 0.98;
/** So few rows that differ are differences, however small the table. */
const fewRows = 3;
const wellEnough = ({ agreement }: Fit): boolean =>
  share(agreement) >= enough || (agreement.rows - agreement.agree <= fewRows && share(agreement) >= 0.8);

/**
 * Fits two columns over the aligned rows. What needs nothing read into the values comes first; a scale, a zone, a rule
 * or codes are only thought of where that fails in many rows: they would explain differences away.
 */
export function fitColumns(source: AlignedColumn, target: AlignedColumn, lined = true): ColumnFit {
  const nulls = {
    source: lined ? nullTexts(source.texts, target.texts) : [],
    target: lined ? nullTexts(target.texts, source.texts) : [],
  };
  const formed = fitForms(source, target, nulls);
  const plain = best([fitText(source, target, nulls), ...formed.filter(isPlain)])!;
  if (plain.agreement.rows === 0 || wellEnough(plain)) return { fit: plain, nulls, alternative: null };
  const ruled = fitTextRules(source, target, nulls);
  // Spaces in some rows are differences; in nearly all of them they are how a side writes.
  const throughout = share(plain.agreement) < 0.2;
  const read = best([
    ...formed.filter((fit) => !isPlain(fit)),
    ...(share(plain.agreement) < 0.5 ? fitScale(source, target, nulls) : []),
    ...fitZone(source, target, nulls),
    ...(throughout ? ruled : []),
    ...(share(plain.agreement) < 0.5 ? fitCodes(source, target, nulls) : []),
  ]);
  const fit = read !== null && gains(read, plain) ? read : plain;
  const alternative = wellEnough(fit) ? null : best(ruled)!;
  return { fit, nulls, alternative: alternative !== null && gains(alternative, fit) ? alternative : null };
}

const gains = (fit: Fit, over: Fit): boolean =>
  fit.agreement.agree > over.agreement.agree + Math.max(1, over.agreement.rows * 0.02) ||
  (over.agreement.agree === 0 && fit.agreement.agree > 0);

/** The one under which the most rows agree; of equals the simplest, then the first. */
function best(fits: readonly Fit[]): Fit | null {
  return fits.reduce<Fit | null>((chosen, fit) => {
    if (chosen === null) return fit;
    const more = fit.agreement.agree - chosen.agreement.agree;
    return more > 0 || (more === 0 && fit.rank < chosen.rank) ? fit : chosen;
  }, null);
}
