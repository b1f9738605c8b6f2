/** OpenSSH's match_pattern: `*` any characters, `?` exactly one, letters as they are. */
function matchesPattern(text: string, pattern: string): boolean {
  // Two pointers and one way back, so that no pattern of an auditor's file can take exponential time.
  let [t, p] = [0, 0];
  let [backT, backP] = [0, -1];
  while (t < text.length) {
    if (pattern[p] === '*') [backT, backP] = [t, p++];
    else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) [t, p] = [t + 1, p + 1];
    else if (backP >= 0) [t, p] = [++backT, backP + 1];
    else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** OpenSSH's match_pattern_list: one pattern must match, and none that begins with `!`. */
export function matchesPatternList(text: string, patterns: readonly string[]): boolean {
  let matched = false;
  for (const pattern of patterns) {
    const isNegated = pattern.startsWith('!');
    if (!matchesPattern(text, isNegated ? pattern.slice(1) : pattern)) continue;
    if (isNegated) return false;
    matched = true;
  }
  return matched;
}
