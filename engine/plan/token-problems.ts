import type { CST } from 'yaml';

/** A plan's own structure is nine levels deep; what is deeper would only exhaust a recursive parser. */
const maxLevels = 16;

const refused: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  alias: ['Aliases are not taken', 'Write the value out'],
  anchor: ['Anchors are not taken', 'Leave it out'],
  tag: ['Tags are not taken', 'Leave it out, and put texts in quotes'],
  directive: ['Directives are not taken', 'Leave it out'],
};

/**
 * What the grammar takes from YAML nowhere, found in the tokens before anything is built of them: aliases, anchors, tags,
 * directives other than `%YAML 1.2`, a second document, nesting without end. Gives their number.
 */
export function tokenProblems(
  tokens: readonly CST.Token[],
  report: (at: number, what: string, remedy: string) => void,
): number {
  let count = 0;
  const refuse = (at: number, what: string, remedy: string) => {
    count++;
    report(at, what, remedy);
  };
  let documents = 0;
  const rest: { token: CST.Token | CST.SourceToken; level: number }[] = [];
  for (const token of tokens) {
    if (token.type === 'document' && ++documents === 2)
      refuse(token.offset, 'A second document begins here', 'A plan is one document');
    rest.push({ token, level: 0 });
  }
  rest.reverse();
  for (let entry = rest.pop(); entry !== undefined; entry = rest.pop()) {
    const { token, level } = entry;
    const words = refused[token.type];
    if (words !== undefined && !(token.type === 'directive' && /^%YAML\s+1\.2\s*$/.test(token.source)))
      refuse(token.offset, ...words);
    if (level > maxLevels) {
      refuse(token.offset, `Nested more than ${maxLevels} levels deep`, 'No part of a plan is as deep');
      return count;
    }
    const inner: (CST.Token | CST.SourceToken | null | undefined)[] = [];
    // No spread: a hostile token has a million parts, and a call takes fewer arguments.
    if ('start' in token && Array.isArray(token.start)) for (const part of token.start) inner.push(part);
    if ('props' in token) for (const part of token.props) inner.push(part);
    if ('end' in token) for (const part of token.end ?? []) inner.push(part);
    if ('value' in token) inner.push(token.value);
    if ('items' in token)
      for (const item of token.items) {
        for (const part of item.start) inner.push(part);
        inner.push(item.key);
        for (const part of item.sep ?? []) inner.push(part);
        inner.push(item.value);
      }
    for (const part of inner.reverse())
      if (part !== null && part !== undefined) rest.push({ token: part, level: 'items' in token ? level + 1 : level });
  }
  return count;
}
