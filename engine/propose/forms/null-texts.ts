import { nullWords } from './column-form.ts';
import type { Cell } from '../../snapshot/duckdb/text-rows.ts';

/**
 * Texts of one column that stand where the other has NULL, and nowhere else: what the one side writes for it. A text
 * that now and then stands for NULL is a difference, and no way to write NULL.
 */
export function nullTexts(texts: readonly Cell[], others: readonly Cell[]): readonly string[] {
  const all = new Map<string, number>();
  const opposite = new Map<string, number>();
  let nulls = 0;
  for (const [i, text] of texts.entries()) {
    if (others[i] === null) nulls++;
    if (text === null) continue;
    all.set(text, (all.get(text) ?? 0) + 1);
    if (others[i] === null) opposite.set(text, (opposite.get(text) ?? 0) + 1);
  }
  const found = [...opposite].filter(([text, count]) => {
    return count >= (nullWords.has(text) ? 3 : 5) && count >= 0.98 * all.get(text)!;
  });
  const covered = found.reduce((sum, [, count]) => sum + count, 0);
  if (found.length === 0 || found.length > 3 || covered < 0.9 * nulls) return [];
  return found.map(([text]) => text).sort();
}
