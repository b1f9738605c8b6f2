/** The types of a canonical column (formats.md section 1). */
export type CanonicalType =
  | { readonly kind: 'text' | 'int' | 'bool' | 'date' | 'uuid' | 'bytes' | 'float' }
  | { readonly kind: 'decimal'; /** digits after the point, 0 to 76 */ readonly scale: number }
  | { readonly kind: 'timestamp' | 'datetime'; /** fraction digits */ readonly precision: 0 | 3 | 6 | 9 };

export type TypeKind = CanonicalType['kind'];

export const textRules = ['trim', 'collapse_space', 'lowercase', 'nfc'] as const;
export type TextRule = (typeof textRules)[number];

export const epochFormats = ['epoch_s', 'epoch_ms', 'epoch_us', 'epoch_ns'] as const;

/**
 * How one side's texts of one column are read (formats.md section 2), every default filled in.
 * Made by the plan, which has judged it; the canonical folder trusts it.
 */
export interface Reading {
  /** Texts that are NULL. */
  readonly nullTexts: readonly string[];
  readonly values: ReadonlyMap<string, string> | null;
  readonly valuesElseKeep: boolean;
  readonly rules: readonly TextRule[];
  /** One character, or null for none. */
  readonly groupSeparator: string | null;
  readonly decimalSeparator: string;
  readonly base: 10 | 16;
  /** times 10^scale */
  readonly scale: number;
  readonly trueTexts: readonly string[];
  readonly falseTexts: readonly string[];
  /** `iso8601`, an epoch format, or a pattern; for `date` null is YYYY-MM-DD. */
  readonly format: string | null;
  readonly zone: string | null;
  readonly ambiguous: 'earlier' | 'later' | null;
  readonly encoding: 'hex' | 'base64';
}

export const defaultReading: Reading = {
  nullTexts: [],
  values: null,
  valuesElseKeep: false,
  rules: [],
  groupSeparator: null,
  decimalSeparator: '.',
  base: 10,
  scale: 0,
  trueTexts: ['true', 't', '1', 'TRUE', 'True'],
  falseTexts: ['false', 'f', '0', 'FALSE', 'False'],
  format: null,
  zone: null,
  ambiguous: null,
  encoding: 'hex',
};
