import { z } from 'zod';
import { handle, side } from '../fields.ts';
import { snapshotsView } from '../snapshots.ts';
import { call, done, jobStarted, nothing } from './call.ts';

export const snapshotsCalls = {
  /** Digests and describes every file of both sides. */
  'snapshots.read': call('engine', nothing, jobStarted),
  'snapshots.view': call('engine', nothing, snapshotsView.nullable()),
  /** Whose signatures on certificates count, from now on and in every run; both exports are to be read again then. */
  'snapshots.trust': call('engine', z.strictObject({ list: handle.nullable() }), done),
  /** A certificate by hand; and back, by its place among those given. */
  'snapshots.give': call('engine', z.strictObject({ side, certificate: handle }), done),
  'snapshots.takeBack': call('engine', z.strictObject({ side, at: z.number().int().min(0) }), done),
} as const;
