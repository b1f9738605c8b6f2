/**
 * SQL's LIKE by code point: % is any text, _ any one character, nothing is escaped.
 * Never more steps than text times pattern: only the last % is ever tried again.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  if (!pattern.includes('_')) return withoutSingles(pattern.split('%'));
  const wanted = Array.from(pattern);
  return (text) => matches(Array.from(text), wanted);
}

/** Greedy from the left is right, since nothing between two % can match later and leave more. */
function withoutSingles(parts: readonly string[]): (text: string) => boolean {
  const first = parts[0]!;
  if (parts.length === 1) return (text) => text === first;
  const last = parts.at(-1)!;
  const middle = parts.slice(1, -1);
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

function matches(text: readonly string[], pattern: readonly string[]): boolean {
  let at = 0;
  let wanted = 0;
  let afterPercent = -1;
  let retry = 0;
  while (at < text.length) {
    if (pattern[wanted] === '%') {
      afterPercent = ++wanted;
      retry = at;
    } else if (wanted < pattern.length && (pattern[wanted] === '_' || pattern[wanted] === text[at])) {
      at++;
      wanted++;
    } else if (afterPercent !== -1) {
      at = ++retry;
      wanted = afterPercent;
    } else return false;
  }
  while (pattern[wanted] === '%') wanted++;
  return wanted === pattern.length;
}
