import { statSync } from 'node:fs';
import type { OnProgress } from '../../../contract/progress.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { differenceKinds, type DifferenceKind } from '../differences/difference.ts';
import type { Report } from '../report/report.ts';
import { formlessGroups } from './formless-groups.ts';
import { keyedGroups } from './keyed-groups.ts';
import type { Rehearsal } from './open-rehearsal.ts';
import { added, countOf, movedBetween, stillness, type Moved, type Movement, type Row } from './tally.ts';

export type GateSeen = Pick<Report['gates'][number], 'value' | 'excepted' | 'pass'>;

/** What changed from one package to the next. */
export interface Step {
  /** Index of the package it leads to; it comes from the one before. */
  readonly to: number;
  readonly all: Movement;
  /** Tables of either, in byte order of their names, by kind; kinds of which there is nothing are left out. */
  readonly tables: readonly {
    readonly name: string;
    /** Whether only one of the two has the table. */
    readonly only: 'before' | 'after' | null;
    readonly kinds: readonly { readonly kind: DifferenceKind; readonly moved: Movement }[];
  }[];
  /** By gate; `moved` is null for gates that count no differences. */
  readonly gates: readonly {
    readonly name: string;
    readonly before: GateSeen | null;
    readonly after: GateSeen | null;
    readonly moved: Movement | null;
  }[];
  /** The rules are others than before. */
  readonly planChanged: boolean;
}

/** What is told as packages are compared. */
export interface CompareWatch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** The rows themselves, from the package before `to`. */
  readonly onMoved?: ((to: number, table: string, kind: DifferenceKind, moved: Moved) => void) | undefined;
}

/** The gate that counts differences of a kind. */
export const gateOf: Readonly<Record<DifferenceKind, string>> = {
  changed: 'changed',
  within_tolerance: 'within_tolerance',
  source_only: 'source_only',
  target_only: 'target_only',
  duplicate: 'duplicates',
  unrepresentable: 'unrepresentable',
};

/** Compares packages in their order, each with the one before and, for what is back again, with all before that. */
export async function compareRehearsals(
  rehearsals: readonly Rehearsal[],
  { signal, onProgress, onMoved }: CompareWatch = {},
): Promise<Step[]> {
  const steps = rehearsals.slice(1).map(() => new Map<string, Map<DifferenceKind, Movement>>());
  const add = (table: string, kind: DifferenceKind, rows: readonly (readonly Row[])[]): void => {
    let earlier = 0;
    for (const [i, tables] of steps.entries()) {
      const moved = movedBetween(rows[i]!, rows[i + 1]!, earlier);
      earlier = Math.max(earlier, rows[i]!.length);
      const kinds = tables.get(table) ?? new Map<DifferenceKind, Movement>();
      tables.set(table, kinds.set(kind, added(kinds.get(kind) ?? stillness, countOf(moved))));
      onMoved?.(i + 1, table, kind, moved);
    }
  };
  const sizes = rehearsals.map(({ differences }) => statSync(differences).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const read = sizes.map(() => 0);
  const tell = (done: number) => onProgress?.({ step: 'key by key', done, total, unit: 'bytes' });
  let lines = 0;
  const onRead = (i: number, bytes: number): void => {
    read[i] = bytes;
    if ((++lines & 0x3ff) === 0) tell(read.reduce((sum, one) => sum + one, 0));
  };
  tell(0);
  for await (const { table, labels } of keyedGroups(rehearsals, signal, onRead))
    for (const { kind, rows } of labels.values()) add(table, kind, rows);
  onProgress?.({ step: 'values without a form', done: 0, total: null, unit: 'rows' });
  for await (const { table, rows } of formlessGroups(rehearsals, signal)) add(table, 'unrepresentable', rows);
  return steps.map((moved, i) => stepOf(rehearsals[i]!.report, rehearsals[i + 1]!.report, i + 1, moved));
}

function stepOf(before: Report, after: Report, to: number, moved: Map<string, Map<DifferenceKind, Movement>>): Step {
  const has = (report: Report, name: string) => report.tables.some((table) => table.name === name);
  const names = [...new Set([...before.tables, ...after.tables].map(({ name }) => name))].sort(compareUtf8);
  const kindsOf = (name: string) =>
    differenceKinds.flatMap((kind) => {
      const found = moved.get(name)?.get(kind);
      return found === undefined || found.new + found.gone + found.persisting + found.back === 0n
        ? []
        : [{ kind, moved: found }];
    });
  const tables = names.map((name) => ({
    name,
    only: !has(after, name) ? ('before' as const) : !has(before, name) ? ('after' as const) : null,
    kinds: kindsOf(name),
  }));
  const all = tables.flatMap(({ kinds }) => kinds);
  const sum = (kinds: readonly { readonly moved: Movement }[]) =>
    kinds.reduce((total, one) => added(total, one.moved), stillness);
  const gateNames = [...new Set([...before.gates, ...after.gates].map(({ name }) => name))];
  const counted = new Set<string>(Object.values(gateOf));
  return {
    to,
    all: sum(all),
    tables,
    gates: gateNames.map((name) => {
      const row = name.split('.')[0]!;
      return {
        name,
        before: seen(before, name),
        after: seen(after, name),
        moved: counted.has(row) ? sum(all.filter(({ kind }) => gateOf[kind] === row)) : null,
      };
    }),
    planChanged: before.plan.identity !== after.plan.identity,
  };
}

function seen({ gates }: Report, name: string): GateSeen | null {
  const gate = gates.find((one) => one.name === name);
  return gate === undefined ? null : { value: gate.value, excepted: gate.excepted, pass: gate.pass };
}
