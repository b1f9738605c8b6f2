import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { TallyError } from '../contract/problem.ts';

/** Asks on the terminal without showing what is typed; where there is none, says how else to give it. */
export function askPassphrase(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new TallyError(
      'usage',
      'A passphrase is needed and there is no terminal to ask on',
      '',
      'Give it in a file with --passphrase-file',
    );
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    lines.on('SIGINT', () => {
      lines.close();
      process.stderr.write('\n');
      reject(new TallyError('interrupted', 'Interrupted'));
    });
    lines.question('', (answer) => {
      lines.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/** The first line of a passphrase file. */
export function readPassphraseFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0]!;
  } catch {
    throw new TallyError('input_missing', 'The passphrase file cannot be read', path);
  }
}
