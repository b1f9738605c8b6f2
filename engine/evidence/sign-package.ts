import { judgeName, type AllowedSigners } from './allowed-signers.ts';
import { makeEnvelope } from './dsse.ts';
import { approvedBy } from './exceptions/approved-by.ts';
import { reportNamespace, signoffNamespace } from './judge-signoff.ts';
import { placeTogether } from './place-together.ts';
import { openForSigning } from './signable-package.ts';
import { reportEnvelopeName, reportSignatureName, signoffFolder } from './signed-files.ts';
import { signoffBytes, type Signoff } from './signoff-statement.ts';
import type { PrivateKey } from './ssh-key.ts';
import { makeSshSignature } from './sshsig.ts';
import { TallyError } from '../../contract/problem.ts';

export interface SignRequest extends Pick<Signoff, 'name' | 'role' | 'decision' | 'text' | 'at'> {
  readonly folder: string;
  readonly key: PrivateKey;
  /** Ids of the exceptions this person approves, or as much of each as tells it from the others. */
  readonly exceptions?: readonly string[];
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
  const { folder, key, name, role, decision, text, at, exceptions = [], allowed } = request;
  const {
    reportJson,
    digests,
    number,
    exceptions: held,
  } = await openForSigning(folder, {
    name,
    role,
    key: key.fingerprint,
  });
  const statement = signoffBytes({
    ...{ name, role, decision, text, at, exceptions: approvedBy(request, exceptions, held), journal: null },
    reportJson: digests.json,
    reportHtml: digests.html,
  });
  if (allowed !== undefined) refuseForeignName(allowed, request);
  const files = new Map<string, string | Uint8Array>();
  if (role === 'preparer') {
    files.set(reportEnvelopeName, makeEnvelope(reportJson, key));
    files.set(reportSignatureName, makeSshSignature(reportJson, reportNamespace, key));
  }
  files.set(`${signoffFolder}/${number}.dsse.json`, makeEnvelope(statement, key));
  files.set(`${signoffFolder}/${number}.json.sig`, makeSshSignature(statement, signoffNamespace, key));
  files.set(`${signoffFolder}/${number}.json`, statement);
  placeTogether(folder, files);
  return [...files.keys()];
}

function refuseForeignName(allowed: AllowedSigners, { name, key, role, at }: SignRequest): void {
  for (const namespace of role === 'preparer' ? [signoffNamespace, reportNamespace] : [signoffNamespace]) {
    const verdict = judgeName(allowed, name, key.publicBlob, namespace, new Date(at));
    if (verdict.kind === 'named') continue;
    const why = verdict.kind === 'refused' ? verdict.why : 'is not in the list of allowed signers';
    throw new TallyError('usage', `"${name}" ${why}`, key.fingerprint, 'Sign as the name that is listed for this key');
  }
}
