import { z } from 'zod';
import { handle } from '../fields.ts';
import { verifyView } from '../verification.ts';
import { call, jobStarted, nothing } from './call.ts';
import { run } from './inputs.ts';

export const verifyCalls = {
  /** A package, a run's own among them; or a proof, a sample or a journal, each of them by itself. */
  'verify.start': call(
    'engine',
    z.strictObject({
      package: z.union([handle, z.strictObject({ run })]),
      trust: handle.nullable(),
      /** Keys no longer to be trusted; `revokedSince` spares what a trusted timestamp puts before it. */
      revoked: handle.nullable().optional(),
      revokedSince: z.iso.datetime({ precision: 0 }).nullable().optional(),
      /** Certificates of time-stamping authorities that are believed. */
      authorities: handle.nullable().optional(),
      /** The exports, both or neither: with them at hand the run is repeated. */
      source: handle.nullable().optional(),
      target: handle.nullable().optional(),
      /** A workspace's journal, or the workspace: what the sign-offs bind is judged by it. */
      journal: handle.nullable().optional(),
    }),
    jobStarted,
  ),
  'verify.view': call('engine', nothing, verifyView.nullable()),
} as const;
