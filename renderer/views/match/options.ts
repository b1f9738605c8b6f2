import type { Base } from './types.ts';

/** How an option is set: as one character or text, a number, one of some words, or as the plan writes it. */
export interface OptionField {
  readonly option: string;
  readonly label: string;
  readonly as: 'text' | 'number' | 'yaml' | readonly string[];
  /** What holds where nothing is said. */
  readonly otherwise: string;
}

const field = (option: string, label: string, as: OptionField['as'], otherwise: string): OptionField => ({
  option,
  label,
  as,
  otherwise,
});

const scale = field('scale', 'scale, × 10ⁿ', 'number', '0');
const point = field('decimal_separator', 'decimal sign', 'text', '.');
const groups = field('group_separator', 'group sign', 'text', 'none');
const format = field('format', 'format', 'text', 'iso8601');
const byType: Readonly<Partial<Record<Base, readonly OptionField[]>>> = {
  int: [scale, point, groups, field('base', 'base', ['10', '16'], '10')],
  decimal: [scale, point, groups],
  bool: [field('true', 'true is', 'yaml', '[true, t, "1"]'), field('false', 'false is', 'yaml', '[false, f, "0"]')],
  date: [field('format', 'format', 'text', '%Y-%m-%d')],
  timestamp: [
    format,
    field('zone', 'zone', 'text', 'none'),
    field('ambiguous', 'when repeated', ['earlier', 'later'], 'no form'),
  ],
  datetime: [format],
  bytes: [field('encoding', 'encoding', ['hex', 'base64'], 'hex')],
};
/** Options of every type. */
export const commonFields: readonly OptionField[] = [
  field('null', 'NULL is', 'yaml', 'no text'),
  field('values', 'values', 'yaml', 'as they are'),
  field('values_else', 'other values', ['keep'], 'no form'),
];

/** The options that mean something for a type alone. */
export const fieldsOf = (base: Base): readonly OptionField[] => byType[base] ?? [];

export const rules = ['trim', 'collapse_space', 'lowercase', 'nfc'] as const;

/** An option's YAML as it is typed: a quoted text without its quotes. */
export function typedOf(as: OptionField['as'], yaml: string | undefined): string {
  if (yaml === undefined) return '';
  return as === 'text' && yaml.startsWith('"') ? (JSON.parse(yaml) as string) : yaml;
}

/** What was typed as YAML; null takes the option away. */
export function yamlOf(as: OptionField['as'], typed: string): string | null {
  if (typed === '') return null;
  return as === 'text' ? JSON.stringify(typed) : typed;
}

/** `[trim, nfc]` as names. */
export const ruleNames = (yaml: string | undefined): readonly string[] =>
  yaml === undefined ? [] : rules.filter((rule) => new RegExp(`\\b${rule}\\b`).test(yaml));
