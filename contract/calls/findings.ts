import { z } from 'zod';
import { bucketMapView, differenceFilter, differencePage, inspectedView } from '../findings.ts';
import { call } from './call.ts';
import { given, line, provenLine, run, slice } from './inputs.ts';

export const findingsCalls = {
  'findings.page': call(
    'engine',
    z.strictObject({
      run,
      filter: differenceFilter,
      ...slice,
    }),
    differencePage,
  ),
  /** Where a key stands in the filtered listing; null when it does not. */
  'findings.find': call(
    'engine',
    z.strictObject({ run, filter: differenceFilter, key: z.string().max(10_000) }),
    z.strictObject({ offset: z.number().int().nullable() }),
  ),
  'findings.inspect': call('engine', z.strictObject({ run, line }), inspectedView),
  /** One side of a difference as a proof: its row's inclusion, or its key's absence (formats.md section 9). */
  'findings.prove': call('engine', provenLine, z.strictObject({ name: z.string(), text: z.string() })),
  /** The same, to be saved outside the workspace: the journal says so first. */
  'findings.exportProof': call('engine', provenLine, z.strictObject({ name: z.string(), text: z.string() })),
  'findings.map': call(
    'engine',
    z.strictObject({
      run,
      table: given,
      level: z.number().int().min(0).max(24),
      /** Some of the cells, at most 65,536; without it all of them, at most as many. */
      window: z.strictObject({ first: z.number().int().min(0), count: z.number().int().min(1) }).optional(),
    }),
    bucketMapView,
  ),
} as const;
