import { z } from 'zod';
import { handle } from '../fields.ts';
import { jobSchema } from '../job.ts';
import { journalEvents, journalView } from '../journal.ts';
import { workspaceView } from '../workspace.ts';
import { call, done, jobStarted, nothing } from './call.ts';
import { name, slice } from './inputs.ts';

export const workspaceCalls = {
  'workspace.view': call('engine', nothing, workspaceView.nullable()),
  /** A new workspace over two exports; null puts it into the host's usual folder. */
  'workspace.create': call(
    'engine',
    z.strictObject({ name, source: handle, target: handle, folder: handle.nullable() }),
    workspaceView,
  ),
  'workspace.open': call('engine', z.strictObject({ folder: handle }), workspaceView),
  'workspace.close': call('engine', nothing, done),
  /** Writes the sample ledger into a workspace of its own, reads, plans and reconciles it: one click to a whole result. */
  'workspace.sample': call('engine', z.strictObject({ rows: z.number().int().min(1000).max(10_000_000) }), jobStarted),
  'jobs.view': call('engine', nothing, z.strictObject({ jobs: z.array(jobSchema) })),
  'jobs.cancel': call('engine', z.strictObject({ job: z.string() }), done),
  'journal.view': call(
    'engine',
    z.strictObject({
      event: z.enum(journalEvents).nullable(),
      ...slice,
    }),
    journalView,
  ),
} as const;
