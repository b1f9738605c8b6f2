import { createHash } from 'node:crypto';
import { signoffFolder, type SignedFiles } from '../signed-files.ts';
import { parseSignoff } from '../signoff-statement.ts';
import type { Bound } from './judge-binding.ts';

/** The sign-offs of a package that bind a journal; those that cannot be read are other checks' business. */
export function boundSignoffs({ signoffs }: SignedFiles, label: (number: string) => string): Bound[] {
  return [...signoffs].flatMap(([file, bytes]) => {
    const number = /^(\d{3,})\.json$/.exec(file)?.[1];
    if (number === undefined || bytes === null) return [];
    try {
      const { journal } = parseSignoff(bytes, `${signoffFolder}/${file}`);
      if (journal === null) return [];
      const statement = createHash('sha256').update(bytes).digest('hex');
      return [{ label: label(number), binds: journal, statement }];
    } catch {
      return [];
    }
  });
}
