import { z } from 'zod';
import { count, side } from './fields.ts';

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
