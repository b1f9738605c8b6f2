import { z } from 'zod';

/** Counts are decimal text everywhere; digests lower-case hex. */
export const count = z.string().regex(/^(0|[1-9][0-9]*)$/);

export const side = z.enum(['source', 'target']);

/**
 * What stands for a path the user chose in a dialog, by a drop or on the command line. The page never sees or says a
 * path: a page that was taken over could otherwise read the disk.
 */
export const handle = z.string().regex(/^h-[0-9a-f]{32}$/);
