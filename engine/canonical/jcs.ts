import canonicalize from 'canonicalize';
import { TallyError } from '../../contract/problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A value as RFC 8785 writes it, UTF-8. Throws TypeError for what JSON cannot say (a bigint, NaN, a lone surrogate). */
export function jcsBytes(value: unknown): Uint8Array {
  return Buffer.from(jcsText(value), 'utf8');
}

/** The same as text. */
export function jcsText(value: unknown): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new TypeError('This value has no canonical JSON form', { cause });
  }
  throw new TypeError('This value has no canonical JSON form');
}

/**
 * Reads JSON that must be exactly its own JCS form; anything else is `evidence_unsound` at `where`.
 * So white space, a member twice, another order or another spelling of a number or text cannot hide in signed bytes.
 */
export function parseJcs(bytes: Uint8Array, where: string): unknown {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new TallyError('evidence_unsound', 'The file is not JSON in UTF-8', where);
  }
  if (canonicalForm(value) !== text)
    throw new TallyError('evidence_unsound', 'The file is not in canonical form (RFC 8785)', where);
  return value;
}

/** Null for JSON that has no canonical form: a lone surrogate written as an escape. */
function canonicalForm(value: unknown): string | null {
  try {
    return jcsText(value);
  } catch {
    return null;
  }
}
