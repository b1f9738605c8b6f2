import { TallyError } from '../../../contract/problem.ts';

/** The longest record of a text file, in bytes: one that never ends must not take memory without end. */
export const longestRecord = 1 << 28;

export const recordTooLong = (where: string): TallyError =>
  new TallyError(
    'input_unsupported',
    `A record is longer than ${longestRecord} bytes`,
    where,
    'Check the quotes and line ends of the export',
  );
