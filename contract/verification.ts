import { z } from 'zod';

export const checkView = z.strictObject({
  name: z.string(),
  result: z.enum(['passed', 'failed', 'not_done']),
  why: z.string(),
});

const requirement = z.strictObject({ met: z.boolean(), why: z.string() });

export const verifyView = z.strictObject({
  name: z.string(),
  what: z.enum(['package', 'proof', 'sample', 'journal']),
  /** What a proof shows; null where it is none, or nothing can be read of it. */
  proof: z
    .strictObject({
      claim: z.enum(['included', 'absent']),
      table: z.string(),
      key: z.string(),
      record: z.string().nullable(),
      identity: z.string(),
    })
    .nullable(),
  sound: z.boolean(),
  verdict: z.string().nullable(),
  /** What may be asked of a package beyond soundness; null for a file. */
  requirements: z.strictObject({ signed: requirement, reconciled: requirement }).nullable(),
  checks: z.array(checkView),
  /** What of the lists that were given cannot be read, a sentence each. */
  notes: z.array(z.string()),
  signers: z.array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      decision: z.string(),
      key: z.string().nullable(),
      trusted: z.boolean(),
    }),
  ),
});
