import { z } from 'zod';
import { count } from './fields.ts';

const keyView = z.strictObject({ id: z.string(), name: z.string(), fingerprint: z.string() });

export const keysView = z.strictObject({ keys: z.array(keyView) });

export const signoffView = z.strictObject({
  needed: z.strictObject({ preparer: count, approver: count }),
  signed: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      decision: z.string(),
      at: z.string(),
      text: z.string(),
      key: z.string().nullable(),
      /** Ids of the exceptions that this sign-off approves. */
      exceptions: z.array(z.string()).optional(),
      /** `001` */
      number: z.string(),
      /** What a time-stamp response over its signature says, judged without a list of authorities; null without one. */
      timestamp: z.strictObject({ holds: z.boolean(), words: z.string() }).nullable(),
    }),
  ),
  /** Keys the vault holds. */
  keys: z.array(keyView),
});
