import type { Database } from '../snapshot/duckdb/database.ts';
import { profileTable, sourceText, type ColumnProfile } from './column-profile.ts';
import { keyFormsOf, type KeyForm } from './forms/key-forms.ts';
import type { StagedTable } from './staged-tables.ts';
import { overlapOf, sketchOf, type Overlap, type Sketch } from './rows/sketch.ts';

/** A column with its counts, a sample of its values, and the forms in which it could meet another. */
export interface KnownColumn {
  readonly table: StagedTable;
  readonly profile: ColumnProfile;
  readonly sketch: Sketch;
  readonly forms: readonly KeyForm[];
  /** Sketches of forms other than the text, made when first asked for. */
  readonly sketches: Map<string, Sketch>;
}

export interface KnownTable extends StagedTable {
  readonly known: readonly KnownColumn[];
}

export async function knowTable(database: Database, table: StagedTable): Promise<KnownTable> {
  const known: KnownColumn[] = [];
  for (const profile of await profileTable(database, table)) {
    const sketch = await sketchOf(database, table.view, profile, `c${profile.at}`);
    const texts = sketch.values.map((value) => sourceText(value, profile.kind)!);
    known.push({ table, profile, sketch, forms: keyFormsOf(profile, texts), sketches: new Map() });
  }
  return { ...table, known };
}

/** Two columns and the forms in which their values overlap. */
export interface ColumnMeeting {
  readonly source: KnownColumn;
  readonly target: KnownColumn;
  readonly sql: { readonly source: string; readonly target: string };
  readonly overlap: Overlap;
}

/** How two columns' values overlap as texts. */
export const meetAsText = (source: KnownColumn, target: KnownColumn): ColumnMeeting => ({
  source,
  target,
  sql: { source: source.forms[0]!.sql, target: target.forms[0]!.sql },
  overlap: overlapOf(source.sketch, target.sketch),
});

/** The form in which two columns' values overlap most; as the texts they are where no other does better. */
export async function meet(database: Database, asText: ColumnMeeting): Promise<ColumnMeeting> {
  const { source, target } = asText;
  let best = asText;
  for (const ours of source.forms.slice(1))
    for (const theirs of target.forms.slice(1)) {
      if (ours.class !== theirs.class) continue;
      const overlap = overlapOf(await sketchIn(database, source, ours), await sketchIn(database, target, theirs));
      if (overlap.both > best.overlap.both)
        best = { source, target, sql: { source: ours.sql, target: theirs.sql }, overlap };
    }
  return best;
}

async function sketchIn(database: Database, column: KnownColumn, { sql }: KeyForm): Promise<Sketch> {
  if (sql === column.forms[0]!.sql) return column.sketch;
  const known = column.sketches.get(sql);
  if (known !== undefined) return known;
  const made = await sketchOf(database, column.table.view, column.profile, sql);
  column.sketches.set(sql, made);
  return made;
}
