import { z } from 'zod';
import { jobSchema } from './job.ts';
import { progressUnits, runSteps } from './progress.ts';
import { workspaceView } from './workspace.ts';

/** What the engine and the host tell the page without being asked. */
export const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('job'), job: jobSchema }),
  z.strictObject({ type: z.literal('workspace'), workspace: workspaceView.nullable() }),
  /** A run as it works: the seven steps, a lane a worker, memory, and buckets as they are proven or found different. */
  z.strictObject({
    type: z.literal('run'),
    job: z.string(),
    steps: z.array(
      z.strictObject({
        step: z.enum(runSteps),
        state: z.enum(['waiting', 'working', 'done']),
        done: z.number(),
        total: z.number().nullable(),
        unit: z.enum(progressUnits),
        seconds: z.number(),
      }),
    ),
    lanes: z.array(z.strictObject({ worker: z.number().int(), work: z.string() })),
    memory: z.strictObject({ used: z.number(), limit: z.number() }),
    /** Cells of the map: 0 not seen yet, 1 equal, 2 differing; base64. */
    map: z.array(z.strictObject({ table: z.string(), cells: z.string() })),
  }),
  /** The engine ended without being asked to; it is being started again. */
  z.strictObject({ type: z.literal('engine'), state: z.enum(['gone', 'back']), why: z.string() }),
  /** Files dropped on the window or named on the command line. */
  z.strictObject({
    type: z.literal('dropped'),
    chosen: z.array(z.strictObject({ handle: z.string(), name: z.string(), folder: z.boolean() })),
  }),
  /** A menu item or a key of the shell's: the page does it. */
  z.strictObject({
    type: z.literal('command'),
    command: z.enum(['new', 'open', 'run', 'verify', 'find', 'undo', 'redo', 'keys']),
  }),
]);
export type EngineEvent = z.infer<typeof eventSchema>;
