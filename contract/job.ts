import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';
import { progressUnits } from './progress.ts';

/** A long piece of work. One registry writes it; it can be cancelled at any moment and leaves nothing half-written. */
export const jobSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['sample', 'read', 'propose', 'run', 'verify', 'spot', 'compare']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  progress: z
    .strictObject({
      step: z.string(),
      done: z.number(),
      /** Null where the end is not known: show what is done, and no bar. */
      total: z.number().nullable(),
      unit: z.enum(progressUnits),
      detail: z.string().optional(),
    })
    .nullable(),
  problem: problemSchema.nullable(),
  /** What the job made, by the name the calls know it: a run, a workspace. */
  made: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;
