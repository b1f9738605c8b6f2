import { doubleText } from '../../canonical/double-text.ts';
import { jcsOfLexemes } from '../../canonical/json-value.ts';
import { ruleOf } from '../../canonical/text-rules.ts';
import type { CanonicalType, Reading, TextRule } from '../../canonical/types.ts';
import type { RawKind } from '../hash/raw-cells.ts';
import type { RawValue } from './alterations.ts';

/** What of a plan makes two values one. */
export type BlindRule = 'null' | 'values' | TextRule | 'true_false' | 'json' | 'float';

/**
 * The part of the plan at which two raw values become one, found by its steps in their order (formats.md section 2);
 * null where nothing the plan says makes them one.
 */
export function blindBy(
  a: RawValue,
  b: RawValue,
  kind: RawKind,
  type: CanonicalType,
  reading: Reading,
): BlindRule | null {
  const read = (value: RawValue): string | null => {
    const text = typeof value === 'number' ? doubleText(value) : value;
    return text === null || kind !== 'json' ? text : (jcsOfLexemes(text) ?? text);
  };
  const [one, other] = [read(a), read(b)];
  if (kind === 'json' && one !== null && one === other) return 'json';
  const isNull = (text: string | null) => text === null || reading.nullTexts.includes(text);
  if (isNull(one) || isNull(other)) return isNull(one) && isNull(other) ? 'null' : null;
  const coded = (text: string) => reading.values?.get(text) ?? text;
  let texts: readonly string[] = [coded(one!), coded(other!)];
  if (texts[0] === texts[1]) return 'values';
  for (const rule of reading.rules) {
    texts = texts.map((text) => ruleOf[rule](text) ?? text);
    if (texts[0] === texts[1]) return rule;
  }
  if (type.kind === 'bool')
    return [reading.trueTexts, reading.falseTexts].some((list) => texts.every((text) => list.includes(text)))
      ? 'true_false'
      : null;
  // Not by our own reader of floats: JavaScript's judges whether both texts are nearest to one double.
  return type.kind === 'float' && Number(texts[0]) === Number(texts[1]) ? 'float' : null;
}
