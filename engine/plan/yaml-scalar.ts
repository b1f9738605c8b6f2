/** Words that YAML 1.2's core schema takes for something else than a text, and those that 1.1 did: some readers still do. */
const taken = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
const plain = /^[A-Za-z_][A-Za-z0-9_./()-]*(?: [A-Za-z0-9_./()-]+)*$/;

/**
 * A text as a YAML scalar that any reader gives back as this very text, in quotes where anything could be mistaken.
 * Throws TypeError for half of a surrogate pair.
 */
export function yamlScalar(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new TypeError('A plan cannot hold half of a surrogate pair');
  if (plain.test(text) && !taken.test(text)) return text;
  // Beyond JSON's escapes: what an editor would not show or a reader would take for a line end.
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Remarks as comments. A text of an export among them could end a line and so begin a line of the plan: none does. */
export function yamlComment(lines: readonly string[], indent: string): string[] {
  return lines
    .flatMap((line) => line.split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/))
    .map((line) => `${indent}# ${line.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd')}`.trimEnd());
}
