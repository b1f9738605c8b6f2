import { z } from 'zod';
import { comparedView, movedPage, movedScope, movementNames, rehearsalView } from '../rehearsal.ts';
import { call, jobStarted, nothing } from './call.ts';
import { run, slice } from './inputs.ts';

const comparedRuns = z.array(run).min(2).max(200);

export const rehearsalsCalls = {
  /** Every run of the workspace, the latest first, and who has signed it. */
  'rehearsals.view': call('engine', nothing, z.strictObject({ rehearsals: z.array(rehearsalView) })),
  /** Runs held against each other in their order: what is new, gone, persisting, back again. */
  'rehearsals.compare': call('engine', z.strictObject({ runs: comparedRuns }), jobStarted),
  /** What came of it; null where these runs are not those that were compared last. */
  'rehearsals.compared': call('engine', z.strictObject({ runs: comparedRuns }), comparedView.nullable()),
  /** The differences behind a count of theirs: what moved to the run of this index from the one before. */
  'rehearsals.moved': call(
    'engine',
    z.strictObject({
      runs: comparedRuns,
      to: z.number().int().min(1).max(199),
      what: z.enum(movementNames),
      scope: movedScope,
      ...slice,
    }),
    movedPage,
  ),
} as const;
