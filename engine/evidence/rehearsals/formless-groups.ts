import { createHash } from 'node:crypto';
import { readPlacedDifferences } from '../differences/read-differences.ts';
import type { Rehearsal } from './open-rehearsal.ts';
import type { Row } from './tally.ts';

/** How many values are held at once. */
const atOnce = 500_000n;

/**
 * Values without a form, told apart by table, side, column and text: their rows have no key, and a row's number is
 * another in the next export. They are in no order, so what does not fit is counted in further passes.
 */
export async function* formlessGroups(
  rehearsals: readonly Rehearsal[],
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly table: string; readonly rows: readonly Row[][] }> {
  const having = rehearsals.filter(({ report }) =>
    report.tables.some(({ source, target }) => source.unrepresentable !== '0' || target.unrepresentable !== '0'),
  );
  if (having.length === 0) return;
  const most = having.reduce((sum, { report }) => sum + BigInt(report.differences.lines), 0n);
  const passes = Number(most / atOnce) + 1;
  for (let pass = 0; pass < passes; pass++) {
    const found = new Map<string, { table: string; rows: Row[][] }>();
    for (const [i, { differences }] of rehearsals.entries())
      for await (const { difference, at } of readPlacedDifferences(differences, signal)) {
        const { kind, table, source, column, text } = difference;
        if (kind !== 'unrepresentable') continue;
        const value = JSON.stringify([table, source === null ? 'target' : 'source', column, text]);
        const digest = createHash('sha256').update(value).digest();
        if (digest.readUInt32BE() % passes !== pass) continue;
        const id = digest.toString('latin1');
        let of = found.get(id);
        if (of === undefined) found.set(id, (of = { table, rows: rehearsals.map(() => []) }));
        of.rows[i]!.push({ digest: '', at });
      }
    yield* found.values();
  }
}
