import type { CanonicalType } from './types.ts';

const plain = new Set(['text', 'int', 'bool', 'date', 'uuid', 'bytes', 'float'] as const);
type PlainKind = typeof plain extends Set<infer Kind> ? Kind : never;

/** A type as a plan writes it (formats.md section 1), or undefined. `timestamp` alone is `timestamp(6)`. */
export function parseType(text: string): CanonicalType | undefined {
  if (plain.has(text as PlainKind)) return { kind: text as PlainKind };
  const match = /^(decimal|timestamp|datetime)(?:\((0|[1-9]\d?)\))?$/.exec(text);
  if (match === null) return undefined;
  const kind = match[1] as 'decimal' | 'timestamp' | 'datetime';
  const parameter = match[2] === undefined ? undefined : Number(match[2]);
  if (kind === 'decimal') return parameter === undefined || parameter > 76 ? undefined : { kind, scale: parameter };
  const precision = parameter ?? 6;
  if (precision !== 0 && precision !== 3 && precision !== 6 && precision !== 9) return undefined;
  return { kind, precision };
}

/** The type in full, as fingerprints write it: `timestamp(6)`. */
export function typeName(type: CanonicalType): string {
  if (type.kind === 'decimal') return `decimal(${type.scale})`;
  if (type.kind === 'timestamp' || type.kind === 'datetime') return `${type.kind}(${type.precision})`;
  return type.kind;
}
