import type { EntrySlice } from '../hash/entry-store.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import { stagedEntryBytes } from '../hash/staged-entry.ts';
import type { GroupAmounts } from './group-amounts.ts';
import { stratumBytes } from './group-strata.ts';
import type { PickSlice } from './pick-rows.ts';

/** What lies beside the entries of each group that a sample is drawn by; nothing beside those of a random one. */
export type Beside =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'strata';
      readonly groups: readonly { readonly path: string; readonly numbers: readonly number[] }[];
    }
  | { readonly kind: 'amounts'; readonly groups: readonly GroupAmounts[] };

/** The groups' parts of each partition, the partitions in their order. */
export function partitionsOf(groups: readonly HashedGroup[], beside: Beside): PickSlice[][] {
  const partitions = (groups[0]?.offsets.length ?? 1) - 1;
  return Array.from({ length: partitions }, (_, partition) =>
    groups.map(({ entriesIn, offsets }, i) => {
      const start = offsets[partition]!;
      const entries = { store: entriesIn, start, bytes: offsets[partition + 1]! - start };
      // As many values as there are entries, in the same order.
      const along = (store: string, width: number): EntrySlice => ({
        store,
        start: (entries.start / stagedEntryBytes) * width,
        bytes: (entries.bytes / stagedEntryBytes) * width,
      });
      if (beside.kind === 'nothing') return { entries };
      if (beside.kind === 'strata') {
        const { path, numbers } = beside.groups[i]!;
        return { entries, strata: { slice: along(path, stratumBytes), numbers } };
      }
      const { path, width } = beside.groups[i]!;
      return { entries, amounts: { slice: along(path, width), width } };
    }),
  );
}
