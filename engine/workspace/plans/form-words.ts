import { defaultReading, type Reading, type TextRule } from '../../canonical/types.ts';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** How a side writes a column, where it is not as the type would be written anyway: one chip each. */
export function formWords(reading: Reading, sharedRules: readonly TextRule[]): string[] {
  const { nullTexts, values, valuesElseKeep, rules, groupSeparator, decimalSeparator, base, scale } = reading;
  const { trueTexts, falseTexts, format, zone, ambiguous, encoding } = reading;
  const words: string[] = [];
  const say = (told: boolean, text: () => string): void => {
    if (told) words.push(text());
  };
  say(nullTexts.length > 0, () => `${nullTexts.map(quoted).join(', ')} → NULL`);
  say(values !== null, () => valueWords(values!) + (valuesElseKeep ? ', else as it is' : ''));
  for (const rule of rules) if (!sharedRules.includes(rule)) words.push(rule);
  say(groupSeparator !== null, () => `${quoted(groupSeparator!)} between groups`);
  say(decimalSeparator !== '.', () => `${quoted(decimalSeparator)} as point`);
  say(base === 16, () => 'hexadecimal');
  say(scale !== 0, () => `× 10${exponent(scale)}`);
  say(trueTexts !== defaultReading.trueTexts, () => `${trueTexts.map(quoted).join(', ')} → true`);
  say(falseTexts !== defaultReading.falseTexts, () => `${falseTexts.map(quoted).join(', ')} → false`);
  say(format !== null && format !== 'iso8601', () => format!.replace(/^epoch_/, 'epoch '));
  say(zone !== null, () => zone!);
  say(ambiguous !== null, () => `the ${ambiguous!} of two`);
  say(encoding === 'base64', () => 'base64');
  return words;
}

function valueWords(values: ReadonlyMap<string, string>): string {
  const [first] = values;
  return first === undefined ? 'no values' : `${first[0]} → ${first[1]}${values.size > 1 ? ', …' : ''}`;
}

const quoted = (text: string): string => `“${text}”`;
const exponent = (scale: number): string =>
  (scale < 0 ? '⁻' : '') + String(Math.abs(scale)).replace(/\d/g, (digit) => superscripts[Number(digit)]!);
