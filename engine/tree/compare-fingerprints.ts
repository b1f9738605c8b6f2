import type { Fingerprint, FingerprintTable } from './fingerprint.ts';

export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'different'; /** names of the tables that differ */ readonly tables: readonly string[] }
  | {
      readonly kind: 'incomparable';
      /** Sentences without a final stop. */
      readonly reasons: readonly string[];
      /** The `--depth` that would serve both; null when something else stands in the way too. */
      readonly depth: number | null;
    };

/** Two fingerprints compare only with equal hash, tables, columns, keys and depths (formats.md section 5). */
export function compareFingerprints(a: Fingerprint, b: Fingerprint): Comparison {
  const reasons: string[] = [];
  if (a.hash !== b.hash) reasons.push(`The hash is ${a.hash} in one and ${b.hash} in the other`);
  const inB = new Map(b.tables.map((table) => [table.name, table]));
  const inA = new Set(a.tables.map((table) => table.name));
  for (const table of a.tables) if (!inB.has(table.name)) reasons.push(`Only the first has a table "${table.name}"`);
  for (const table of b.tables) if (!inA.has(table.name)) reasons.push(`Only the second has a table "${table.name}"`);

  const pairs = a.tables.flatMap((table) => {
    const other = inB.get(table.name);
    return other === undefined ? [] : [[table, other] as const];
  });
  for (const [table, other] of pairs) reasons.push(...differencesOfForm(table, other));

  const unlike = pairs.filter(([table, other]) => table.depth !== other.depth);
  if (reasons.length > 0 || unlike.length > 0)
    return {
      kind: 'incomparable',
      reasons: [
        ...reasons,
        ...unlike.map(([t, o]) => `Table "${t.name}" has depth ${t.depth} in one and ${o.depth} in the other`),
      ],
      depth: reasons.length > 0 ? null : Math.max(...unlike.flatMap(([t, o]) => [t.depth, o.depth])),
    };

  const tables = pairs.filter(([t, o]) => t.root !== o.root || t.rows !== o.rows).map(([t]) => t.name);
  return tables.length === 0 ? { kind: 'equal' } : { kind: 'different', tables };
}

function differencesOfForm(a: FingerprintTable, b: FingerprintTable): string[] {
  const reasons: string[] = [];
  const typesInB = new Map(b.columns.map((column) => [column.name, column.type]));
  const namesInA = new Set(a.columns.map((column) => column.name));
  for (const { name, type } of a.columns) {
    const other = typesInB.get(name);
    if (other === undefined) reasons.push(`Only the first has a column "${name}" in table "${a.name}"`);
    else if (other !== type)
      reasons.push(`Column "${name}" of table "${a.name}" is ${type} in one and ${other} in the other`);
  }
  for (const { name } of b.columns)
    if (!namesInA.has(name)) reasons.push(`Only the second has a column "${name}" in table "${a.name}"`);
  if (JSON.stringify(a.key) !== JSON.stringify(b.key))
    reasons.push(`The key of table "${a.name}" is (${a.key.join(', ')}) in one and (${b.key.join(', ')}) in the other`);
  return reasons;
}
