import { TallyError } from '../../../contract/problem.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { Difference, DifferenceKind } from '../differences/difference.ts';
import { readPlacedDifferences, type PlacedDifference } from '../differences/read-differences.ts';
import type { Rehearsal } from './open-rehearsal.ts';
import type { Row } from './tally.ts';

/** All differences of one key in one table, in every package. */
export interface KeyedGroup {
  readonly table: string;
  /** By kind and side: the rows that each package has there. */
  readonly labels: ReadonlyMap<string, { readonly kind: DifferenceKind; readonly rows: readonly Row[][] }>;
}

interface Cursor {
  readonly rest: AsyncIterator<PlacedDifference>;
  now: PlacedDifference | null;
}

/**
 * Walks the packages side by side, key by key: their differences are in one order, so that no more than one key's are
 * held at a time. Rows that are unrepresentable have no key and are left out. `onRead` is told how far each listing is read.
 */
export async function* keyedGroups(
  rehearsals: readonly Rehearsal[],
  signal: AbortSignal | undefined,
  onRead: (package_: number, bytes: number) => void,
): AsyncGenerator<KeyedGroup> {
  const cursors = rehearsals.map(({ differences }): Cursor => ({
    rest: readPlacedDifferences(differences, signal),
    now: null,
  }));
  try {
    for (const [i, cursor] of cursors.entries()) await advance(cursor, rehearsals[i]!);
    for (;;) {
      const first = cursors.reduce<Difference | null>(
        (least, { now }) =>
          now !== null && (least === null || order(now.difference, least) < 0) ? now.difference : least,
        null,
      );
      if (first === null) return;
      const labels = new Map<string, { kind: DifferenceKind; rows: Row[][] }>();
      for (const [i, cursor] of cursors.entries())
        while (cursor.now !== null && order(cursor.now.difference, first) === 0) {
          const { difference, at } = cursor.now;
          const { kind, source, target } = difference;
          const label = `${kind} ${source === null ? 'target' : target === null ? 'source' : ''}`;
          let of = labels.get(label);
          if (of === undefined) labels.set(label, (of = { kind, rows: rehearsals.map(() => []) }));
          of.rows[i]!.push({ digest: `${source?.digest ?? ''} ${target?.digest ?? ''}`, at });
          onRead(i, at);
          await advance(cursor, rehearsals[i]!);
        }
      yield { table: first.table, labels };
    }
  } finally {
    for (const { rest } of cursors) await rest.return?.();
  }
}

const order = (a: Difference, b: Difference): number =>
  compareUtf8(a.table, b.table) || compareUtf8(a.keyDigest ?? '', b.keyDigest ?? '');

async function advance(cursor: Cursor, { name }: Rehearsal): Promise<void> {
  const before = cursor.now;
  do {
    const next = await cursor.rest.next();
    cursor.now = next.done === true ? null : next.value;
  } while (cursor.now?.difference.keyDigest === null);
  if (before !== null && cursor.now !== null && order(before.difference, cursor.now.difference) > 0)
    throw new TallyError('evidence_unsound', 'The differences are not in their order', name);
}
