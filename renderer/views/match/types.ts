export const bases = [
  'text',
  'int',
  'decimal',
  'bool',
  'date',
  'timestamp',
  'datetime',
  'uuid',
  'bytes',
  'float',
] as const;
export type Base = (typeof bases)[number];

export interface TypeParts {
  readonly base: Base;
  /** Digits behind the point; null where the type takes none. */
  readonly digits: string | null;
}

const digitsOf: Partial<Record<Base, string>> = { decimal: '2', timestamp: '6', datetime: '6' };

/** `decimal(2)` in its parts; what a plan may leave out is filled in. */
export function typeParts(type: string): TypeParts {
  const [, name, digits] = /^([a-z]+)(?:\((\d+)\))?$/.exec(type) ?? [];
  const base = bases.find((known) => known === name) ?? 'text';
  return { base, digits: digits ?? digitsOf[base] ?? null };
}

export const typeText = ({ base, digits }: TypeParts): string => (digits === null ? base : `${base}(${digits})`);

/** A type that was just chosen, with the digits it takes. */
export const ofBase = (base: Base): TypeParts => ({ base, digits: digitsOf[base] ?? null });

/** Which digits a type may have; null: it takes none. */
export function digitChoices(base: Base): readonly string[] | null {
  if (base === 'decimal') return Array.from({ length: 77 }, (_, digits) => String(digits));
  return base === 'timestamp' || base === 'datetime' ? ['0', '3', '6', '9'] : null;
}

const words: Readonly<Record<Base, (digits: string) => string>> = {
  text: () => 'text, code point by code point; nothing is trimmed but by a rule',
  int: () => 'a whole number of any size',
  decimal: (digits) => `an exact decimal with ${digits} digits; a digit more is an error, never rounded`,
  bool: () => 'true or false',
  date: () => 'a day',
  timestamp: (digits) => `an instant, to ${digits} digits of a second; a digit more is an error, never cut`,
  datetime: (digits) => `a civil time without a zone, to ${digits} digits of a second`,
  uuid: () => 'a UUID, however it is written',
  bytes: () => 'bytes',
  float: () => 'a double, bit by bit; use a decimal for money',
};

/** What a type means, in one line. */
export function typeWords(type: string): string {
  const { base, digits } = typeParts(type);
  return words[base](digits ?? '');
}
