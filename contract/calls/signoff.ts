import { z } from 'zod';
import { handle } from '../fields.ts';
import { keysView, signoffView } from '../signoff.ts';
import { call, nothing } from './call.ts';
import { name, number, run, signingKey } from './inputs.ts';

export const signoffCalls = {
  'signoff.view': call('engine', z.strictObject({ run }), signoffView),
  'signoff.sign': call(
    'engine',
    z.strictObject({
      run,
      ...signingKey,
      name,
      role: z.enum(['preparer', 'approver', 'auditor']),
      decision: z.enum(['APPROVE', 'REJECT']),
      text: z.string().max(10_000),
      /** Ids of the exceptions that this person approves. */
      exceptions: z.array(z.string().regex(/^[0-9a-f]{64}$/)).optional(),
    }),
    signoffView,
  ),
  'keys.view': call('engine', nothing, keysView),
  'timestamp.query': call(
    'engine',
    z.strictObject({ run, number }),
    z.strictObject({ name: z.string(), base64: z.string() }),
  ),
  /** Puts an authority's response beside the signature that it is over. */
  'timestamp.bring': call('engine', z.strictObject({ run, response: handle }), signoffView),
} as const;
