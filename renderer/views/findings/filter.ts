import type { CallInput } from '../../../contract/calls.ts';
import { kinds } from './kinds.ts';

export type Filter = CallInput<'findings.page'>['filter'];

/** The filter as the address says it, so that a reload, a link and *back* find the same rows. */
export function filterOf(params: ReadonlyMap<string, string>, table: string): Filter {
  const buckets = /^(\d{1,8})-(\d{1,8})$/.exec(params.get('buckets') ?? '');
  return {
    table,
    kind: kinds.find((kind) => kind === params.get('kind')) ?? null,
    column: params.get('column') ?? null,
    shard: shardOf(params),
    total: totalOf(params.get('total')),
    buckets: buckets === null ? null : { first: Number(buckets[1]), last: Number(buckets[2]) },
    text: (params.get('text') ?? '').slice(0, 1000),
  };
}

const shardOf = (params: ReadonlyMap<string, string>): Filter['shard'] => {
  const value = params.has('shardless') ? null : params.get('shard');
  return value === undefined ? null : { value };
};

function totalOf(text: string | undefined): Filter['total'] {
  if (text === undefined) return null;
  try {
    const parts: unknown = JSON.parse(text);
    if (!Array.isArray(parts) || !parts.every((part) => part === null || typeof part === 'string')) return null;
    const [name, ...by] = parts as (string | null)[];
    return typeof name === 'string' ? { name, by } : null;
  } catch {
    return null;
  }
}

export function paramsOf({ table, kind, column, shard, total, buckets, text }: Filter): Record<string, string> {
  return {
    table,
    ...(kind === null ? {} : { kind }),
    ...(column === null ? {} : { column }),
    ...(shard === null ? {} : shard.value === null ? { shardless: '' } : { shard: shard.value }),
    ...(total === null ? {} : { total: JSON.stringify([total.name, ...total.by]) }),
    ...(buckets === null ? {} : { buckets: `${buckets.first}-${buckets.last}` }),
    ...(text === '' ? {} : { text }),
  };
}

export const noFilter = (table: string): Filter => filterOf(new Map(), table);

/** What of a filter narrows the listing beyond its kind: each can be taken off by itself. */
export type Narrowing = 'column' | 'shard' | 'total' | 'buckets' | 'text';

export function narrowings(filter: Filter): readonly { readonly by: Narrowing; readonly value: string | null }[] {
  const { column, shard, total, buckets, text } = filter;
  return [
    ...(column === null ? [] : [{ by: 'column' as const, value: column }]),
    ...(shard === null ? [] : [{ by: 'shard' as const, value: shard.value }]),
    ...(total === null ? [] : [{ by: 'total' as const, value: totalText(total) }]),
    ...(buckets === null ? [] : [{ by: 'buckets' as const, value: bucketsText(buckets) }]),
    ...(text === '' ? [] : [{ by: 'text' as const, value: text }]),
  ];
}

export const without = (filter: Filter, by: Narrowing): Filter => ({ ...filter, [by]: by === 'text' ? '' : null });

/** A total's group in words: `balance per currency: EUR`. */
export const totalText = ({ name, by }: NonNullable<Filter['total']>): string =>
  by.length === 0 ? name : `${name}: ${by.map((value) => value ?? 'NULL').join(', ')}`;

export const bucketsText = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  first === last ? String(first) : `${first} to ${last}`;
