/** A path for DuckDB's readers, which would take a `*` in a file's name for a pattern. */
export const globLiteral = (path: string): string => path.replace(/[*?[]/g, (character) => `[${character}]`);
