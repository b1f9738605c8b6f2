import { TallyError } from '../../../contract/problem.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk reports an error',
};

/** A failed open or read as our error; our own and what is not the file's fault pass through as they are. */
export function readFailed(error: unknown, name: string): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined || error instanceof TallyError) return error;
  return new TallyError(
    code === 'ENOENT' ? 'input_missing' : 'input_unreadable',
    `The file cannot be read: ${reason}`,
    name,
    '',
    { cause: error },
  );
}
