import { z } from 'zod';
import { workspaceView } from './workspace.ts';

export const runView = z.strictObject({
  run: z.string(),
  at: z.string(),
  state: z.enum(['done', 'cut off', 'cancelled', 'failed']),
  verdict: workspaceView.shape.verdict,
  sentence: z.string(),
  seconds: z.string().nullable(),
  why: z.string(),
});
