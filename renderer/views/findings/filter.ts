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
    shard: params.get('shard') ?? null,
    buckets: buckets === null ? null : { first: Number(buckets[1]), last: Number(buckets[2]) },
    text: (params.get('text') ?? '').slice(0, 1000),
  };
}

export function paramsOf({ table, kind, column, shard, buckets, text }: Filter): Record<string, string> {
  return {
    table,
    ...(kind === null ? {} : { kind }),
    ...(column === null ? {} : { column }),
    ...(shard === null ? {} : { shard }),
    ...(buckets === null ? {} : { buckets: `${buckets.first}-${buckets.last}` }),
    ...(text === '' ? {} : { text }),
  };
}

export const noFilter = (table: string): Filter => filterOf(new Map(), table);

/** What of a filter narrows the listing beyond its kind: each can be taken off by itself. */
export type Narrowing = 'column' | 'shard' | 'buckets' | 'text';

export function narrowings(filter: Filter): readonly { readonly by: Narrowing; readonly value: string }[] {
  const { column, shard, buckets, text } = filter;
  return [
    ...(column === null ? [] : [{ by: 'column' as const, value: column }]),
    ...(shard === null ? [] : [{ by: 'shard' as const, value: shard }]),
    ...(buckets === null ? [] : [{ by: 'buckets' as const, value: bucketsText(buckets) }]),
    ...(text === '' ? [] : [{ by: 'text' as const, value: text }]),
  ];
}

export const without = (filter: Filter, by: Narrowing): Filter => ({ ...filter, [by]: by === 'text' ? '' : null });

export const bucketsText = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  first === last ? String(first) : `${first} to ${last}`;
