import { z } from 'zod';
import { verdicts } from './report.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a digest');
const count = z.string().regex(/^(0|[1-9]\d*)$/, 'is not a count');
const run = z.string();

/** What the journal of a workspace records, by its `event`. */
export const journalEvent = z.discriminatedUnion('event', [
  /** `user` is what the system calls whoever opened it: a claim, and no signature. */
  z.strictObject({ event: z.literal('open'), tool: z.string(), user: z.string() }),
  /** A line that was not written whole; `file` is where its bytes were set aside. */
  z.strictObject({ event: z.literal('torn'), file: z.string(), bytes: count, sha256: hex64 }),
  /** A plan without problems took the place of the one before; `found`: by another program than ours. */
  z.discriminatedUnion('how', [
    z.strictObject({ event: z.literal('plan'), how: z.enum(['written', 'found']), plan: hex64, sha256: hex64 }),
    /** `by` is the key's fingerprint. */
    z.strictObject({ event: z.literal('plan'), how: z.literal('signed'), plan: hex64, sha256: hex64, by: z.string() }),
    /** Its signature was taken away; `by` is null where it was not over this plan. */
    z.strictObject({
      event: z.literal('plan'),
      how: z.literal('unsigned'),
      plan: hex64,
      sha256: hex64,
      by: z.string().nullable(),
    }),
  ]),
  z.discriminatedUnion('state', [
    z.strictObject({ event: z.literal('run'), state: z.literal('started'), run, plan: hex64 }),
    /** `report` is the SHA-256 of report.json. */
    z.strictObject({
      event: z.literal('run'),
      state: z.literal('done'),
      run,
      verdict: z.enum(verdicts),
      report: hex64,
    }),
    z.strictObject({
      event: z.literal('run'),
      state: z.enum(['failed', 'cancelled', 'cut off']),
      run,
      why: z.string(),
    }),
  ]),
  /** `run` is the package that was judged again, `made` the new one with these exceptions. */
  z.strictObject({ event: z.literal('exception'), run, made: run, report: hex64, ids: z.array(hex64) }),
  /** `statement` is the SHA-256 of the signed statement, which binds the lines above this one. */
  z.strictObject({
    event: z.literal('signoff'),
    state: z.enum(['signed', 'failed']),
    run,
    name: z.string(),
    role: z.enum(['preparer', 'approver', 'auditor']),
    decision: z.enum(['APPROVE', 'REJECT']),
    key: z.string(),
    statement: hex64,
  }),
  z.strictObject({ event: z.literal('export'), run, as: z.string() }),
  /** A sample for a second look by hand; `sample` is the SHA-256 of its file. */
  z.strictObject({
    event: z.literal('spot'),
    run,
    side: z.enum(['source', 'target']),
    table: z.string(),
    method: z.enum(['random', 'stratified', 'monetary']),
    seed: z.string(),
    size: count,
    sample: hex64,
  }),
]);
export type JournalEvent = z.infer<typeof journalEvent>;

export const journalEvents = [
  'open',
  'plan',
  'run',
  'exception',
  'signoff',
  'export',
  'spot',
  'torn',
] as const satisfies readonly JournalEvent['event'][];

/** The journal as its screen shows it: what it proves and does not, and some of its lines, the latest first. */
export const journalView = z.strictObject({
  size: count,
  root: hex64,
  checks: z.array(
    z.strictObject({ name: z.string(), result: z.enum(['passed', 'failed', 'not_done']), why: z.string() }),
  ),
  /** Lines of the event asked for, or all. */
  total: count,
  offset: z.number().int(),
  lines: z.array(
    z.strictObject({
      line: count,
      /** Null for bytes that are no line. */
      written: z.strictObject({ at: z.string(), event: journalEvent }).nullable(),
    }),
  ),
});
