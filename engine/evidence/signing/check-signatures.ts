import { createHash } from 'node:crypto';
import { failed, notDone, passed, type Check } from '../checks/check.ts';
import { judgeSigners } from './judge-signers.ts';
import {
  judgeSignatures,
  judgeSigner,
  judgeSignoff,
  reportNamespace,
  type JudgedSignoff,
  type Trust,
} from './judge-signoff.ts';
import { timeText, type JudgedTime } from './judged-time.ts';
import { readSignedFiles, reportSignatureName, signoffFolder, type SignedFiles } from './signed-files.ts';
import type { Signoff } from './signoff-statement.ts';

/** Somebody who signed, and what they said. */
export interface Signer extends Pick<Signoff, 'name' | 'role' | 'decision' | 'at' | 'text' | 'exceptions'> {
  /** `001` */
  readonly number: string;
  /** Fingerprint of the key, `SHA256:…`; null where no signature holds. */
  readonly key: string | null;
  /** The auditor's list gives this name to this key, and every check of this sign-off passed. */
  readonly trusted: boolean;
  /** The time for which names, keys and exceptions are judged, as RFC 3339 in UTC. */
  readonly judgedAt: string;
}

export interface SignatureChecks {
  readonly checks: readonly Check[];
  readonly signers: readonly Signer[];
  /** When report.json, and what it holds, is known to have been there: by the earliest trusted timestamp, or else now. */
  readonly there: JudgedTime;
}

/** The signature part of `verify`, over a package folder. */
export async function checkSignatures(folder: string, trust: Trust): Promise<SignatureChecks> {
  return judgeSignedFiles(await readSignedFiles(folder), trust);
}

/** The same over files that are already read. */
export function judgeSignedFiles(files: SignedFiles, trust: Trust): SignatureChecks {
  const { signoffs, strays } = gather(files, trust);
  const checks = signoffs.flatMap((signoff) => signoff.checks);
  if (signoffs.length > 0) checks.push(...judgeSigners(signoffs), ...judgeReport(files, signoffs, trust));
  else if (files.reportSignature !== null || files.reportEnvelope !== null)
    checks.push(failed('report: preparer', `${reportSignatureName} is here, and no sign-off of a preparer`));
  else checks.push(notDone('sign-offs', 'Nobody has signed'));
  const nothingElse = `${signoffFolder}: nothing else`;
  const paths = strays.map((name) => `${signoffFolder}/${name}`).join(', ');
  checks.push(paths === '' ? passed(nothingElse) : failed(nothingElse, `Not part of any sign-off: ${paths}`));

  const signers = signoffs.flatMap(({ number, statement, key, trusted, judged }) => {
    if (statement === null) return [];
    const { name, role, decision, at, text, exceptions } = statement;
    const judgedAt = timeText(judged.at);
    return [{ number, name, role, decision, at, text, exceptions, key: key?.fingerprint ?? null, trusted, judgedAt }];
  });
  const there = signoffs
    .filter((signoff) => signoff.judged.byTimestamp && signoff.checks.every(({ result }) => result !== 'failed'))
    .reduce<JudgedTime>((a, { judged }) => (judged.at < a.at ? judged : a), { at: trust.now, byTimestamp: false });
  return { checks, signers, there };
}

/** Sign-offs by number, and what in the folder belongs to none. */
function gather(files: SignedFiles, trust: Trust): { signoffs: JudgedSignoff[]; strays: string[] } {
  const sha256 = (bytes: Uint8Array | null): string | null =>
    bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
  const report = { json: sha256(files.reportJson), html: sha256(files.reportHtml) };
  const signoffs: JudgedSignoff[] = [];
  const strays: string[] = [];
  for (const [file, bytes] of files.signoffs) {
    const number = /^(\d{3,})(\.json|\.dsse\.json|\.json\.sig|\.json\.tsr)$/.exec(file)?.[1];
    if (number === undefined || bytes === null || !files.signoffs.has(`${number}.json`)) strays.push(file);
    else if (file === `${number}.json`) {
      const signature = files.signoffs.get(`${number}.json.sig`) ?? null;
      const envelope = files.signoffs.get(`${number}.dsse.json`) ?? null;
      const timestamp = files.signoffs.get(`${number}.json.tsr`) ?? null;
      signoffs.push(
        judgeSignoff(
          number,
          { name: `${signoffFolder}/${file}`, bytes, signature, envelope, timestamp },
          report,
          trust,
        ),
      );
    }
  }
  return { signoffs, strays };
}

/** The preparer's own signature on report.json; nobody else's may stand there. */
function judgeReport(files: SignedFiles, signoffs: readonly JudgedSignoff[], trust: Trust): Check[] {
  const preparer = signoffs.find(({ statement }) => statement?.role === 'preparer');
  const { reportJson: bytes, reportSignature: signature, reportEnvelope: envelope } = files;
  if (bytes === null) return []; // every sign-off has failed over it already
  if (preparer === undefined) {
    if (signature === null && envelope === null) return [notDone('report: preparer', 'No preparer has signed')];
    return [failed('report: preparer', `${reportSignatureName} is here, and no sign-off of a preparer`)];
  }
  const { checks, key } = judgeSignatures(
    'report',
    { name: 'report.json', bytes, signature, envelope },
    reportNamespace,
  );
  if (key !== null && preparer.key !== null && key.fingerprint !== preparer.key.fingerprint)
    checks.push(
      failed('report: preparer', `${reportSignatureName} is not by the key of the preparer (${preparer.number})`),
    );
  else checks.push(judgeSigner('report: preparer', preparer.statement!, key, reportNamespace, trust, preparer.judged));
  return checks;
}
