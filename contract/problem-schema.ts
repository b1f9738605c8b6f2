import { z } from 'zod';
import { exitStatusOf, type ProblemCode } from './problem.ts';

const codes = Object.keys(exitStatusOf) as [ProblemCode, ...ProblemCode[]];

/** A Problem as it crosses a boundary. */
export const problemSchema = z.strictObject({
  code: z.enum(codes),
  what: z.string(),
  where: z.string(),
  remedy: z.string(),
});
