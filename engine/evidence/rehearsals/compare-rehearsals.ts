import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { differenceKinds, type DifferenceKind } from '../difference.ts';
import type { Report } from '../report.ts';
import { formlessGroups } from './formless-groups.ts';
import { keyedGroups } from './keyed-groups.ts';
import type { Rehearsal } from './open-rehearsal.ts';
import { added, common, movementOf, stillness, type Movement } from './tally.ts';

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

const gateOf: Readonly<Record<DifferenceKind, string>> = {
  changed: 'changed',
  within_tolerance: 'within_tolerance',
  source_only: 'source_only',
  target_only: 'target_only',
  duplicate: 'duplicates',
  unrepresentable: 'unrepresentable',
};

/** Compares packages in their order, each with the one before and, for what is back again, with all before that. */
export async function compareRehearsals(rehearsals: readonly Rehearsal[], signal?: AbortSignal): Promise<Step[]> {
  const steps = rehearsals.slice(1).map(() => new Map<string, Map<DifferenceKind, Movement>>());
  const add = (table: string, kind: DifferenceKind, counts: readonly number[], same: (to: number) => number): void => {
    for (const [i, tables] of steps.entries()) {
      const kinds = tables.get(table) ?? new Map<DifferenceKind, Movement>();
      tables.set(table, kinds.set(kind, added(kinds.get(kind) ?? stillness, movementOf(counts, i + 1, same(i + 1)))));
    }
  };
  for await (const { table, labels } of keyedGroups(rehearsals, signal))
    for (const { kind, rows } of labels.values())
      add(
        table,
        kind,
        rows.map(({ length }) => length),
        (to) => common(rows[to - 1]!, rows[to]!),
      );
  for await (const { table, counts } of formlessGroups(rehearsals, signal))
    add(table, 'unrepresentable', counts, (to) => counts[to]!);
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
