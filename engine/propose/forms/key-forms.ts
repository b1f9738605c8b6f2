import { readBase64Bytes } from '../../canonical/bytes.ts';
import type { ColumnProfile } from '../column-profile.ts';
import { datePatterns } from './time-patterns.ts';
import { readsAs } from './reads-as.ts';

/**
 * A way to make texts of one meaning equal texts in SQL, so that rows of both sides can be met by it. Two columns meet
 * in forms of one class. It serves to line rows up; what a column's type is, is judged cell by cell afterwards.
 */
export interface KeyForm {
  readonly class: 'text' | 'int' | 'hex' | 'folded' | 'date';
  /** Over the column `c0`, `c1` … */
  readonly sql: string;
}

/** Longer than any key in another form: a pattern over texts of millions of characters overflows the stack. */
const longestKey = 4096;
const spaces = "' ' || chr(9) || chr(10) || chr(13)";

/** The forms that a column's values suggest, by a sample of its texts; the text itself is always the first. */
export function keyFormsOf({ at }: Pick<ColumnProfile, 'at'>, sample: readonly string[]): KeyForm[] {
  const column = `c${at}`;
  const forms: KeyForm[] = [{ class: 'text', sql: column }];
  if (sample.length === 0 || sample.some(({ length }) => length > longestKey)) return forms;
  const all = (pattern: RegExp) => sample.every((text) => pattern.test(text));
  const some = (pattern: RegExp) => sample.some((text) => pattern.test(text));

  if (all(/^[+-]?\d+$/)) {
    const padded = some(/^[+-]?0\d|^\+/);
    const bare = `regexp_replace(ltrim(${column}, '+'), '^(-?)0+([0-9])', '\\1\\2')`;
    forms.push({ class: 'int', sql: padded ? bare : column });
  }
  if (
    all(/^(0[xX]|\\x)?([0-9a-fA-F]{2})+$|^\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?$/) &&
    some(/^.{8}/)
  )
    forms.push({ class: 'hex', sql: `lower(regexp_replace(${column}, '^(0[xX]|\\\\x)|[{}-]', '', 'g'))` });
  else if (all(/^[A-Za-z0-9+/]{7,}={0,2}$/) && sample.every((text) => readBase64Bytes(text) !== undefined))
    forms.push({ class: 'hex', sql: `lower(hex(TRY(from_base64(${column}))))` });
  if (some(/\p{L}|^\s|\s$/u)) forms.push({ class: 'folded', sql: `lower(trim(${column}, ${spaces}))` });

  if (all(/^\d{4}-\d\d-\d\d$/)) forms.push({ class: 'date', sql: column });
  else
    for (const format of datePatterns)
      if (readsAs({ kind: 'date' }, { format }, sample))
        forms.push({ class: 'date', sql: `strftime(try_strptime(${column}, '${format}'), '%Y-%m-%d')` });
  return forms;
}
