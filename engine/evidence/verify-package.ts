import type { OnProgress } from '../../contract/progress.ts';
import { jcsBytes } from '../canonical/jcs.ts';
import type { Plan } from '../plan/plan.ts';
import { checkPlanSignature } from './signing/check-plan-signature.ts';
import { failed, notDone } from './checks/check.ts';
import { checkSignatures, type SignatureChecks } from './signing/check-signatures.ts';
import { CheckList } from './checks/check-list.ts';
import { checkBindings } from './journal/check-bindings.ts';
import { checkFiles } from './checks/check-files.ts';
import { checkRerun, fromExports } from './checks/check-rerun.ts';
import { checkResults, largestDocument } from './checks/check-results.ts';
import { checkSums } from './checks/check-sums.ts';
import { printable } from './checks/judge.ts';
import { Pace } from './checks/pace.ts';
import { PackageFiles } from './checks/package-files.ts';
import { readReport } from './checks/read-report.ts';
import { isRunFile } from './checks/run-files.ts';
import { judgeApprovals } from './exceptions/approvals.ts';
import { ofExportsAlone } from './exceptions/judged-with.ts';
import type { Trust } from './signing/judge-signoff.ts';
import type { Report, ReportStatement } from './report/report.ts';
import { sumsName } from './sums-file.ts';
import { conclude, type Verification } from './verification.ts';

export interface VerifyOptions {
  readonly trust: Trust;
  /** This build's version: report.html is rendered again where it made the package. */
  readonly build: string;
  /** Runs the package's plan again on exports at hand and answers with the bytes of report.json; its errors are its own. */
  readonly rerun?: ((request: { readonly plan: Plan; readonly report: Report }) => Promise<Uint8Array>) | undefined;
  /** The journal of the workspace that the package was signed in; null where it is not at hand. */
  readonly journal?: string | null;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Everything that can be checked of a package, by name (formats.md section 8). Hostile bytes are a failed check and
 * never an error; throws where there is no such folder, when interrupted, and what `rerun` throws.
 */
export async function verifyPackage(folder: string, options: VerifyOptions): Promise<Verification> {
  const files = new PackageFiles(folder);
  const list = new CheckList(options.onProgress);
  const pace = new Pace(options.signal);
  const digests = new Map<string, string>();
  await list.run('files', () => checkFiles(files));
  await list.run('sha256sums', async () => {
    for (const name of files.names.filter(isRunFile)) digests.set(name, await files.digest(name, pace));
    return checkSums(files.read(sumsName, largestDocument), digests);
  });
  const read: { bytes: Uint8Array; statement: ReportStatement | null } = { bytes: new Uint8Array(0), statement: null };
  await list.run('report', () => {
    read.bytes = files.read('report.json', largestDocument);
    read.statement = readReport(read.bytes);
    return 'report.json is a reconciliation report in its one form';
  });
  const { bytes, statement } = read;
  const signed = await signatures(folder, options.trust);
  if (statement === null) list.add([notDone('results', 'There is no report to hold them to')]);
  else {
    const plan = await checkResults(list, { files, digests, bytes, statement, build: options.build, pace });
    const repeated = await rerun(list, options.rerun, plan, statement);
    list.add(fromExports(repeated, statement.predicate));
    const bytesOfPlan = files.has('plan.yaml') ? files.read('plan.yaml', largestDocument) : new Uint8Array(0);
    list.add([checkPlanSignature(bytesOfPlan, statement.predicate.plan.signed ?? null, options.trust, signed.there)]);
  }
  list.tell('signatures');
  const { checks, signers } = signed;
  list.add(checks);
  list.add(judgeApprovals(statement?.predicate.exceptions ?? [], signers));
  list.add(await checkBindings(folder, options.journal ?? null));
  return conclude(statement?.predicate ?? null, list.all, signers);
}

async function rerun(
  list: CheckList,
  run: VerifyOptions['rerun'],
  plan: Plan | null,
  statement: ReportStatement,
): Promise<'same' | 'other' | 'not run'> {
  if (run === undefined || plan === null) {
    list.add([notDone('rerun', run === undefined ? 'The exports were not given' : 'The plan does not hold')]);
    return 'not run';
  }
  const again = await run({ plan, report: statement.predicate });
  // What people signed and accepted is judged by itself: a run on the exports knows nothing of it.
  const alone = jcsBytes(ofExportsAlone(statement, plan));
  await list.run('rerun', () => checkRerun(alone, again));
  return list.all.at(-1)?.result === 'passed' ? 'same' : 'other';
}

async function signatures(folder: string, trust: Trust): Promise<SignatureChecks> {
  try {
    return await checkSignatures(folder, trust);
  } catch (error) {
    const there = { at: trust.now, byTimestamp: false };
    return { checks: [failed('signatures', printable(String(error)))], signers: [], there };
  }
}
