/** A text for a terminal, whole: what one would obey or turn is escaped. */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/** A key record for a terminal; that of a NULL is nothing. */
export const shownKey = (record: string): string => (record === '' ? 'NULL' : visible(record));

/** A value for a terminal: quoted where spaces or nothing would mislead; what a terminal would obey or turn is escaped. */
export function shownValue(value: string | null): string {
  if (value === null) return 'NULL';
  const safe = visible(value);
  return safe === '' || safe === 'NULL' || /^\s|\s$|"/.test(safe) ? `"${safe.replaceAll('"', '\\"')}"` : safe;
}
