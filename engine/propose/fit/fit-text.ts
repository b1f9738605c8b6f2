import type { BySide } from '../../../contract/side.ts';
import { compileReading } from '../../canonical/read-value.ts';
import { defaultReading, type TextRule } from '../../canonical/types.ts';
import { agreementOf, type Cells } from './agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { Fit } from './fit.ts';
import { withNulls } from './fit-forms.ts';

/** Texts as they are. */
export function fitText(source: AlignedColumn, target: AlignedColumn, nulls: BySide<readonly string[]>): Fit {
  return fitRules(source, target, nulls, []);
}

const ruleSets: readonly (readonly TextRule[])[] = [
  ['trim'],
  ['nfc'],
  ['lowercase'],
  ['trim', 'nfc'],
  ['trim', 'lowercase'],
  ['trim', 'collapse_space'],
  ['trim', 'collapse_space', 'lowercase', 'nfc'],
];

/** Texts under rules, the fewest first. */
export const fitTextRules = (source: AlignedColumn, target: AlignedColumn, nulls: BySide<readonly string[]>): Fit[] =>
  ruleSets.map((rules) => fitRules(source, target, nulls, rules));

function fitRules(
  source: AlignedColumn,
  target: AlignedColumn,
  nulls: BySide<readonly string[]>,
  rules: readonly TextRule[],
): Fit {
  const ruled = ({ texts }: AlignedColumn) => (rules.length === 0 ? texts : ruledTexts(texts, rules));
  const options = rules.length === 0 ? {} : { rules };
  return {
    kind: 'text',
    options: { source: options, target: options },
    forms: { source: null, target: null },
    shifts: { source: 0, target: 0 },
    agreement: agreementOf(
      withNulls(ruled(source), source, nulls.source),
      withNulls(ruled(target), target, nulls.target),
    ),
    rank: rules.length === 0 ? 5 : 9 + rules.length / 10,
    said: rules.length === 0 ? '' : `equal only under ${rules.join(', ')}`,
  };
}

/** By the texts, then by the rules: a column meets all those of the other side. */
const ruledOnce = new WeakMap<Cells, Map<readonly TextRule[], Cells>>();

function ruledTexts(texts: AlignedColumn['texts'], rules: readonly TextRule[]): Cells {
  const known = ruledOnce.get(texts) ?? new Map<readonly TextRule[], Cells>();
  ruledOnce.set(texts, known);
  let ruled = known.get(rules);
  if (ruled === undefined) {
    const reader = compileReading({ kind: 'text' }, { ...defaultReading, rules });
    known.set(rules, (ruled = texts.map((text) => reader.read(text))));
  }
  return ruled;
}
