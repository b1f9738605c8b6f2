import type { MovementView, StepView } from '../../../contract/rehearsal.ts';
import type { Step } from './compare-rehearsals.ts';
import type { Movement } from './tally.ts';

const texts = ({ new: fresh, gone, persisting, altered, back }: Movement): MovementView => ({
  new: String(fresh),
  gone: String(gone),
  persisting: String(persisting),
  altered: String(altered),
  back: String(back),
});

/** A step as it is told: counts as decimal text. */
export const stepDocument = ({ to, all, tables, gates, planChanged }: Step): StepView => ({
  ...{ from: String(to - 1), to: String(to), planChanged, all: texts(all) },
  tables: tables.map(({ name, only, kinds }) => ({
    ...{ name, only },
    kinds: kinds.map(({ kind, moved }) => ({ kind, ...texts(moved) })),
  })),
  gates: gates.map(({ name, before, after, moved }) => ({
    ...{ name, before, after, moved: moved === null ? null : texts(moved) },
  })),
});
