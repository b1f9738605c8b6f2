import type { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { journalName } from '../../engine/evidence/journal/journal-line.ts';
import { parseRevokedKeys, type RevokedKeys } from '../../engine/evidence/signing/revoked-keys.ts';
import { parseAuthorities } from '../../engine/evidence/timestamp/trusted-signer.ts';
import { largestProof } from '../../engine/evidence/proof/proof.ts';
import { saysSpot, verifySpot } from '../../engine/evidence/spot/verify-spot.ts';
import { verifyProof } from '../../engine/evidence/proof/verify-proof.ts';
import { verifyExit, type RequirementName } from '../../engine/evidence/verification.ts';
import { verifyPackage, type VerifyOptions } from '../../engine/evidence/verify-package.ts';
import { runAgain } from '../../engine/reconcile/run-again.ts';
import { tool } from '../../engine/reconcile/run/version.ts';
import { startHashPool } from '../../workers/supervise.ts';
import type { Context } from '../context.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { readGiven, readTrust } from '../read-given.ts';
import { parseTime } from '../sizes.ts';
import { printSpotChecks } from '../print-spot.ts';
import { printProof } from '../print-proof.ts';
import { printVerification } from '../print-verification.ts';
import { removeDead } from '../remove-dead.ts';
import { verifyJournal } from '../verify-journal.ts';

interface Options extends LimitOptions {
  readonly trust?: string;
  readonly revoked?: string;
  readonly revokedSince?: string;
  readonly tsa?: string;
  readonly require?: RequirementName;
  readonly journal?: string;
  readonly source?: string;
  readonly target?: string;
}

export function addVerify(program: Command, run: Run): void {
  limitOptions(program.command('verify <package|proof|sample|journal>'))
    .description(
      'everything that can be checked of a package, a proof, a sample or a journal, by name; with the exports at hand, the run again',
    )
    .option('--trust <allowed_signers>', 'whose keys are whose, as ssh-keygen reads it')
    .option('--revoked <file>', 'keys no longer to be trusted, as ssh-keygen -Y verify -r takes them')
    .option('--revoked-since <time>', 'spares a sign-off that a trusted timestamp puts before this', parseTime)
    .option('--tsa <file>', 'certificates of the time-stamping authorities you trust, PEM')
    .addOption(new Option('--require <what>', 'end with 1 unless it is so').choices(['signed', 'reconciled']))
    .option('--source <path>', 'the source export; the run is repeated and compared')
    .option('--target <path>', 'the target export')
    .option('--journal <file>', 'the workspace’s journal, which the sign-offs bind')
    .addHelpText(
      'after',
      '\nExample:\n  tallystick verify result --trust allowed_signers --require signed --source exports/old --target exports/new',
    )
    .action((folder: string, options: Options) =>
      run(async (context) => {
        if (basename(folder) === journalName) return verifyJournal(context, resolve(folder));
        if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) return verifyFile(context, folder, options);
        if ((options.source === undefined) !== (options.target === undefined))
          throw new TallyError(
            'usage',
            'One export alone was given',
            '',
            'Give both --source and --target, or neither',
          );
        const found = await verifyPackage(resolve(folder), {
          trust: {
            allowed: options.trust === undefined ? null : readTrust(options.trust, context),
            revoked: options.revoked === undefined ? null : readRevoked(options.revoked, options.revokedSince),
            authorities: options.tsa === undefined ? [] : readAuthorities(options.tsa),
            now: new Date(),
          },
          build: tool.version,
          rerun: rerunOf(resolve(folder), options, context),
          journal: options.journal === undefined ? null : resolve(options.journal),
          signal: context.signal,
          onProgress: context.onProgress,
        });
        printVerification(context, found, options.require ?? null);
        return verifyExit(found, options.require ?? null);
      }),
    );
}

/** A proof speaks of a snapshot and carries no signature: who signed the snapshot's report, its package says. */
async function verifyFile(
  context: Context,
  file: string,
  { trust, require, source, target }: Options,
): Promise<number> {
  if ([trust, require, source, target].some((option) => option !== undefined))
    throw new TallyError(
      'usage',
      'A file is verified by itself',
      file,
      'Verify the package for its signatures; its fingerprint has the identity that the proof names',
    );
  if (statSync(file).size > largestProof)
    throw new TallyError('evidence_unsound', `The file is larger than any proof, ${largestProof} bytes`, file);
  const bytes = readFileSync(file);
  if (saysSpot(bytes)) {
    const { spot, checks } = await verifySpot(bytes, basename(file));
    return printSpotChecks(context, spot, checks);
  }
  const found = await verifyProof(bytes, basename(file));
  printProof(context, found);
  return found.sound ? 0 : 4;
}

function readRevoked(path: string, since: string | undefined): RevokedKeys {
  const bytes = readGiven(path, 'list of revoked keys', 'Name a file as ssh-keygen -Y verify -r takes it');
  return parseRevokedKeys(bytes, path, since === undefined ? null : new Date(since));
}

function readAuthorities(path: string): X509Certificate[] {
  const remedy = 'Name a PEM file of certificates, as openssl ts -verify -CAfile takes it';
  const found = parseAuthorities(readGiven(path, 'certificate of the authority', remedy).toString('latin1'));
  if (found === null || found.length === 0)
    throw new TallyError('input_malformed', 'The file holds no certificate that can be read', path, remedy);
  return found;
}

function rerunOf(folder: string, options: Options, context: Context): VerifyOptions['rerun'] {
  const { source, target } = options;
  if (source === undefined || target === undefined) return undefined;
  const limits = limitsOf(options);
  const { onProgress, signal } = context;
  const folders = { source: resolve(source), target: resolve(target) };
  const again = runAgain({ folder, folders, limits, startPool: startHashPool, onProgress, signal });
  return (request) => {
    removeDead(context, limits.temp);
    return again(request);
  };
}
