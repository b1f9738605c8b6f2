import type { PlanPath } from './plan-problem.ts';

/** Mappings have no prototype, so that `__proto__` is a name like any other. Integers beyond 2^53 - 1 are bigints. */
export type PlanValue =
  null | boolean | number | bigint | string | readonly PlanValue[] | { readonly [name: string]: PlanValue };

/** What stands at a path, or undefined. */
export function valueAt(value: PlanValue, path: PlanPath): PlanValue | undefined {
  let here: PlanValue | undefined = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    if (!Object.hasOwn(here, step)) return undefined;
    here = (here as Readonly<Record<string | number, PlanValue>>)[step];
  }
  return here;
}

/** The entries of the list or mapping at a path; none where something else stands. */
export function membersOf(value: PlanValue, path: PlanPath): readonly (readonly [string | number, PlanValue])[] {
  const here = valueAt(value, path);
  if (typeof here !== 'object' || here === null) return [];
  return Array.isArray(here)
    ? (here as readonly PlanValue[]).map((entry, index) => [index, entry] as const)
    : Object.entries(here as Readonly<Record<string, PlanValue>>);
}
