import { z } from 'zod';
import { count } from './fields.ts';

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
