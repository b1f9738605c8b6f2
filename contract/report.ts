import { z } from 'zod';
import { certificateSchema } from './certificate.ts';
import { carriedSchema, exceptionSchema } from './exception.ts';

const count = z.string().regex(/^(0|[1-9][0-9]*)$/, 'a count as decimal text');
const hex32 = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits');
const amount = z.string().regex(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/, 'a decimal text');
const side = z.enum(['source', 'target']);

export const verdicts = ['RECONCILED', 'RECONCILED_WITH_EXCEPTIONS', 'NOT_RECONCILED', 'NOT_PROVEN'] as const;
export type Verdict = (typeof verdicts)[number];

const file = z.strictObject({
  name: z.string(),
  bytes: count,
  sha256: hex32,
  rows: count,
  table: z.string(),
  /** What the certificates of its side say of it, in words; `none` where none does. */
  certificate: z.string(),
  /** Files and folders of the side that are no data and were not read stand in coverage. */
});

const sideSummary = z.strictObject({
  /** The snapshot's identity; null where a row is unrepresentable. */
  identity: hex32.nullable(),
  files: z.array(file),
  /** What came with the export to vouch for it, or was given by hand; absent where nothing did. */
  certificates: z.array(certificateSchema).optional(),
});

const terms = z.strictObject({
  rows: count,
  excluded: count,
  unrepresentable: count,
  matched: count,
  matchedUnderRule: count,
  withinTolerance: count,
  changed: count,
  only: count,
  duplicatesMatched: count,
  duplicatesLeft: count,
});

const table = z.strictObject({
  name: z.string(),
  key: z.array(z.string()),
  depth: z.int().min(0).max(24),
  roots: z.strictObject({ source: hex32, target: hex32 }),
  bucketsDiffering: count,
  proven: z.boolean(),
  source: terms,
  target: terms,
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      changed: count,
      withinTolerance: count,
      tolerance: amount.optional(),
      toleranceSum: amount.optional(),
      altered: z.strictObject({ source: z.record(z.string(), count), target: z.record(z.string(), count) }),
    }),
  ),
  where: z
    .strictObject({ source: z.string().nullable(), target: z.string().nullable(), reason: z.string() })
    .optional(),
  shards: z
    .strictObject({
      column: z.string(),
      values: z.array(z.strictObject({ value: z.string().nullable(), source: count, target: count, differing: count })),
    })
    .optional(),
  totals: z.array(
    z.strictObject({
      name: z.string(),
      by: z.array(z.string().nullable()),
      source: amount,
      target: amount,
      difference: amount,
      keys: count,
    }),
  ),
  checks: z.array(z.strictObject({ name: z.string(), side, pass: z.boolean(), failing: count })),
});

const gate = z.strictObject({
  name: z.string(),
  limit: z.string(),
  value: z.string(),
  excepted: count,
  pass: z.boolean(),
});

const tested = z.strictObject({ rows: count, alterations: count, moved: count, blind: count });

/** Rows drawn by the plan's identity, each column altered: every alteration moved the root or is blind by a rule. */
const selfTest = z.strictObject({
  pass: z.boolean(),
  tables: z.array(z.strictObject({ name: z.string(), source: tested, target: tested })),
  /** All that the plan makes no difference of; `texts` lists those that are read as one value. */
  blindTo: z.array(
    z.strictObject({
      side,
      table: z.string(),
      column: z.string(),
      by: z.enum(['null', 'values', 'trim', 'collapse_space', 'lowercase', 'nfc', 'true_false', 'float', 'ignored']),
      texts: z.array(z.array(z.string())),
    }),
  ),
});

/** The predicate of report.json (formats.md section 8); what stands here beyond that page says more, never else. */
export const reportSchema = z.strictObject({
  verdict: z.enum(verdicts),
  at: z.string(),
  hash: z.enum(['sha256', 'blake3']),
  plan: z.strictObject({
    name: z.string(),
    identity: hex32,
    /** Whoever signed the plan before the run; absent where nobody had. */
    signed: z
      .strictObject({
        /** Fingerprint of the key. */
        by: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'is not a key’s fingerprint'),
        /** OpenSSH's signature over the plan's bytes, namespace tallystick-plan. */
        signature: z.string(),
      })
      .optional(),
  }),
  tool: z.strictObject({ name: z.literal('tallystick'), version: z.string(), engine: z.string(), tzdata: z.string() }),
  sides: z.strictObject({ source: sideSummary, target: sideSummary }),
  tables: z.array(table),
  coverage: z.strictObject({
    unmapped: z.array(z.strictObject({ side, table: z.string(), column: z.string() })),
    ignored: z.array(z.strictObject({ side, table: z.string(), column: z.string(), reason: z.string() })),
    /** Files found beside the data and not read as data. */
    notData: z.array(z.strictObject({ side, table: z.string(), name: z.string() })),
  }),
  gates: z.array(gate),
  /** The lines of exceptions.jsonl, in their order. */
  exceptions: z.array(exceptionSchema),
  /** Of a run that was given exceptions of an earlier one. */
  carried: carriedSchema.optional(),
  assumptions: z.array(z.string()),
  signers: z.strictObject({ preparer: count, approver: count }),
  differences: z.strictObject({
    lines: count,
    /** CSV cells that got a leading apostrophe, since a spreadsheet would have run them. */
    escapedCells: count,
  }),
  selfTest: selfTest.optional(),
  disagreements: z
    .array(z.strictObject({ agreement: z.string(), table: z.string(), expected: z.string(), found: z.string() }))
    .optional(),
});
export type Report = z.infer<typeof reportSchema>;
export type ReportTable = Report['tables'][number];
export type ReportTerms = ReportTable['source'];
export type ReportGate = Report['gates'][number];

export const statementType = 'https://in-toto.io/Statement/v1';
export const reportPredicateType = 'urn:tallystick:reconciliation:v1';

/** report.json: an in-toto Statement whose subjects are the package's result files. */
export const reportStatementSchema = z.strictObject({
  _type: z.literal(statementType),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hex32 }) })),
  predicateType: z.literal(reportPredicateType),
  predicate: reportSchema,
});
export type ReportStatement = z.infer<typeof reportStatementSchema>;
