import { z } from 'zod';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';
import { demandFewParts } from '../checks/few-parts.ts';
import { demand, unsound } from '../checks/judge.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is no digest');
const count = z.string().regex(/^(0|[1-9][0-9]*)$/, 'is no count');
const amount = z.string().regex(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/, 'is no amount');

export const spotMethods = ['random', 'stratified', 'monetary'] as const;
export type SpotMethod = (typeof spotMethods)[number];

/** The most rows of a sample: they are looked up by hand. */
export const mostRows = 10_000;
/** Whole per cents. */
export const confidences = { least: 50, most: 99 };
/** One line that a shell and a spreadsheet carry unchanged. */
export const seedPattern = /^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u;

const spotType = 'tallystick/spot/v1';

/** All that the ranks of rows depend on beside the rows themselves; the SHA-256 of its JCS form is the draw's key. */
const drawSchema = z.strictObject({
  /** Of the strata, or of the amounts; null for a random sample. */
  column: z.string().nullable(),
  method: z.enum(spotMethods),
  /** The root of the side's table: other rows, another draw. */
  root: hex64,
  seed: z.string().regex(seedPattern, 'is no seed'),
  type: z.literal(spotType),
});
export type Draw = z.infer<typeof drawSchema>;

const rowSchema = z.strictObject({
  /** By which a monetary draw weighed it, with its sign. */
  amount: amount.optional(),
  /** The row digest. */
  digest: hex64,
  file: z.string(),
  /** Which of the rows that are equal to it, by file and row, from 1. */
  occurrence: count,
  rank: hex64,
  record: z.string(),
  row: count,
});
export type SpotRow = z.infer<typeof rowSchema>;

/** A sample for a second look by hand (spot-checks.md), one JCS document. */
export const spotSchema = z.strictObject({
  /** Of a monetary draw. */
  amounts: z
    .strictObject({
      /** Rows of the interval, total / size, or more: they are always drawn. */
      certain: count,
      negative: z.strictObject({ rows: count, total: amount }),
      nulls: count,
      /** Of all amounts, each without its sign. */
      total: amount,
      zeros: count,
    })
    .exactOptional(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  conclusion: z.strictObject({
    /** Rows, or the amount they hold, that can be wrong unseen if none that was drawn is. */
    atMost: amount,
    confidence: count,
    of: amount,
    percent: amount,
    sentence: z.string(),
  }),
  draw: drawSchema,
  hash: z.enum(['sha256', 'blake3']),
  key: z.array(z.string()),
  plan: hex64,
  population: z.strictObject({
    /** Rows of the export that the plan leaves out, and those with a value that has no form: neither can be drawn. */
    excluded: count,
    rows: count,
    unrepresentable: count,
  }),
  rows: z.array(rowSchema),
  side: z.enum(['source', 'target']),
  /** As asked for. */
  size: count,
  /** Of a stratified draw; their rows stand in this order. */
  strata: z.array(z.strictObject({ drawn: count, rows: count, value: z.string().nullable() })).exactOptional(),
  table: z.string(),
});
export type Spot = z.infer<typeof spotSchema>;

export const newDraw = (given: Omit<Draw, 'type'>): Draw => ({ ...given, type: spotType });

export const spotBytes = (spot: Spot): Uint8Array => jcsBytes(spot);

/** In bytes; the most that a hostile file can make us hold. */
export const largestSpot = 1 << 28;

/** Reads a sample that must be exactly as it would be written again; else `evidence_unsound` at `where`. */
export function parseSpot(bytes: Uint8Array, where: string): Spot {
  demandFewParts(bytes, where);
  const read = spotSchema.safeParse(parseJcs(bytes, where));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw unsound(`Not a sample: ${issue!.path.join('.')} ${issue!.message}`, where);
  }
  const { size, conclusion, draw } = read.data;
  const isWithin = (text: string, least: number, most: number) => Number(text) >= least && Number(text) <= most;
  demand(isWithin(size, 1, mostRows), 'No sample is asked for with so many rows', where);
  demand(isWithin(conclusion.confidence, confidences.least, confidences.most), 'No sample has this confidence', where);
  demand((draw.method === 'random') === (draw.column === null), 'The draw and its column do not fit', where);
  return read.data;
}
