import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { parseAllowedSigners } from '../../engine/evidence/allowed-signers.ts';
import { PassphraseError } from '../../engine/evidence/passphrase-error.ts';
import { signPackage } from '../../engine/evidence/sign-package.ts';
import { readPrivateKey, type PrivateKey } from '../../engine/evidence/ssh-key.ts';
import { askPassphrase, readPassphraseFile } from '../ask-passphrase.ts';
import type { Run } from '../main.ts';
import { parseTime } from '../sizes.ts';

interface Options {
  readonly key: string;
  readonly as: string;
  readonly role: 'preparer' | 'approver' | 'auditor';
  readonly reject?: boolean;
  readonly text: string;
  readonly at?: string;
  readonly passphraseFile?: string;
  readonly trust?: string;
  readonly exception: readonly string[];
}

export function addSign(program: Command, run: Run): void {
  program
    .command('sign <package>')
    .description('a sign-off: its statement, envelope and OpenSSH signature, beside what is signed')
    .requiredOption('--key <file>', 'an OpenSSH or PKCS#8 private key, Ed25519 or ECDSA P-256')
    .requiredOption('--as <name>', 'who signs, as the auditor’s allowed_signers names you')
    .addOption(new Option('--role <role>', 'as what').choices(['preparer', 'approver', 'auditor']).default('preparer'))
    .option('--reject', 'the decision is REJECT')
    .option('--text <text>', 'what to say with it', '')
    .option(
      '--exception <id>',
      'an exception that this approves, 8 digits of its id at least; said once for each',
      also,
      [],
    )
    .option('--at <time>', 'the time to claim; now unless said', parseTime)
    .option('--passphrase-file <file>', 'whose first line opens the key')
    .option('--trust <allowed_signers>', 'refuse a name that this list does not give to the key')
    .addHelpText(
      'after',
      '\nExample:\n  tallystick sign result --key ~/.ssh/tallystick --as ops@bank --role preparer --text "rehearsal 4"',
    )
    .action((folder: string, options: Options) =>
      run(async (context) => {
        const key = await openKey(options);
        const { as: name, role, text, trust } = options;
        const decision = options.reject === true ? 'REJECT' : 'APPROVE';
        const files = await signPackage({
          folder: resolve(folder),
          key,
          name,
          role,
          decision,
          text,
          exceptions: options.exception,
          at: options.at ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
          ...(trust === undefined
            ? {}
            : { allowed: parseAllowedSigners(read(trust, 'list of allowed signers').toString('utf8')) }),
        });
        if (context.json) context.print(JSON.stringify({ decision, name, role, key: key.fingerprint, files }));
        else {
          context.print(`${decision}   ${name}, ${role}, by ${key.fingerprint}`);
          for (const file of files) context.print(`  ${file}`);
          context.print(`next: tallystick verify ${folder} --trust allowed_signers`);
        }
        return 0;
      }),
    );
}

const also = (id: string, before: readonly string[]): string[] => [...before, id];

function read(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new TallyError(missing ? 'input_missing' : 'input_unreadable', `The ${what} cannot be read`, path);
  }
}

async function openKey({ key: path, passphraseFile }: Options): Promise<PrivateKey> {
  const bytes = read(path, 'key');
  try {
    return readPrivateKey(bytes, passphraseFile === undefined ? undefined : readPassphraseFile(passphraseFile));
  } catch (error) {
    if (!(error instanceof PassphraseError) || error.reason !== 'missing') throw error;
    return readPrivateKey(bytes, await askPassphrase(`Passphrase of ${path}: `));
  }
}
