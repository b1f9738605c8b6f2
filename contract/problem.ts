/** Every way to fail, with the exit status it ends a command with. Closed: a new code does not compile until it is here. */
export const exitStatusOf = {
  not_proven: 1,
  usage: 2,
  plan_invalid: 2,
  plan_header_mismatch: 2,
  output_not_empty: 2,
  incomparable: 2,
  input_missing: 3,
  input_unreadable: 3,
  input_malformed: 3,
  input_encoding: 3,
  input_empty: 3,
  input_header: 3,
  input_unsupported: 3,
  input_changed: 3,
  evidence_unsound: 4,
  no_space: 5,
  no_memory: 5,
  machine: 5,
  internal: 5,
  interrupted: 130,
} as const;

export type ProblemCode = keyof typeof exitStatusOf;

/** What went wrong, where, and what to do about it; travels as data, since comlink loses an error's fields. */
export interface Problem {
  readonly code: ProblemCode;
  /** One sentence, no final stop. */
  readonly what: string;
  /** File, line or row, column: `accounts.csv, row 17, column "memo"`. Empty when there is no place. */
  readonly where: string;
  /** What the reader can do; empty when nothing can be done. */
  readonly remedy: string;
}

export class TallyError extends Error {
  readonly problem: Problem;
  constructor(code: ProblemCode, what: string, where = '', remedy = '', options?: ErrorOptions) {
    super(where === '' ? what : `${what} (${where})`, options);
    this.name = 'TallyError';
    this.problem = { code, what, where, remedy };
  }
}

/** Any thrown value as a Problem: ours as it is, the machine's by its error code, the rest as `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof TallyError) return error.problem;
  const { code, message, syscall, path } = error as Partial<Record<'code' | 'message' | 'syscall' | 'path', unknown>>;
  const text = typeof message === 'string' ? message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device|out of disk/i.test(text))
    return {
      code: 'no_space',
      what: 'The disk is full',
      where: '',
      remedy: 'Free space, or name another folder with --temp and -o',
    };
  if (code === 'EFBIG')
    return {
      code: 'no_space',
      what: 'A file would be larger than this system lets this user write',
      where: '',
      remedy: 'Raise the limit (ulimit -f), or name another folder with --temp and -o',
    };
  if (code === 'ENOMEM' || /^Out of Memory Error/i.test(text))
    return { code: 'no_memory', what: 'Memory ran out', where: '', remedy: 'Raise --memory or lower --threads' };
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'interrupted', what: 'Interrupted', where: '', remedy: '' };
  if (typeof code === 'string' && typeof syscall === 'string') {
    const why = /^[A-Z0-9_]+: ([^,]+)/.exec(text)?.[1] ?? code;
    return {
      code: 'machine',
      what: `${syscall} failed: ${why}`,
      where: typeof path === 'string' ? path : '',
      remedy: '',
    };
  }
  return { code: 'internal', what: text, where: '', remedy: 'Run again with --debug and report the trace' };
}
