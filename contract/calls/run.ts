import { z } from 'zod';
import { reportSchema } from '../report.ts';
import { runView } from '../run.ts';
import { call, jobStarted, nothing } from './call.ts';
import { run } from './inputs.ts';

export const runCalls = {
  'run.start': call('engine', nothing, jobStarted),
  'run.list': call('engine', nothing, z.strictObject({ runs: z.array(runView) })),
  'run.report': call('engine', z.strictObject({ run }), reportSchema),
  /** report.html as it lies in the package. */
  'run.page': call('engine', z.strictObject({ run }), z.strictObject({ html: z.string() })),
  /** The same, to be saved outside the workspace: the journal says so first. */
  'run.export': call(
    'engine',
    z.strictObject({ run, as: z.enum(['html', 'pdf']) }),
    z.strictObject({ html: z.string() }),
  ),
} as const;
