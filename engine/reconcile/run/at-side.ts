import { exitStatusOf, TallyError } from '../../../contract/problem.ts';
import type { Side } from '../../../contract/side.ts';

/** An error of an input file, with the side it is on: both sides often have files of the same names. */
export function atSide(error: unknown, side: Side): unknown {
  if (!(error instanceof TallyError)) return error;
  const { code, what, where, remedy } = error.problem;
  if (exitStatusOf[code] !== exitStatusOf.input_missing) return error;
  return new TallyError(code, what, where === '' ? side : `${side}: ${where}`, remedy, { cause: error.cause });
}
