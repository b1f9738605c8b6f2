import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { askPassphrase, readPassphraseFile } from '../ask-passphrase.ts';
import type { Run } from '../main.ts';

interface Options {
  readonly comment?: string;
  readonly passphraseFile?: string;
  readonly passphrase: boolean;
}

export function addKeygen(program: Command, run: Run): void {
  program
    .command('keygen <file>')
    .description('an Ed25519 key in OpenSSH’s form, FILE and FILE.pub; asks for a passphrase')
    .option('--comment <text>', 'who holds it; goes into both files')
    .option('--passphrase-file <file>', 'whose first line is the passphrase')
    .option('--no-passphrase', 'leave the key unprotected')
    .addHelpText('after', '\nExample:\n  tallystick keygen ~/.ssh/tallystick --comment ops@bank')
    .action((file: string, options: Options) =>
      run(async (context) => {
        const path = resolve(file);
        for (const taken of [path, `${path}.pub`])
          if (existsSync(taken))
            throw new TallyError('output_not_empty', 'The key file is there already', taken, 'Name another file');
        const passphrase = await newPassphrase(options);
        const { privateFile, publicLine } = makeEd25519Key(options.comment ?? userInfo().username, passphrase);
        try {
          const fd = openSync(path, 'wx', 0o600);
          writeFileSync(fd, privateFile);
          closeSync(fd);
          writeFileSync(`${path}.pub`, `${publicLine.trimEnd()}\n`, { flag: 'wx', mode: 0o644 });
        } catch (error) {
          for (const half of [path, `${path}.pub`]) rmSync(half, { force: true });
          throw (error as NodeJS.ErrnoException).code === 'ENOENT'
            ? new TallyError('usage', 'The folder of the key does not exist', path)
            : error;
        }
        const { fingerprint } = readPrivateKey(Buffer.from(privateFile), passphrase);
        if (context.json)
          context.print(
            JSON.stringify({ file: path, public: `${path}.pub`, fingerprint, protected: passphrase !== '' }),
          );
        else context.print(`${fingerprint}  ${file}${passphrase === '' ? '  (not protected by a passphrase)' : ''}`);
        return 0;
      }),
    );
}

async function newPassphrase({ passphrase, passphraseFile }: Options): Promise<string> {
  if (!passphrase) return '';
  const given = passphraseFile === undefined ? await askTwice() : readPassphraseFile(passphraseFile);
  if (given === '')
    throw new TallyError('usage', 'The passphrase is empty', '', 'Say --no-passphrase to leave the key unprotected');
  return given;
}

async function askTwice(): Promise<string> {
  const first = await askPassphrase('Passphrase: ');
  if (first !== (await askPassphrase('Again: '))) throw new TallyError('usage', 'The two passphrases differ');
  return first;
}
