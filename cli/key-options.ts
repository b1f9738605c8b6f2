import { TallyError } from '../contract/problem.ts';
import type { KeyPart } from '../engine/evidence/exceptions/find-key.ts';

export interface KeyOption {
  readonly key: readonly KeyPart[];
}

/** `--key column=value`, for commander; said again it adds another column. */
export function parseKey(text: string, before: readonly KeyPart[]): KeyPart[] {
  const at = text.indexOf('=');
  if (at < 1) throw new TallyError('usage', `"${text}" is no key`, '', 'Write --key column=value');
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}
