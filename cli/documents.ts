import { z } from 'zod';
import { certificateSchema } from '../contract/certificate.ts';
import { exceptionSchema } from '../contract/exception.ts';
import { exitStatusOf, type ProblemCode } from '../contract/problem.ts';
import { stepView } from '../contract/rehearsal.ts';
import { differenceKinds } from '../engine/evidence/differences/difference.ts';
import { verdicts } from '../engine/evidence/report/report.ts';
import { spotSchema } from '../contract/spot.ts';
import { proposalSchema } from '../engine/propose/proposal.ts';

const count = z.string().regex(/^(0|[1-9][0-9]*)$/);
const text = z.string();
const codes = Object.keys(exitStatusOf) as [ProblemCode, ...ProblemCode[]];

const differenceSide = z
  .strictObject({ digest: text.nullable(), file: text, record: text.nullable(), row: count })
  .nullable();

/**
 * What each command prints with --json, as published in docs/schemas/. `reconcile` gives the bytes of report.json and
 * `fingerprint` those of the fingerprint, which have schemas of their own.
 */
export const documents = {
  error: z.strictObject({ error: z.strictObject({ code: z.enum(codes), what: text, where: text, remedy: text }) }),
  sample: z.strictObject({
    folder: text,
    plan: text,
    faults: text,
    files: z.array(text),
    faultCount: count,
    tables: z.array(z.unknown()),
  }),
  proposal: proposalSchema,
  inspect: z.strictObject({
    tables: z.array(
      z.strictObject({
        name: text,
        rows: count,
        files: z.array(
          z.strictObject({
            name: text,
            format: z.enum(['csv', 'parquet', 'ndjson']),
            compression: z.enum(['none', 'gzip', 'zstd']),
            bytes: count,
            sha256: text,
            rows: count,
            certificate: text,
          }),
        ),
        columns: z.array(
          z.strictObject({
            name: text,
            nulls: count,
            formless: count,
            distinct: count,
            first: text.nullable(),
            last: text.nullable(),
            least: text.nullable(),
            greatest: text.nullable(),
            shortest: count.nullable(),
            longest: count.nullable(),
            top: z.array(z.strictObject({ text, rows: count })),
            histogram: z.array(count),
          }),
        ),
      }),
    ),
    certificates: z.array(certificateSchema),
    notRead: z.array(text),
  }),
  differences: z.strictObject({
    found: count,
    /** How many of those found are accepted as exceptions. */
    accepted: count,
    shown: count,
    differences: z.array(
      z.strictObject({
        /** Ids of the exceptions that accept it; absent where none does. */
        accepted: z.array(text).optional(),
        table: text,
        kind: z.enum(differenceKinds),
        key: z.array(text.nullable()).nullable(),
        keyDigest: text.nullable(),
        columns: z.array(text).nullable(),
        column: text.optional(),
        text: text.optional(),
        source: differenceSide,
        target: differenceSide,
      }),
    ),
  }),
  'compare-packages': z.strictObject({
    result: z.enum(['same', 'different']),
    packages: z.array(
      z.strictObject({ folder: text, at: text, verdict: z.enum(verdicts), plan: text, differences: count }),
    ),
    /** One from each package to the next. */
    steps: z.array(stepView),
  }),
  compare: z.strictObject({
    result: z.enum(['equal', 'different']),
    tables: z.array(
      z.strictObject({ name: text, /** null: no leaf hashes beside them */ bucketsDiffering: count.nullable() }),
    ),
  }),
  accept: z.strictObject({
    package: text,
    exception: exceptionSchema,
    verdict: z.enum(verdicts),
    gates: z.array(z.strictObject({ name: text, value: text, excepted: count, pass: z.boolean() })),
  }),
  keygen: z.strictObject({ file: text, public: text, fingerprint: text, protected: z.boolean() }),
  sign: z.strictObject({
    /** Of a package: absent for a plan, and for a timestamp that is brought in. */
    decision: z.enum(['APPROVE', 'REJECT']).optional(),
    name: text.optional(),
    role: z.enum(['preparer', 'approver', 'auditor']).optional(),
    /** Null for a statement that is still to be signed. */
    key: text.nullable().optional(),
    files: z.array(text),
  }),
  redraw: z.strictObject({
    alike: z.boolean(),
    /** Where the sample is another; empty where it is not. */
    differs: text,
    /** Rows that stand elsewhere in this export. */
    moved: count,
    drawn: count,
    conclusion: spotSchema.shape.conclusion,
  }),
  serve: z.strictObject({ link: text, port: z.int() }),
  verify: z.strictObject({
    sound: z.boolean(),
    verdict: z.enum(verdicts).nullable(),
    checks: z.array(z.strictObject({ name: text, result: z.enum(['passed', 'failed', 'not_done']), why: text })),
    signers: z.array(
      z.strictObject({ name: text, role: text, decision: text, key: text.nullable(), trusted: z.boolean() }),
    ),
    /** Of a proof alone; null where the file is none. */
    proof: z
      .strictObject({
        claim: z.enum(['included', 'absent']),
        table: text,
        key: text,
        record: text.nullable(),
        identity: text,
      })
      .nullable()
      .optional(),
    required: z.strictObject({ name: z.enum(['signed', 'reconciled']), met: z.boolean(), why: text }).optional(),
  }),
} as const;
