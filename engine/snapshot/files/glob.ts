/** One character to be met, or any number of them. */
type Token = 'star' | ((character: string) => boolean);

/** A glob over `/`-separated names: `*` and `?` within a segment, `[a-z]` and `[!a-z]`, `**` for any folders. */
export interface Glob {
  /** The pattern takes this file, or a folder above it. */
  readonly takes: (segments: readonly string[]) => boolean;
  /** It may take something below this folder. */
  readonly reaches: (segments: readonly string[]) => boolean;
}

export const hasGlob = (pattern: string): boolean => /[*?[]/.test(pattern);

export function parseGlob(pattern: string): Glob {
  const parts = pattern.split('/').map((segment) => (segment === '**' ? null : tokens(segment)));
  const walk = (part: number, segments: readonly string[], at: number, partial: boolean): boolean => {
    const tokensHere = parts[part];
    if (tokensHere === undefined) return true;
    if (at === segments.length) return partial || (tokensHere === null && walk(part + 1, segments, at, partial));
    if (tokensHere === null) return walk(part + 1, segments, at, partial) || walk(part, segments, at + 1, partial);
    return matches(tokensHere, Array.from(segments[at]!)) && walk(part + 1, segments, at + 1, partial);
  };
  return { takes: (segments) => walk(0, segments, 0, false), reaches: (segments) => walk(0, segments, 0, true) };
}

function tokens(segment: string): readonly Token[] {
  const out: Token[] = [];
  const characters = Array.from(segment);
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    const close = character === '[' ? characters.indexOf(']', i + (characters[i + 1] === '!' ? 3 : 2)) : -1;
    if (close > 0) {
      out.push(characterClass(characters.slice(i + 1, close)));
      i = close;
    } else if (character === '*') out.push('star');
    else if (character === '?') out.push(() => true);
    else out.push((other) => other === character);
  }
  return out;
}

function characterClass(inside: readonly string[]): (character: string) => boolean {
  const negated = inside[0] === '!';
  const items = negated ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let i = 0; i < items.length; i++) {
    const last = items[i + 1] === '-' ? items[i + 2] : undefined;
    ranges.push([items[i]!, last ?? items[i]!]);
    if (last !== undefined) i += 2;
  }
  return (character) =>
    ranges.some(
      ([low, high]) =>
        low.codePointAt(0)! <= character.codePointAt(0)! && character.codePointAt(0)! <= high.codePointAt(0)!,
    ) !== negated;
}

/** Tries again from the last star alone: a pattern of many stars stays cheap. */
function matches(pattern: readonly Token[], name: readonly string[]): boolean {
  let p = 0;
  let n = 0;
  let retry: { p: number; n: number } | null = null;
  while (n < name.length) {
    const token = pattern[p];
    if (token === 'star') retry = { p: ++p, n };
    else if (token?.(name[n]!) === true) {
      p++;
      n++;
    } else if (retry !== null) {
      retry = { p: retry.p, n: retry.n + 1 };
      ({ p, n } = retry);
    } else return false;
  }
  return pattern.slice(p).every((token) => token === 'star');
}
