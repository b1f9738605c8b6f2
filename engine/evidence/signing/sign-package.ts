import { judgeName, type AllowedSigners } from './allowed-signers.ts';
import { approvedBy } from '../exceptions/approved-by.ts';
import { recordSignoff, type SignoffJournal } from '../journal/signoff-journal.ts';
import { reportNamespace, signoffNamespace } from './judge-signoff.ts';
import { placeTogether } from './place-together.ts';
import { envelopeWith, sshSignatureWith, type SigningKey } from '../keys/sign-with.ts';
import { openForSigning, type SignablePackage } from './signable-package.ts';
import { reportEnvelopeName, reportSignatureName, signoffFolder } from './signed-files.ts';
import { signoffBytes, type Signoff } from './signoff-statement.ts';
import { fingerprintOf } from '../keys/ssh-public-key.ts';
import { TallyError } from '../../../contract/problem.ts';

export interface StatementRequest extends Pick<Signoff, 'name' | 'role' | 'decision' | 'text' | 'at'> {
  readonly folder: string;
  /** Ids of the exceptions this person approves, or as much of each as tells it from the others. */
  readonly exceptions?: readonly string[];
  /** The journal of the workspace that the package lies in; the sign-off binds it and stands in it. */
  readonly journal?: SignoffJournal | undefined;
}

export interface SignRequest extends StatementRequest {
  readonly key: SigningKey;
  /** Given, the name must be the key's there, as `verify --trust` will ask. */
  readonly allowed?: AllowedSigners;
}

/**
 * Adds a sign-off to a package: its statement, envelope and OpenSSH signature, and the preparer's signature on
 * report.json. Returns the names of the files written, which come all together or not at all.
 * Refuses a package not proven (`not_proven`), one whose files or signatures do not hold (`evidence_unsound`), and a
 * sign-off that would make it unsound (`usage`: the package is sound, the wish is not).
 */
export async function signPackage(request: SignRequest): Promise<string[]> {
  const { folder, key, name, role, decision, allowed, journal } = request;
  const { statement, opened } = await makeStatement(request, key.fingerprint);
  if (allowed !== undefined) refuseForeignName(allowed, request, key.publicBlob);
  const files = new Map<string, string | Uint8Array>();
  const put = (name: string, content: string | Uint8Array | null): void => {
    if (content !== null) files.set(name, content);
  };
  if (role === 'preparer') {
    put(reportEnvelopeName, await envelopeWith(key, opened.reportJson));
    put(reportSignatureName, await sshSignatureWith(key, opened.reportJson, reportNamespace));
  }
  const base = `${signoffFolder}/${opened.number}`;
  put(`${base}.dsse.json`, await envelopeWith(key, statement));
  put(`${base}.json.sig`, await sshSignatureWith(key, statement, signoffNamespace));
  put(`${base}.json`, statement);
  const place = () => placeTogether(folder, files);
  if (journal === undefined) place();
  else recordSignoff(journal, { name, role, decision, key: key.fingerprint }, statement, place);
  return [...files.keys()];
}

/** The bytes that a signer signs; `key` is null where it is not known yet. Refuses as signPackage does. */
export async function makeStatement(
  request: StatementRequest,
  key: string | null,
): Promise<{ readonly statement: Uint8Array; readonly opened: SignablePackage }> {
  const { folder, name, role, decision, text, at, exceptions = [], journal } = request;
  const opened = await openForSigning(folder, { name, role, key });
  const statement = signoffBytes({
    ...{ name, role, decision, text, at, journal: journal?.head ?? null },
    exceptions: approvedBy(request, exceptions, opened.exceptions),
    reportJson: opened.digests.json,
    reportHtml: opened.digests.html,
  });
  return { statement, opened };
}

export function refuseForeignName(
  allowed: AllowedSigners,
  { name, role, at }: Pick<Signoff, 'name' | 'role' | 'at'>,
  publicBlob: Uint8Array,
  namespaces = role === 'preparer' ? [signoffNamespace, reportNamespace] : [signoffNamespace],
): void {
  for (const namespace of namespaces) {
    const verdict = judgeName(allowed, name, publicBlob, namespace, new Date(at));
    if (verdict.kind === 'named') continue;
    const why = verdict.kind === 'refused' ? verdict.why : 'is not in the list of allowed signers';
    throw new TallyError(
      'usage',
      `"${name}" ${why}`,
      fingerprintOf(publicBlob),
      'Sign as the name that is listed for this key',
    );
  }
}
