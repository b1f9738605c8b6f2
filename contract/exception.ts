import { z } from 'zod';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a digest');

// A name is shown beside a verdict: nothing in it may break a line or turn the direction of reading.
export const personName = z
  .string()
  .regex(/^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+(?<!\s)$/u, 'is not a name');

/** Kinds of difference that can be accepted: an unrepresentable row has no digest that an exception could be bound to. */
export const acceptableKinds = ['changed', 'within_tolerance', 'source_only', 'target_only', 'duplicate'] as const;
export type AcceptableKind = (typeof acceptableKinds)[number];

const reason = z.string().regex(/^(?=[^]*\S)\P{Cs}+$/u, 'is empty or not Unicode');

const common = {
  id: hex64,
  table: z.string(),
  kind: z.enum(acceptableKinds),
  rows: z.strictObject({ count: z.string().regex(/^[1-9][0-9]*$/, 'is not a count of rows'), digest: hex64 }),
  reason,
  owner: personName,
  approver: personName,
  /** From then on it does not hold. */
  expires: z.iso.datetime({ precision: 0 }),
};

/** A line of exceptions.jsonl (formats.md section 10) that names one key, and one that names a class of differences. */
export const keyExceptionSchema = z.strictObject({ ...common, keyDigest: hex64 });
export const classExceptionSchema = z.strictObject({
  ...common,
  where: z.strictObject({
    /** The one column whose values differ; null: whichever do. */
    column: z.string().nullable(),
    /** A condition over canonical columns; null: any row. */
    condition: z.string().nullable(),
  }),
});
export const exceptionSchema = z.union([keyExceptionSchema, classExceptionSchema]);
export type Exception = z.infer<typeof exceptionSchema>;

/** What became of the exceptions that a run was given (`--exceptions`). */
export const carriedSchema = z.strictObject({
  /** Ids of those that still hold. */
  stand: z.array(hex64),
  lapsed: z.array(z.strictObject({ exception: exceptionSchema, why: z.string() })),
  /** How many differences none of those that were given names. */
  new: z
    .string()
    .regex(/^(0|[1-9][0-9]*)$/, 'is no count')
    .exactOptional(),
});
