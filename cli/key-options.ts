import { TallyError } from '../contract/problem.ts';
import type { KeyPart } from '../engine/evidence/exceptions/find-key.ts';

export interface KeyOption {
  /** As written, `column=value` each: where one ends and the other begins, the columns say. */
  readonly key: readonly string[];
}

/** `--key column=value`, for commander; said again it adds another column. */
export function addKey(text: string, before: readonly string[]): string[] {
  if (!text.includes('=')) throw new TallyError('usage', `"${text}" is no key`, '', 'Write --key column=value');
  return [...before, text];
}

/** A column's name may hold a `=`: the longest name that fits is meant, and for none the text before the first. */
export function splitKey(text: string, columns: readonly string[]): KeyPart & readonly [string, string] {
  const fitting = columns.filter((column) => text.startsWith(`${column}=`));
  const column = fitting.reduce<string | null>((a, b) => (a !== null && a.length >= b.length ? a : b), null);
  const name = column ?? text.slice(0, text.indexOf('='));
  return [name, text.slice(name.length + 1)];
}
