import { TallyError } from '../../../contract/problem.ts';

/** DuckDB stops at a text that is not UTF-8. */
export const isBadText = (error: unknown): boolean =>
  error instanceof Error && /not valid UTF-?8|invalid (string encoding|unicode)/i.test(error.message);

/** DuckDB stops at a time that is beyond those it has. */
export const isFarTime = (error: unknown): boolean =>
  error instanceof Error && /^Conversion Error: .*timestamp/i.test(error.message);

/** What DuckDB says of a file that it cannot read, as our error; what is not the file's fault passes as it is. */
export function exportFailed(error: unknown, name: string): unknown {
  if (error instanceof TallyError && error.problem.code === 'input_malformed' && error.problem.where === '')
    return new TallyError('input_malformed', error.problem.what, name, 'Export the file again', { cause: error });
  if (error instanceof TallyError || !(error instanceof Error)) return error;
  // What it quotes of the file may be anything.
  const said = error.message.split('\n', 1)[0]!.replaceAll(/\p{Cc}/gu, ' ');
  if (/^INTERRUPT/i.test(said)) return new TallyError('interrupted', 'Interrupted', '', '', { cause: error });
  if (!/^(Invalid Input|Conversion|IO|Invalid|Not implemented) Error/i.test(said)) return error;
  if (/no space left|could not write/i.test(error.message)) return error;
  if (isBadText(error))
    return new TallyError(
      'input_encoding',
      'A text in the file is not UTF-8',
      name,
      'Repair it, or export the column as bytes',
      { cause: error },
    );
  return new TallyError(
    /No files found|Cannot open file/i.test(said) ? 'input_missing' : 'input_malformed',
    `The file cannot be read: ${said.replace(/^[A-Za-z ]+ Error: /, '')}`,
    name,
    'Export the file again',
    { cause: error },
  );
}
