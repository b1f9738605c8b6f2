import { statSync } from 'node:fs';
import { readParquetFooter, type ParquetFooter } from './parquet-footer.ts';

const kept = new Map<string, ParquetFooter>();
const most = 4;

/**
 * The footer of a file whose row groups are read one after another, read once a thread and not once a group. A file
 * that changes under its name, size and time all the same is found out by its digest.
 */
export function footerOnce(path: string, name: string): ParquetFooter {
  const { size, mtimeNs, ino } = statSync(path, { bigint: true });
  const key = JSON.stringify([path, String(size), String(mtimeNs), String(ino)]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const footer = readParquetFooter(path, name);
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - most + 1))) kept.delete(oldest);
  kept.set(key, footer);
  return footer;
}
