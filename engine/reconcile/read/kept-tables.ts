import { sides, type BySide } from '../../../contract/side.ts';
import type { Database } from '../../snapshot/duckdb/database.ts';
import type { DirectTable } from './direct-table.ts';

/**
 * For each side the table that DuckDB keeps of its columns that are totalled or checked, so that a file of texts is read
 * and decompressed once and not for each question; null where it is asked again or not at all.
 */
export type KeptTables = BySide<string | null>;

export function keptTables(index: number, { asked, texts }: DirectTable): KeptTables {
  const name = (side: 'source' | 'target') => (asked.length > 0 && texts[side] ? `t${index}_${side}_kept` : null);
  return { source: name('source'), target: name('target') };
}

export async function dropTables(kept: KeptTables, { database }: { readonly database: Database }): Promise<void> {
  for (const side of sides)
    if (kept[side] !== null) await database.connection.run(`DROP TABLE IF EXISTS ${kept[side]}`);
}
