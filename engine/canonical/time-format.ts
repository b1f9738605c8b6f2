import { compileEpoch } from './epoch.ts';
import type { Grammar } from './grammar.ts';
import { compileIso8601, readDate } from './iso8601.ts';
import type { Pattern, PatternKind } from './pattern.ts';
import { compilePattern } from './pattern.ts';
import { compileDatePattern, compileTimePattern } from './pattern-reading.ts';
import type { CanonicalType, Reading } from './types.ts';
import { epochFormats } from './types.ts';
import { compileZone } from './zone.ts';

const epochOf = (format: string) => epochFormats.find((name) => name === format);

/** What is wrong with a `format` of a column of a kind, in words; null: nothing. */
export function patternProblem(kind: PatternKind, format: string): string | null {
  if (kind !== 'date' && (format === 'iso8601' || epochOf(format) !== undefined)) return null;
  const pattern = compilePattern(format, kind);
  return 'problem' in pattern ? pattern.problem : null;
}

/** A pattern that the plan has judged already. */
function judged(format: string, kind: PatternKind): Pattern {
  const pattern = compilePattern(format, kind);
  if ('problem' in pattern) throw new Error(`pattern ${JSON.stringify(format)}: ${pattern.problem}`);
  return pattern;
}

/** Dates and times by the `format` of a reading. */
export function compileTime(
  type: Extract<CanonicalType, { kind: 'timestamp' | 'datetime' }> | { readonly kind: 'date' },
  { format, zone, ambiguous }: Reading,
): Grammar {
  if (type.kind === 'date') return format === null ? readDate : compileDatePattern(judged(format, 'date'));
  const instant = type.kind === 'timestamp';
  const toInstant = instant && zone !== null ? compileZone(zone, ambiguous) : null;
  if (format === null || format === 'iso8601') return compileIso8601(type.precision, instant, toInstant);
  const epoch = epochOf(format);
  if (epoch !== undefined) return compileEpoch(epoch, type.precision, instant ? 'Z' : '');
  return compileTimePattern(judged(format, type.kind), type.precision, instant, toInstant);
}
