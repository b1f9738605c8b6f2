import { z } from 'zod';

export const nothing = z.strictObject({});
export const done = z.strictObject({});
export const jobStarted = z.strictObject({ job: z.string() });

/** A call: who answers it, what it takes, what it gives. Both sides are judged: the page is not trusted, nor is a host. */
export const call = <B extends 'host' | 'engine', I extends z.ZodType, O extends z.ZodType>(
  by: B,
  input: I,
  output: O,
) => ({
  by,
  input,
  output,
});
