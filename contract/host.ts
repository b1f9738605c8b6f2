import { z } from 'zod';
import { count, handle } from './fields.ts';

export const chosenView = z.strictObject({ handle, name: z.string(), folder: z.boolean() });

export const hostView = z.strictObject({
  kind: z.enum(['desktop', 'loopback']),
  platform: z.string(),
  version: z.string(),
  recent: z.array(z.strictObject({ handle, name: z.string(), at: z.string() })),
  /** Whether a key can be remembered safely here, and why not. */
  vault: z.strictObject({ available: z.boolean(), why: z.string() }),
});

/** A folder as the loopback host shows it, below the folder it was started in. */
export const folderView = z.strictObject({
  name: z.string(),
  here: handle,
  up: handle.nullable(),
  entries: z.array(z.strictObject({ handle, name: z.string(), folder: z.boolean(), bytes: count.nullable() })),
});
