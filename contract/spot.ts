import { z } from 'zod';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is no digest');
const count = z.string().regex(/^(0|[1-9][0-9]{0,19})$/, 'is no count');
const amount = z.string().regex(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/, 'is no amount');

export const spotMethods = ['random', 'stratified', 'monetary'] as const;
export type SpotMethod = (typeof spotMethods)[number];

/** The most rows of a sample: they are looked up by hand. */
export const mostRows = 10_000;
/** Whole per cents. */
export const confidences = { least: 50, most: 99 };
/** One line that a shell and a spreadsheet carry unchanged. */
export const seedPattern = /^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u;

export const spotType = 'tallystick/spot/v1';

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

/** What somebody asks for. */
const wish = {
  side: z.enum(['source', 'target']),
  table: z.string().max(1000),
  method: z.enum(spotMethods),
  size: z.number().int().min(1).max(mostRows),
  seed: z.string().regex(seedPattern, 'is no seed'),
  column: z.string().max(1000).nullable(),
  confidence: z.number().int().min(confidences.least).max(confidences.most),
};
export const spotWish = z.strictObject(wish);

/** Names a sample of a run. */
export const spotName = z.string().regex(/^\d{3,9}$/);

/** A sample as it is listed. */
export const spotSummary = z.strictObject({
  name: spotName,
  side: wish.side,
  table: z.string(),
  method: wish.method,
  seed: z.string(),
  drawn: count,
  sentence: z.string(),
});

/** A sample as its screen shows it: what its file says, and some of its rows. */
export const spotView = z.strictObject({
  /** In the workspace: the sample, and the sheet to be filled in. */
  files: z.strictObject({ sample: z.string(), sheet: z.string() }),
  spot: spotSchema.omit({ rows: true }),
  total: count,
  offset: z.number().int(),
  rows: z.array(
    z.strictObject({
      number: count,
      file: z.string(),
      row: count,
      /** Canonical texts, one for each column. */
      cells: z.array(z.string().nullable()),
    }),
  ),
});

/** A row as its export has it; null where that cannot be had, with why. */
export const rawView = z.strictObject({
  raw: z.array(z.strictObject({ column: z.string(), text: z.string().nullable() })).nullable(),
  rawWhy: z.string(),
});
