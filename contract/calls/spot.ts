import { z } from 'zod';
import { mostRows, rawView, spotName, spotSummary, spotView, spotWish } from '../spot.ts';
import { call, jobStarted } from './call.ts';
import { run, spotFile, slice } from './inputs.ts';

const namedText = z.strictObject({ name: z.string(), text: z.string() });

export const spotCalls = {
  /** A sample of a run's rows for a second look by hand, drawn from the export and kept in the workspace. */
  'spot.draw': call('engine', spotWish.extend({ run }), jobStarted),
  'spot.list': call('engine', z.strictObject({ run }), z.strictObject({ samples: z.array(spotSummary) })),
  'spot.view': call(
    'engine',
    z.strictObject({
      run,
      name: spotName,
      ...slice,
    }),
    spotView,
  ),
  /** One of its rows as the export has it: `number` is its place in the sample, from 1. */
  'spot.raw': call(
    'engine',
    z.strictObject({ run, name: spotName, number: z.number().int().min(1).max(mostRows) }),
    rawView,
  ),
  'spot.file': call('engine', spotFile, namedText),
  /** The same, to be saved outside the workspace: the journal says so first. */
  'spot.export': call('engine', spotFile, namedText),
} as const;
