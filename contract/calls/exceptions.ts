import { z } from 'zod';
import { acceptableKinds } from '../exception.ts';
import { call } from './call.ts';
import { given, line, name, run } from './inputs.ts';

/** What an exception names: the difference of a line, or a class of differences. */
const exceptionNames = {
  names: z.union([
    z.strictObject({ line }),
    z.strictObject({
      table: given,
      kind: z.enum(acceptableKinds),
      column: given.nullable(),
      condition: z.string().min(1).max(10_000).nullable(),
    }),
  ]),
};

export const exceptionsCalls = {
  /** How many differences an exception would name, and what it would be bound to; a problem says why it can name none. */
  'exceptions.count': call('engine', z.strictObject({ run, ...exceptionNames }), z.strictObject({ rows: z.string() })),
  /** A new package beside the run's own, with one exception more; gives its name as a run. */
  'exceptions.accept': call(
    'engine',
    z.strictObject({
      run,
      ...exceptionNames,
      reason: z.string().min(1).max(10_000),
      owner: name,
      approver: name,
      expires: z.iso.datetime({ precision: 0 }),
    }),
    z.strictObject({ run }),
  ),
  /** Ids of the exceptions that name a difference. */
  'exceptions.of': call('engine', z.strictObject({ run, line }), z.strictObject({ ids: z.array(z.string()) })),
} as const;
