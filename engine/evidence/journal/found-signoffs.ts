import { createHash } from 'node:crypto';
import { signoffFolder, type SignedFiles } from '../signing/signed-files.ts';
import { parseSignoff } from '../signing/signoff-statement.ts';
import type { Bound } from './judge-binding.ts';

export interface FoundSignoff extends Omit<Bound, 'binds'> {
  /** Null for one that was made outside a workspace. */
  readonly binds: Bound['binds'] | null;
}

export const isBound = (signoff: FoundSignoff): signoff is Bound => signoff.binds !== null;

/** The sign-offs of a package with what each binds of a journal; those that cannot be read are other checks' business. */
export function foundSignoffs({ signoffs }: SignedFiles, label: (number: string) => string): FoundSignoff[] {
  return [...signoffs].flatMap(([file, bytes]) => {
    const number = /^(\d{3,})\.json$/.exec(file)?.[1];
    if (number === undefined || bytes === null) return [];
    try {
      const { journal } = parseSignoff(bytes, `${signoffFolder}/${file}`);
      const statement = createHash('sha256').update(bytes).digest('hex');
      return [{ label: label(number), binds: journal, statement }];
    } catch {
      return [];
    }
  });
}
