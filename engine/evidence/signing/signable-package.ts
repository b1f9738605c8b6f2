import { createHash } from 'node:crypto';
import { z } from 'zod';
import { exceptionSchema, type Exception } from '../../../contract/exception.ts';
import { TallyError } from '../../../contract/problem.ts';
import { parseJcs } from '../../canonical/jcs.ts';
import { judgeSignedFiles } from './check-signatures.ts';
import { conflictOf, type SignerLike } from './judge-signers.ts';
import { readSignedFiles, reportEnvelopeName, reportSignatureName, type SignedFiles } from './signed-files.ts';
import { demandUnchanged, unsound } from './unchanged-files.ts';

/** The part of report.json that signing needs; the rest is for `verify` to judge. */
const report = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  predicateType: z.literal('urn:tallystick:reconciliation:v1'),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })),
  predicate: z.object({
    selfTest: z.object({ pass: z.boolean() }).optional(),
    verdict: z.enum(['RECONCILED', 'RECONCILED_WITH_EXCEPTIONS', 'NOT_RECONCILED', 'NOT_PROVEN']),
    exceptions: z.array(exceptionSchema).default([]),
  }),
});

export interface SignablePackage {
  readonly reportJson: Uint8Array;
  /** SHA-256 of the files as they lie there, lower-case hex. */
  readonly digests: { readonly json: string; readonly html: string };
  /** The next free one: `001` */
  readonly number: string;
  readonly exceptions: readonly Exception[];
}

/** Opens a package for one more signer; what signPackage refuses is refused here. */
export async function openForSigning(folder: string, signer: Omit<SignerLike, 'number'>): Promise<SignablePackage> {
  const files = await readSignedFiles(folder);
  const { reportJson, reportHtml } = files;
  if (reportJson === null || reportHtml === null)
    throw new TallyError(
      'input_missing',
      `There is no ${reportJson === null ? 'report.json' : 'report.html'} to sign`,
      folder,
      'Name the folder that reconcile wrote',
    );
  const parsed = report.safeParse(parseJcs(reportJson, 'report.json'));
  if (!parsed.success) throw unsound('report.json is not the report of a reconciliation');
  if (parsed.data.predicate.verdict === 'NOT_PROVEN')
    throw new TallyError(
      'not_proven',
      'The reconciliation is not proven, so it cannot be signed',
      folder,
      'See its disagreements, and reconcile again',
    );
  if (parsed.data.predicate.selfTest?.pass !== true)
    throw new TallyError(
      'not_proven',
      'The report holds no self-test that passed, so it cannot be signed',
      folder,
      'Reconcile again with this version',
    );
  // Whoever signs vouches for every file.
  await demandUnchanged(folder, parsed.data.subject);
  refuseConflicts(files, signer);
  return {
    reportJson,
    digests: { json: sha256(reportJson), html: sha256(reportHtml) },
    number: nextNumber(files),
    exceptions: parsed.data.predicate.exceptions,
  };
}

function refuseConflicts(files: SignedFiles, signer: Omit<SignerLike, 'number'>): void {
  const { checks, signers } = judgeSignedFiles(files, { allowed: null, now: new Date(0) });
  const bad = checks.find(({ result }) => result === 'failed');
  if (bad !== undefined) throw unsound(bad.why);
  for (const other of signers) {
    const conflict = conflictOf(other, { number: 'this one', ...signer });
    if (conflict !== null)
      throw new TallyError('usage', conflict.why, '', 'Somebody else, with a key of their own, signs this');
  }
  const hasReportSignature = files.reportSignature !== null || files.reportEnvelope !== null;
  if (signer.role === 'preparer' && hasReportSignature)
    throw unsound(`${reportSignatureName} or ${reportEnvelopeName} is here, and no sign-off of a preparer`);
}

function nextNumber({ signoffs }: SignedFiles): string {
  const used = [...signoffs.keys()].map((name) => Number.parseInt(name, 10));
  return String(Math.max(0, ...used) + 1).padStart(3, '0');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
