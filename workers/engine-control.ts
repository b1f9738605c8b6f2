import { z } from 'zod';
import type { Limits } from '../engine/reconcile/run/limits.ts';

/** What a host asks of its engine, besides the calls of the contract. Both ends are ours: this is no border. */
export const controlSchemas = {
  start: z.strictObject({
    home: z.string(),
    limits: z.strictObject({ memory: z.number(), threads: z.number(), temp: z.string() }).partial(),
    vault: z.boolean(),
  }),
  /** A page's call, with the paths behind the handles in it. */
  call: z.strictObject({ name: z.string(), input: z.unknown(), paths: z.record(z.string(), z.string()) }),
  open: z.strictObject({ folder: z.string() }),
  stop: z.strictObject({}),
} as const;

export interface EngineSettings {
  /** Where workspaces go that were given no folder. */
  readonly home: string;
  /** What the user set; the rest is by the machine. */
  readonly limits: Partial<Limits>;
}
