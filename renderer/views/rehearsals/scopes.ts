import type { CallOutput } from '../../../contract/calls.ts';
import type { MovementView, StepView } from '../../../contract/rehearsal.ts';

export type Rehearsal = CallOutput<'rehearsals.view'>['rehearsals'][number];
export type Compared = Extract<CallOutput<'rehearsals.compared'>, { readonly steps: unknown }>;

/** What is looked at: all differences, those of a table, or those that a gate counts. */
export interface Scope {
  readonly of: 'all' | 'table' | 'gate';
  readonly name: string;
}
export const everything: Scope = { of: 'all', name: '' };

export const scopeText = ({ of, name }: Scope): string => (of === 'all' ? of : `${of}:${name}`);
export function scopeOf(text: string | undefined): Scope {
  const [, of, name] = /^(table|gate):(.*)$/s.exec(text ?? '') ?? [];
  return of === 'table' || of === 'gate' ? { of, name: name! } : everything;
}

/** Everything that can be looked at by itself: tables where there are several, and gates that count differences. */
export function scopesOf({ steps }: Compared): Scope[] {
  const tables = new Set(steps.flatMap((step) => step.tables.map(({ name }) => name)));
  const gates = new Set(
    steps.flatMap((step) =>
      // Parts of a gate count the same differences as the gate itself.
      step.gates.flatMap(({ name, moved }) => (moved === null ? [] : [name.split('.')[0]!])),
    ),
  );
  return [
    everything,
    ...(tables.size < 2 ? [] : [...tables].map((name) => ({ of: 'table' as const, name }))),
    ...[...gates].map((name) => ({ of: 'gate' as const, name })),
  ];
}

const still: MovementView = { new: '0', gone: '0', persisting: '0', altered: '0', back: '0' };
const sum = (a: string, b: string): string => String(BigInt(a) + BigInt(b));
const added = (a: MovementView, b: MovementView): MovementView => ({
  new: sum(a.new, b.new),
  gone: sum(a.gone, b.gone),
  persisting: sum(a.persisting, b.persisting),
  altered: sum(a.altered, b.altered),
  back: sum(a.back, b.back),
});

/** What moved in a step, of what is looked at. */
export function movedIn(step: StepView, { of, name }: Scope): MovementView {
  if (of === 'all') return step.all;
  if (of === 'table') return step.tables.find((table) => table.name === name)?.kinds.reduce(added, still) ?? still;
  return step.gates.find((gate) => gate.name.split('.')[0] === name)?.moved ?? still;
}

/** A run among those compared: what moved since the one before, and how many there are of them in all. */
export interface Stand {
  readonly run: string;
  /** Null for the first. */
  readonly moved: MovementView | null;
  readonly all: string;
}

export function standsOf({ runs, steps }: Compared, scope: Scope): Stand[] {
  return runs.map((run, i) => {
    if (i === 0) {
      const { persisting, gone } = movedIn(steps[0]!, scope);
      return { run, moved: null, all: sum(persisting, gone) };
    }
    const moved = movedIn(steps[i - 1]!, scope);
    return { run, moved, all: sum(sum(moved.new, moved.persisting), moved.back) };
  });
}
