import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { TallyError } from '../../contract/problem.ts';
import { parseAllowedSigners, type AllowedSigners } from '../evidence/signing/allowed-signers.ts';

/** A file that somebody chose; `what` it is follows "The". It is said by its name alone: the page is told no path. */
export function readChosen(path: string, what: string, remedy = ''): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const code = missing ? 'input_missing' : 'input_unreadable';
    throw new TallyError(code, `The ${what} cannot be read`, basename(path), remedy, { cause });
  }
}

/** A line that cannot be read names nobody, and is among its problems. */
export const readTrust = (path: string): AllowedSigners =>
  parseAllowedSigners(
    readChosen(path, 'list of allowed signers', 'Choose a file in the form of ssh-keygen’s allowed_signers').toString(
      'utf8',
    ),
  );

/** What of a list cannot be read, a sentence each: a signer may be missing because of it. */
export const problemsOf = ({ problems }: AllowedSigners, name: string): string[] =>
  problems.map(({ line, what }) => `${name}, line ${line}: ${what}`);
