import { z } from 'zod';
import { verdicts } from './report.ts';

const count = z.string().regex(/^(0|[1-9][0-9]*)$/);

const kind = z.enum(['changed', 'within_tolerance', 'source_only', 'target_only', 'duplicate', 'unrepresentable']);

/** What became of differences from one package to the next; `altered` is a part of `persisting`. */
const movementView = z.strictObject({ new: count, gone: count, persisting: count, altered: count, back: count });
export type MovementView = z.infer<typeof movementView>;

const gateSeenView = z.strictObject({ value: z.string(), excepted: count, pass: z.boolean() }).nullable();

/** One step from a package to the next; `from` and `to` count from 0. */
export const stepView = z.strictObject({
  from: count,
  to: count,
  planChanged: z.boolean(),
  all: movementView,
  tables: z.array(
    z.strictObject({
      name: z.string(),
      only: z.enum(['before', 'after']).nullable(),
      kinds: z.array(
        movementView.extend({
          kind,
        }),
      ),
    }),
  ),
  gates: z.array(
    z.strictObject({
      name: z.string(),
      before: gateSeenView,
      after: gateSeenView,
      moved: movementView.nullable(),
    }),
  ),
});
export type StepView = z.infer<typeof stepView>;

/** What can become of a difference; `altered` is a part of `persisting`. */
export const movementNames = ['new', 'gone', 'persisting', 'altered', 'back'] as const;

/** Which differences are meant: all, those of a table, those that a gate counts, those of a table and kind. */
export const movedScope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('all') }),
  z.strictObject({ of: z.literal('table'), name: z.string() }),
  z.strictObject({ of: z.literal('gate'), name: z.string() }),
  z.strictObject({ of: z.literal('kind'), table: z.string(), kind }),
]);

const place = z.strictObject({ file: z.string(), row: count }).nullable();

/** Some of the differences that a count counts: those gone are the earlier package's, all others the later one's. */
export const movedPage = z.strictObject({
  total: count,
  offset: z.number().int(),
  rows: z.array(
    z.strictObject({
      table: z.string(),
      kind,
      /** Null for a table without a key, where the record is one; and for what has no form. */
      key: z.array(z.string().nullable()).nullable(),
      record: z.string().nullable(),
      columns: z.array(z.string()),
      /** Of what has no form: the column and the text. */
      column: z.string().nullable(),
      text: z.string().nullable(),
      source: place,
      target: place,
    }),
  ),
});

/** Packages compared in their order, or why their keys cannot be told to be the same ones. */
export const comparedView = z.union([
  z.strictObject({ incomparable: z.array(z.string()).min(1) }),
  z.strictObject({ runs: z.array(z.string()), steps: z.array(stepView) }),
]);

/** A run of the workspace as one of its rehearsals. */
export const rehearsalView = z.strictObject({
  run: z.string(),
  at: z.string(),
  state: z.enum(['done', 'cut off', 'cancelled', 'failed']),
  verdict: z.enum(verdicts).nullable(),
  /** Why it has no package, or what is wrong with the one it has; empty for one that can be compared. */
  why: z.string(),
  identities: z.strictObject({ source: z.string().nullable(), target: z.string().nullable() }),
  /** Keys that differ (rows, of tables without a key), and all lines of the listing; null without a package. */
  differing: count.nullable(),
  lines: count.nullable(),
  /** Exceptions that it holds; a run judged again with one more is a run of its own. */
  exceptions: count,
  /** Whoever signed, as they call themselves; `holds`: their signature is one over what lies there. */
  signed: z.array(z.strictObject({ name: z.string(), role: z.string(), decision: z.string(), holds: z.boolean() })),
});
export type RehearsalView = z.infer<typeof rehearsalView>;
