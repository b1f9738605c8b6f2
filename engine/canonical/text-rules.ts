import type { TextRule } from './types.ts';
import { hasUnassigned } from './unassigned.ts';

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return end - start === text.length ? text : text.slice(start, end);
}

const collapseSpace = (text: string): string => text.replace(/[\t\n\r ]+/g, ' ');

const lowercase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function nfc(text: string): string | undefined {
  // Below U+0300 nothing composes and nothing is unassigned.
  let i = 0;
  while (i < text.length && text.charCodeAt(i) < 0x300) i++;
  if (i === text.length) return text;
  return hasUnassigned(text) ? undefined : text.normalize('NFC');
}

/** Each text rule (formats.md section 2): the ruled text, or undefined when it has no form under the rule. */
export const ruleOf: Readonly<Record<TextRule, (text: string) => string | undefined>> = {
  trim,
  collapse_space: collapseSpace,
  lowercase,
  nfc,
};
