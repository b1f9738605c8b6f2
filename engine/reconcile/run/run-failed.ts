import { problemOf, TallyError } from '../../../contract/problem.ts';

/** Why a run ended, as one error: an interrupt whatever it tore, and a full disk with the folder that is on it. */
export function runFailed(error: unknown, signal: AbortSignal | undefined, folder: string): unknown {
  if (signal?.aborted === true)
    return new TallyError('interrupted', 'Interrupted', '', 'Nothing is left of the run', { cause: error });
  return withSpace(error, folder);
}

function withSpace(error: unknown, folder: string): unknown {
  const { code, what, where, remedy } = problemOf(error);
  return code === 'no_space' && where === '' ? new TallyError(code, what, folder, remedy, { cause: error }) : error;
}

/** For work that writes into this folder while other work writes elsewhere: a full disk is told by its folder. */
export const spaceIn =
  (folder: string) =>
  (error: unknown): never => {
    throw withSpace(error, folder);
  };
