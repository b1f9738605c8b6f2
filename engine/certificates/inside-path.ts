/**
 * The parts of a name that stays below its folder; null for one that climbs, is absolute, or could be read as either by
 * another system. A manifest is a stranger's: it must not make us read, or vouch for, a file elsewhere.
 */
export function insidePath(name: string): readonly string[] | null {
  if (name.startsWith('/') || /[\\\0]/.test(name) || /^[a-z]:/i.test(name)) return null;
  const parts = name.split('/');
  while (parts[0] === '.') parts.shift(); // `find .` and `sha256sum ./x` write names so
  return parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..') ? parts : null;
}
