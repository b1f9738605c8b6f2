import { readFileSync } from 'node:fs';
import { TallyError } from '../contract/problem.ts';
import { parseAllowedSigners, type AllowedSigners } from '../engine/evidence/signing/allowed-signers.ts';
import type { Context } from './context.ts';

/** A file that somebody named; `what` it is follows "The". */
export function readGiven(path: string, what: string, remedy = ''): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new TallyError(missing ? 'input_missing' : 'input_unreadable', `The ${what} cannot be read`, path, remedy);
  }
}

/** A line of the list that cannot be read names nobody: that is said, for a signer may be missing because of it. */
export function readTrust(path: string, context: Context): AllowedSigners {
  const remedy = 'Name a file in the form of ssh-keygen’s allowed_signers';
  const parsed = parseAllowedSigners(readGiven(path, 'list of allowed signers', remedy).toString('utf8'));
  for (const problem of parsed.problems) context.say(`tallystick: ${path}, line ${problem.line}: ${problem.what}`);
  return parsed;
}
