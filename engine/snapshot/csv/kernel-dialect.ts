import type { CsvDialect } from './csv-options.ts';

/** The dialect's characters as bytes. */
export interface KernelDialect {
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
}

/** Null for a dialect that the kernel does not read: a character outside ASCII, NUL, or one with two meanings. */
export function kernelDialect({ delimiter, quote, escape }: CsvDialect): KernelDialect | null {
  const bytes = [delimiter, quote, escape].map((character) => Buffer.from(character));
  if (bytes.some((byte) => byte.length !== 1 || byte[0] === 0 || byte[0] === 10 || byte[0] === 13)) return null;
  if (delimiter === quote || delimiter === escape) return null;
  return { delimiter: bytes[0]![0]!, quote: bytes[1]![0]!, escape: bytes[2]![0]! };
}
