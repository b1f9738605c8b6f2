/** Where two JSON values first differ, in the order of JCS: `predicate.tables[0].source.rows`; null where they do not. */
export function firstDifference(a: unknown, b: unknown, path = ''): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path;
  if (Array.isArray(a) !== Array.isArray(b)) return path;
  const step = (name: string) => (Array.isArray(a) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`);
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  if (!Array.isArray(a)) names.sort();
  for (const name of names) {
    if (!Object.hasOwn(a, name) || !Object.hasOwn(b, name)) return step(name);
    const [mine, other] = [(a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]];
    const found = firstDifference(mine, other, step(name));
    if (found !== null) return found;
  }
  return null;
}
