import { TallyError } from '../../../contract/problem.ts';
import type { AllowedSigners } from './allowed-signers.ts';
import { approvedBy } from '../exceptions/approved-by.ts';
import { loadHash } from '../../tree/hashes.ts';
import { whyNotBound } from '../journal/judge-binding.ts';
import { rememberJournal } from '../journal/remember-journal.ts';
import { recordSignoff, type SignoffJournal } from '../journal/signoff-journal.ts';
import { reportNamespace, signoffNamespace } from './judge-signoff.ts';
import { placeTogether } from './place-together.ts';
import { refuseForeignName } from './sign-package.ts';
import { openForSigning } from './signable-package.ts';
import { reportSignatureName, signoffFolder } from './signed-files.ts';
import { parseSignoff, type Signoff } from './signoff-statement.ts';
import { verifySshSignature, type SshSignature } from '../keys/sshsig.ts';

/** A file's bytes, and its name for people. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface BringRequest {
  readonly folder: string;
  /** The statement as it was written to be signed. */
  readonly statement: GivenFile;
  /** `ssh-keygen -Y sign -n tallystick-signoff` over it. */
  readonly signature: GivenFile;
  /** `ssh-keygen -Y sign -n tallystick-report` over report.json, which a preparer signs too. */
  readonly reportSignature: GivenFile | null;
  readonly allowed?: AllowedSigners;
  /** The journal of the workspace that the package lies in, in which the sign-off then stands. */
  readonly journal?: SignoffJournal | undefined;
}

export interface Brought {
  readonly files: string[];
  readonly signoff: Signoff;
  readonly key: string;
  /** Lines that the journal has more than the statement binds, this sign-off's not counted; null where none is at hand. */
  readonly since: number | null;
}

/** Adds a sign-off that was signed elsewhere, by hardware say; there is no envelope then, and verifying says so. */
export async function bringSignature(request: BringRequest): Promise<Brought> {
  const { folder, statement, signature, reportSignature, allowed, journal } = request;
  const signoff = parseSignoff(statement.bytes, statement.name);
  const { publicKey } = judged(statement.bytes, signoffNamespace, signature);
  const key = publicKey.fingerprint;
  const { name, role, decision } = signoff;
  const { reportJson, digests, number, exceptions } = await openForSigning(folder, { name, role, key });
  if (signoff.reportJson !== digests.json || signoff.reportHtml !== digests.html)
    throw refusal('The statement is of another package', statement.name);
  approvedBy(signoff, signoff.exceptions, exceptions);
  const since = journal === undefined ? null : await linesSince(journal, signoff, statement.name);
  if (allowed !== undefined) refuseForeignName(allowed, signoff, publicKey.blob);
  const base = `${signoffFolder}/${number}`;
  const files = new Map([
    [`${base}.json.sig`, signature.bytes],
    [`${base}.json`, statement.bytes],
  ]);
  if (role === 'preparer') {
    if (reportSignature === null) throw refusal('A preparer signs report.json too', signature.name);
    const ofReport = judged(reportJson, reportNamespace, reportSignature);
    if (ofReport.publicKey.fingerprint !== key)
      throw refusal('The report is signed with another key than the statement', reportSignature.name);
    files.set(reportSignatureName, reportSignature.bytes);
  }
  const place = () => placeTogether(folder, files);
  if (journal === undefined) place();
  else recordSignoff(journal, { name, role, decision, key }, statement.bytes, place);
  return { files: [...files.keys()], signoff, key, since };
}

/** What is signed of a journal must be so of the one the sign-off comes into: verifying would call that tampered with. */
async function linesSince({ path }: SignoffJournal, signoff: Signoff, where: string): Promise<number> {
  if (signoff.journal === null)
    throw otherJournal('The statement binds no journal, and the package lies in a workspace that keeps one', where);
  const sizes = new Set([signoff.journal.size]);
  const memory = rememberJournal(path, await loadHash('sha256'), sizes);
  const why = whyNotBound(signoff.journal, memory);
  if (why !== null) throw otherJournal(why, where);
  return memory.size - Number(signoff.journal.size);
}

const otherJournal = (what: string, where: string): TallyError =>
  new TallyError('usage', what, where, 'Have the statement written there (sign PACKAGE --statement), and signed');

function judged(message: Uint8Array, namespace: string, { name, bytes }: GivenFile): SshSignature {
  const verdict = verifySshSignature(message, namespace, bytes);
  if (!verdict.valid) throw refusal(`The signature ${verdict.why}`, name);
  return verdict;
}

const refusal = (what: string, where: string): TallyError =>
  new TallyError(
    'usage',
    what,
    where,
    'Sign it with ssh-keygen -Y sign -n tallystick-signoff, and report.json with -n tallystick-report',
  );
