/** The known word that a mistyped one was meant to be, by edits of letters; null when none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  // A far longer word cannot be near, and its distance would cost the product of both lengths.
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(Math.min(word.length, 64) / 3));
  let best: string | null = null;
  let least = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const away = edits(word.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** `Did you mean "tolerance"?`, or what is known, or nothing. */
export function nearestRemedy(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== null) return `Did you mean ${JSON.stringify(near)}?`;
  return known.length === 0 || known.length > 24 ? '' : `Known here: ${known.join(', ')}`;
}

/** Levenshtein's distance, one row of the table at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
