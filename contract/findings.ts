import { z } from 'zod';
import { count } from './fields.ts';

const differenceSideView = z
  .strictObject({
    cells: z.array(z.string().nullable()),
    digest: z.string(),
    file: z.string(),
    row: z.string(),
  })
  .nullable();

export const differenceView = z.strictObject({
  /** The line of differences.ndjson, from 0: what inspecting asks for. */
  line: count,
  kind: z.enum(['changed', 'within_tolerance', 'source_only', 'target_only', 'duplicate', 'unrepresentable']),
  key: z.array(z.string().nullable()).nullable(),
  keyDigest: z.string().nullable(),
  columns: z.array(z.string()),
  column: z.string().nullable(),
  text: z.string().nullable(),
  source: differenceSideView,
  target: differenceSideView,
  /** It is accepted as an exception; absent where it is not. */
  accepted: z.literal(true).exactOptional(),
});

export const differenceFilter = z.strictObject({
  table: z.string(),
  kind: differenceView.shape.kind.nullable(),
  column: z.string().nullable(),
  /** Its own null is the shard of the rows that have none. */
  shard: z.strictObject({ value: z.string().nullable() }).nullable(),
  /** A group of a control total: the rows that make its difference up. */
  total: z.strictObject({ name: z.string(), by: z.array(z.string().nullable()) }).nullable(),
  /** The bucket clicked on the map, as first and last bucket of the cell. */
  buckets: z.strictObject({ first: z.number().int().min(0), last: z.number().int().min(0) }).nullable(),
  text: z.string().max(1000),
});

export const differencePage = z.strictObject({
  total: count,
  offset: z.number().int(),
  rows: z.array(differenceView),
});

/**
 * The bucket map at one level of detail: 2^level cells, or the window asked for, each with how many of its buckets
 * differ. `level` is the depth where more was asked for.
 */
export const bucketMapView = z.strictObject({
  depth: z.number().int(),
  level: z.number().int(),
  /** Little-endian unsigned 32-bit numbers, base64. */
  differing: z.string(),
});

const inspectedSide = z
  .strictObject({
    file: z.string(),
    row: z.string(),
    /** The export's own columns and texts; null where the export is not there any more, with why. */
    raw: z.array(z.strictObject({ column: z.string(), text: z.string().nullable() })).nullable(),
    rawWhy: z.string(),
    /** These are null for a row that is unrepresentable: it has no entry. */
    record: z.string().nullable(),
    keyDigest: z.string().nullable(),
    rowDigest: z.string().nullable(),
    bucket: z.strictObject({ number: count, entries: count, leaf: z.string() }).nullable(),
    /** From the leaf to the root, nearest first. */
    path: z.array(z.string()),
    root: z.string(),
  })
  .nullable();

export const inspectedView = z.strictObject({
  difference: differenceView,
  source: inspectedSide,
  target: inspectedSide,
});
