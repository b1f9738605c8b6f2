import type { BySide } from '../../contract/side.ts';
import { compileReading } from '../canonical/read-value.ts';
import { defaultReading, type TextRule } from '../canonical/types.ts';
import { agreementOf } from './agreement.ts';
import type { AlignedColumn } from './aligned-column.ts';
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
  const ruled = ({ texts }: AlignedColumn) => {
    if (rules.length === 0) return texts;
    const reader = compileReading({ kind: 'text' }, { ...defaultReading, rules });
    return texts.map((text) => reader.read(text));
  };
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
