import { readFileSync } from 'node:fs';
import { TallyError } from '../contract/problem.ts';
import { parseAllowedSigners, type AllowedSigners } from '../engine/evidence/allowed-signers.ts';
import type { Context } from './context.ts';

/** A line of the list that cannot be read names nobody: that is said, for a signer may be missing because of it. */
export function readTrust(path: string, context: Context): AllowedSigners {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new TallyError(
      'input_missing',
      'The list of allowed signers cannot be read',
      path,
      'Name a file in the form of ssh-keygen’s allowed_signers',
    );
  }
  const parsed = parseAllowedSigners(text);
  for (const problem of parsed.problems) context.say(`tallystick: ${path}, line ${problem.line}: ${problem.what}`);
  return parsed;
}
