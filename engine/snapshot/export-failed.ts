import { TallyError } from '../../contract/problem.ts';

/** What DuckDB says of a file that it cannot read, as our error; what is not the file's fault passes as it is. */
export function exportFailed(error: unknown, name: string): unknown {
  if (error instanceof TallyError || !(error instanceof Error)) return error;
  const said = error.message.split('\n', 1)[0]!;
  if (/^INTERRUPT/i.test(said)) return new TallyError('interrupted', 'Interrupted', '', '', { cause: error });
  const invalid = /^Invalid Input Error|^Conversion Error|^IO Error|^Invalid Error|^Not implemented Error/i.test(said);
  if (!invalid || /no space left|could not write/i.test(error.message)) return error;
  if (/not valid UTF-?8|invalid (string encoding|unicode)/i.test(error.message))
    return new TallyError(
      'input_encoding',
      'A text in the file is not UTF-8',
      name,
      'Export the column as bytes, or repair it',
      { cause: error },
    );
  return new TallyError(
    'input_malformed',
    `The file cannot be read: ${said.replace(/^[A-Za-z ]+ Error: /, '')}`,
    name,
    'Export the file again',
    { cause: error },
  );
}
