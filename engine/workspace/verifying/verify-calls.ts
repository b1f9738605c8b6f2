import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CallOutput, Handlers, JudgedInput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import type { BySide } from '../../../contract/side.ts';
import { journalName } from '../../evidence/journal/journal-line.ts';
import { verifyPackage, type VerifyOptions } from '../../evidence/verify-package.ts';
import { defaultLimits } from '../../reconcile/run/limits.ts';
import { runAgain } from '../../reconcile/run-again.ts';
import { tool } from '../../reconcile/run/version.ts';
import type { JobContext } from '../jobs.ts';
import type { EngineMeans } from '../means.ts';
import type { Session } from '../session.ts';
import { verifyFile } from './verify-file.ts';
import { trustFrom } from './verify-trust.ts';

export type VerifyCalls = 'verify.start' | 'verify.view';
type Wish = JudgedInput<'verify.start'>;
type Verified = NonNullable<CallOutput<'verify.view'>>;

export function verifyCalls(session: Session): Handlers<VerifyCalls> {
  const { means, jobs } = session;
  let last: Verified | null = null;
  return {
    'verify.start': (wish) => {
      const { package: given } = wish;
      const path = typeof given === 'string' ? means.resolve(given) : session.workspace.runs.package(given.run);
      if (isFile(path)) demandNothingBeside(wish, basename(path));
      // What a run of this workspace was signed in is this workspace.
      const own = typeof given === 'string' ? null : join(session.workspace.folder, journalName);
      const { trust, notes } = trustFrom(wish, means.resolve);
      const folders = exportsOf(means, wish);
      const work = async ({ signal, onProgress }: JobContext): Promise<string> => {
        if (isFile(path)) last = await verifyFile(path);
        else {
          // Not in the folder of the open workspace, which may be left meanwhile: a package is verified without any.
          const limits = defaultLimits(means.limits);
          const again = { folder: path, limits, startPool: means.startPool, onProgress, signal };
          const rerun = folders === null ? undefined : runAgain({ ...again, folders });
          const journal = journalOf(means, wish) ?? own;
          const options = { trust, build: tool.version, rerun, journal, signal, onProgress };
          last = { ...(await packageView(path, options)), notes: [...notes] };
        }
        return last.name;
      };
      // A run on the exports takes the machine as any run does; what reads a package alone goes beside one.
      const job = jobs.start('verify', work, folders === null ? 'beside' : 'whole');
      last = null;
      return { job };
    },
    'verify.view': () => last,
  };
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function demandNothingBeside({ trust, revoked, authorities, source, target, journal }: Wish, name: string): void {
  if ([trust, revoked, authorities, source, target, journal].some((given) => (given ?? null) !== null))
    throw new TallyError(
      'usage',
      'A file is verified by itself',
      name,
      'Take out the lists, the exports and the journal; or verify the package for its signatures',
    );
}

async function packageView(folder: string, options: VerifyOptions): Promise<Verified> {
  const { sound, verdict, checks, signers, requirements } = await verifyPackage(folder, options);
  return {
    ...{ what: 'package', name: basename(folder), proof: null, notes: [], sound, verdict, requirements },
    checks: checks.map(({ name, result, why }) => ({ name, result, why })),
    signers: signers.map(({ name, role, decision, key, trusted }) => ({ name, role, decision, key, trusted })),
  };
}

/** Null where neither is at hand. */
function exportsOf({ resolve }: EngineMeans, { source = null, target = null }: Wish): BySide<string> | null {
  if (source !== null && target !== null) return { source: resolve(source), target: resolve(target) };
  if (source === null && target === null) return null;
  throw new TallyError('usage', 'One export alone was given', '', 'Give both, or neither');
}

/** The file, or the workspace's folder that it lies in. */
function journalOf({ resolve }: EngineMeans, { journal = null }: Wish): string | null {
  if (journal === null) return null;
  const path = resolve(journal);
  const file = isFile(path) ? path : join(path, journalName);
  if (!isFile(file))
    throw new TallyError('input_missing', 'There is no such journal', basename(path), `Choose a ${journalName}`);
  return file;
}
