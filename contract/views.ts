import { z } from 'zod';
import { certificateSchema } from './certificate.ts';

/** Counts are decimal text everywhere; digests lower-case hex. */
const count = z.string().regex(/^(0|[1-9][0-9]*)$/);
export const side = z.enum(['source', 'target']);

/**
 * What stands for a path the user chose in a dialog, by a drop or on the command line. The page never sees or says a
 * path: a page that was taken over could otherwise read the disk.
 */
export const handle = z.string().regex(/^h-[0-9a-f]{32}$/);

export const chosenView = z.strictObject({ handle, name: z.string(), folder: z.boolean() });

export const hostView = z.strictObject({
  kind: z.enum(['desktop', 'loopback']),
  platform: z.string(),
  version: z.string(),
  recent: z.array(z.strictObject({ handle, name: z.string(), at: z.string() })),
  /** Whether a key can be remembered safely here, and why not. */
  vault: z.strictObject({ available: z.boolean(), why: z.string() }),
});

/** A folder as the loopback host shows it, below the folder it was started in. */
export const folderView = z.strictObject({
  name: z.string(),
  here: handle,
  up: handle.nullable(),
  entries: z.array(z.strictObject({ handle, name: z.string(), folder: z.boolean(), bytes: count.nullable() })),
});

const stepState = z.strictObject({
  state: z.enum(['empty', 'working', 'waiting', 'done', 'failed']),
  /** One line below the step's name: `6 files, 693 MB, certified`. */
  line: z.string(),
});

export const workspaceView = z.strictObject({
  name: z.string(),
  steps: z.strictObject({
    snapshots: stepState,
    match: stepState,
    run: stepState,
    findings: stepState,
    signoff: stepState,
  }),
  journal: stepState,
  /** How many runs there were, however they ended. */
  runs: count,
  /** The last run, which the top bar shows. */
  run: z.string().nullable(),
  verdict: z.enum(['RECONCILED', 'RECONCILED_WITH_EXCEPTIONS', 'NOT_RECONCILED', 'NOT_PROVEN']).nullable(),
  /** What the verdict means in one sentence. */
  sentence: z.string(),
  identities: z.strictObject({ source: z.string().nullable(), target: z.string().nullable() }),
});

export const columnProfileView = z.strictObject({
  name: z.string(),
  nulls: count,
  distinct: count,
  minimum: z.string().nullable(),
  maximum: z.string().nullable(),
  /** Twelve or fewer bins, and what each covers. */
  histogram: z.array(z.strictObject({ from: z.string(), to: z.string(), rows: count })),
  top: z.array(z.strictObject({ value: z.string().nullable(), rows: count })),
});

export const snapshotTableView = z.strictObject({
  name: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: count,
      sha256: z.string().nullable(),
      rows: count.nullable(),
      /** What the certificates of its side say of it; null where they were not judged. */
      certificate: z
        .strictObject({ result: z.enum(['holds', 'fails', 'not_checked', 'none']), words: z.string() })
        .nullable(),
    }),
  ),
  rows: count.nullable(),
  columns: z.array(columnProfileView),
});

/** While an export is read: the files that were met, in one table without a name, digests as they are computed. */
export const snapshotSideView = z.strictObject({
  name: z.string(),
  tables: z.array(snapshotTableView),
  notData: z.array(z.string()),
  /** What came with it to vouch for it; null where it was not judged, or no longer by what is given now. */
  certificates: z.array(certificateSchema).nullable(),
});

/** What people gave to judge certificates by; the page knows it by names alone. */
export const vouchingView = z.strictObject({
  /** Whose signatures count, and what of the list cannot be read, a sentence each. */
  trust: z.strictObject({ name: z.string(), problems: z.array(z.string()) }).nullable(),
  /** Certificates that do not lie in an export or beside it. */
  given: z.strictObject({ source: z.array(z.string()), target: z.array(z.string()) }),
});

export const snapshotsView = z.strictObject({
  source: snapshotSideView,
  target: snapshotSideView,
  vouching: vouchingView,
});

const planProblemView = z.strictObject({
  what: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  remedy: z.string(),
});

/** Options of the plan's grammar by name, as YAML on one line. */
const optionsView = z.record(z.string(), z.string());

const pairSide = z.strictObject({
  column: z.string(),
  /** What this side says for itself; what it does not say it takes from the column's own options. */
  options: optionsView,
  /** The normal form in words, one chip each: `× 10⁻²`, `epoch ms`, `978 → EUR, …`. */
  form: z.array(z.string()),
});

export const planTableView = z.strictObject({
  name: z.string(),
  key: z.array(z.string()),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      source: pairSide,
      target: pairSide,
      tolerance: z.string().nullable(),
      rules: z.array(z.string()),
      /** What holds for both sides. */
      options: optionsView,
      /** The comment above it in the text, as one line, where a proposal says why; empty without one. */
      why: z.string(),
      /** Where it stands in the last text without problems, from 1. */
      lines: z.strictObject({ first: z.number().int(), last: z.number().int() }),
    }),
  ),
  ignored: z.array(z.strictObject({ side, column: z.string(), reason: z.string() })),
  unmapped: z.array(z.strictObject({ side, column: z.string() })),
});

export const planView = z.strictObject({
  text: z.string(),
  /** Problems at their lines; tables are those of the last text without any. */
  problems: z.array(planProblemView),
  identity: z.string().nullable(),
  tables: z.array(planTableView),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});

/** Who signed the plan that a run goes by, before it. */
export const planSignatureView = z
  .strictObject({
    /** Whether it is over the plan as it is now; one that is not keeps a run from starting. */
    holds: z.boolean(),
    /** Fingerprint of the key. */
    by: z.string().nullable(),
    /** As the list of whose signatures count calls it; null without a list. */
    names: z.array(z.string()).nullable(),
    why: z.string(),
  })
  .nullable();

const keyView = z.strictObject({ id: z.string(), name: z.string(), fingerprint: z.string() });
export const keysView = z.strictObject({ keys: z.array(keyView) });

const previewCell = z.strictObject({
  raw: z.string().nullable(),
  canonical: z.string().nullable(),
  /** False: the value has no form in the column's type. */
  formed: z.boolean(),
});
export const previewView = z.strictObject({
  rows: z.array(
    z.strictObject({
      key: z.string(),
      source: previewCell.nullable(),
      target: previewCell.nullable(),
      equal: z.boolean(),
    }),
  ),
});

const keySide = z.strictObject({ rows: count, distinct: count, nulls: count });
export const keyTestView = z.strictObject({ key: z.array(z.string()), source: keySide, target: keySide });

export const runView = z.strictObject({
  run: z.string(),
  at: z.string(),
  state: z.enum(['done', 'cut off', 'cancelled', 'failed']),
  verdict: workspaceView.shape.verdict,
  sentence: z.string(),
  seconds: z.string().nullable(),
  why: z.string(),
});

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

export const signoffView = z.strictObject({
  needed: z.strictObject({ preparer: count, approver: count }),
  signed: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      decision: z.string(),
      at: z.string(),
      text: z.string(),
      key: z.string().nullable(),
      /** Ids of the exceptions that this sign-off approves. */
      exceptions: z.array(z.string()).optional(),
      /** `001` */
      number: z.string(),
      /** What a time-stamp response over its signature says, judged without a list of authorities; null without one. */
      timestamp: z.strictObject({ holds: z.boolean(), words: z.string() }).nullable(),
    }),
  ),
  /** Keys the vault holds. */
  keys: z.array(keyView),
});

export const checkView = z.strictObject({
  name: z.string(),
  result: z.enum(['passed', 'failed', 'not_done']),
  why: z.string(),
});
const requirement = z.strictObject({ met: z.boolean(), why: z.string() });
export const verifyView = z.strictObject({
  name: z.string(),
  what: z.enum(['package', 'proof', 'sample', 'journal']),
  /** What a proof shows; null where it is none, or nothing can be read of it. */
  proof: z
    .strictObject({
      claim: z.enum(['included', 'absent']),
      table: z.string(),
      key: z.string(),
      record: z.string().nullable(),
      identity: z.string(),
    })
    .nullable(),
  sound: z.boolean(),
  verdict: z.string().nullable(),
  /** What may be asked of a package beyond soundness; null for a file. */
  requirements: z.strictObject({ signed: requirement, reconciled: requirement }).nullable(),
  checks: z.array(checkView),
  /** What of the lists that were given cannot be read, a sentence each. */
  notes: z.array(z.string()),
  signers: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      decision: z.string(),
      key: z.string().nullable(),
      trusted: z.boolean(),
    }),
  ),
});
