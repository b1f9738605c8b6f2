import type { z } from 'zod';
import type { keyTestView } from '../../../contract/plan.ts';
import { TallyError } from '../../../contract/problem.ts';
import { sides, type Side } from '../../../contract/side.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import { openCanonicalTable, sideView } from '../../reconcile/read/canonical-tables.ts';
import { oneRow } from '../../snapshot/duckdb/text-rows.ts';
import { RunFolder } from '../../reconcile/run/run-folder.ts';
import { runStages } from '../../reconcile/run-stages.ts';
import { tableRows } from '../../reconcile/judge/table-rows.ts';
import type { Session } from '../session.ts';

/** Reads both exports and counts a table's keys, canonical and exact: rows, different keys, keys with a NULL in them. */
export async function testKey(
  session: Session,
  plan: Plan,
  table: TablePlan,
  signal: AbortSignal,
): Promise<z.output<typeof keyTestView>> {
  if (table.key.length === 0) throw new TallyError('usage', 'The table has no key', table.name, 'Choose key columns');
  const limits = session.limits();
  const folder = new RunFolder(limits.temp);
  const pool = session.means.startPool(limits.threads, signal);
  try {
    const { database, close, tables } = await runStages({
      plan: { ...plan, tables: [keyAlone(table)] },
      folders: session.workspace.folders,
      only: sides,
      direct: false, // NULLs and repeats are counted in the stage
      depth: 0,
      limits,
      pool,
      folder,
      onProgress: () => undefined,
      signal,
    });
    try {
      const staged = tables[0]!;
      const canonical = { index: 0, width: table.key.length };
      await openCanonicalTable(database, canonical, staged.staged);
      const columns = Array.from({ length: canonical.width }, (_, c) => `c${c}`);
      const count = async (side: Side) => {
        const [distinct, nulls] = await oneRow(
          database,
          `SELECT count(DISTINCT row(${columns.join(', ')}))::VARCHAR,
             count(*) FILTER (${columns.map((c) => `${c} IS NULL`).join(' OR ')})::VARCHAR FROM ${sideView(canonical, side)}`,
        );
        return { rows: String(tableRows(staged, side).scanned), distinct: distinct!, nulls: nulls! };
      };
      return { key: [...table.key], source: await count('source'), target: await count('target') };
    } finally {
      close();
    }
  } finally {
    await pool.close();
    folder.remove();
  }
}

/** The table as if it had its key and nothing else; the other columns stay named, or a header alike might be refused. */
function keyAlone(table: TablePlan): TablePlan {
  const others = table.columns.filter(({ name }) => !table.key.includes(name));
  const ignored = others.flatMap((column) =>
    sides.map((side) => ({ side, column: column.sides[side].column, reason: '' })),
  );
  return {
    ...table,
    columns: table.columns.filter((column) => !others.includes(column)),
    ignore: [...table.ignore, ...ignored],
    totals: [],
    checks: [],
    shard: null,
  };
}
