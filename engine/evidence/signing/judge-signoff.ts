import type { X509Certificate } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import { judgeName, type AllowedSigners } from './allowed-signers.ts';
import { failed, notDone, passed, type Check } from '../checks/check.ts';
import { parseEnvelope, verifyEnvelope } from '../keys/dsse.ts';
import { judgedText, judgeTime, type JudgedTime } from './judged-time.ts';
import type { RevokedKeys } from './revoked-keys.ts';
import { parseSignoff, type Signoff } from './signoff-statement.ts';
import type { PublicKey } from '../keys/ssh-public-key.ts';
import { verifySshSignature } from '../keys/sshsig.ts';

export const signoffNamespace = 'tallystick-signoff';
export const reportNamespace = 'tallystick-report';

/** By whom and when names are judged. */
export interface Trust {
  /** The auditor's list; null where none was given. */
  readonly allowed: AllowedSigners | null;
  readonly now: Date;
  /** Keys that no name is given for, whatever `allowed` says. */
  readonly revoked?: RevokedKeys | null;
  /** Certificates of time-stamping authorities that are believed. */
  readonly authorities?: readonly X509Certificate[];
}

/** The bytes signed, with what should sign them. */
export interface SignedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Null where the file is not there. */
  readonly signature: Uint8Array | null;
  readonly envelope: Uint8Array | null;
  /** An RFC 3161 response over the signature. */
  readonly timestamp: Uint8Array | null;
}

/** Judges the OpenSSH signature and the envelope over the same bytes; the key is null unless its signature holds. */
export function judgeSignatures(
  label: string,
  { name, bytes, signature, envelope }: Omit<SignedBytes, 'timestamp'>,
  namespace: string,
): { checks: Check[]; key: PublicKey | null } {
  const [ofSignature, ofEnvelope] = [`${label}: OpenSSH signature`, `${label}: envelope`];
  const envelopeName = name.replace(/\.json$/, '.dsse.json');
  const verdict = signature === null ? null : verifySshSignature(bytes, namespace, signature);
  const key = verdict?.valid === true ? verdict.publicKey : null;
  const checks = [
    verdict === null
      ? failed(ofSignature, `${name}.sig is missing`)
      : verdict.valid
        ? passed(ofSignature)
        : failed(ofSignature, `${name}.sig ${verdict.why}`),
  ];
  if (envelope === null)
    checks.push(notDone(ofEnvelope, `${envelopeName} is absent: there is an OpenSSH signature alone`));
  else checks.push(judgeEnvelope(ofEnvelope, envelopeName, envelope, { name, bytes, key }));
  return { checks, key };
}

function judgeEnvelope(
  label: string,
  envelopeName: string,
  envelope: Uint8Array,
  signed: { name: string; bytes: Uint8Array; key: PublicKey | null },
): Check {
  try {
    const parsed = parseEnvelope(envelope, envelopeName);
    if (Buffer.compare(parsed.payload, signed.bytes) !== 0)
      return failed(label, `${envelopeName} holds another statement than ${signed.name}`);
    if (signed.key === null) return notDone(label, `The key is not known, since ${signed.name}.sig does not hold`);
    return verifyEnvelope(parsed, signed.key)
      ? passed(label)
      : failed(label, `${envelopeName} is not signed by the key of ${signed.name}.sig`);
  } catch (error) {
    return failed(label, whyOf(error));
  }
}

/** One numbered sign-off, judged on its own. */
export interface JudgedSignoff {
  /** `001` */
  readonly number: string;
  readonly checks: readonly Check[];
  /** Null where the statement cannot be read. */
  readonly statement: Signoff | null;
  /** The key that signed; null where no signature holds. */
  readonly key: PublicKey | null;
  /** Nothing failed, and the auditor's list gives this name to this key. */
  readonly trusted: boolean;
  readonly judged: JudgedTime;
}

/** Judges a sign-off of the report whose digests are given (formats.md section 8). */
export function judgeSignoff(
  number: string,
  signed: SignedBytes,
  report: { readonly json: string | null; readonly html: string | null },
  trust: Trust,
): JudgedSignoff {
  const label = `sign-off ${number}`;
  const { checks: ofSignatures, key } = judgeSignatures(label, signed, signoffNamespace);
  const { name, signature, timestamp } = signed;
  const { checks: ofTime, judged } = judgeTime(label, `${name}.sig`, signature, timestamp, trust);
  let statement: Signoff;
  try {
    statement = parseSignoff(signed.bytes, signed.name);
  } catch (error) {
    const checks = [failed(`${label}: statement`, whyOf(error)), ...ofSignatures, ...ofTime];
    return { number, checks, statement: null, key, trusted: false, judged };
  }
  const isOfReport = statement.reportJson === report.json && statement.reportHtml === report.html;
  const other = statement.reportJson === report.json ? 'report.html' : 'report.json';
  const checks = [
    passed(`${label}: statement`),
    isOfReport
      ? passed(`${label}: report`)
      : failed(`${label}: report`, `${signed.name} is a sign-off of another ${other} than the one here`),
    ...ofSignatures,
    ...ofTime,
    judgeSigner(`${label}: name`, statement, key, signoffNamespace, trust, judged),
  ];
  const trusted = checks.every(({ result }) => result !== 'failed') && checks.at(-1)!.result === 'passed';
  return { number, checks, statement, key, trusted, judged };
}

/**
 * Judged for the time the signer gives, and for the one that is known: that of a trusted timestamp, or else today, since
 * a key that has lapsed could have signed yesterday's date just now.
 */
export function judgeSigner(
  label: string,
  { name, at }: Signoff,
  key: PublicKey | null,
  namespace: string,
  { allowed, revoked = null }: Trust,
  judged: JudgedTime,
): Check {
  if (key !== null && revoked !== null && isRevoked(revoked, key, judged))
    return failed(label, `"${name}" signed with a revoked key, ${key.fingerprint}`);
  if (allowed === null) return notDone(label, `Nobody was named, so nothing is known of "${name}"`);
  if (key === null) return notDone(label, `"${name}" has no signature that holds`);
  for (const time of [new Date(at), judged.at]) {
    const verdict = judgeName(allowed, name, key.blob, namespace, time);
    if (verdict.kind === 'unknown') return notDone(label, `"${name}" is nobody you named`);
    if (verdict.kind === 'refused') return failed(label, `"${name}" ${verdict.why}`);
  }
  return { name: label, result: 'passed', why: judgedText(judged) };
}

/** A list says who is revoked and not since when, so it spares nothing unless the auditor says since when. */
export const isRevoked = (
  { has, since }: RevokedKeys,
  { blob }: Pick<PublicKey, 'blob'>,
  { at, byTimestamp }: JudgedTime,
): boolean => has(blob) && !(since !== null && byTimestamp && at < since);

export function whyOf(error: unknown): string {
  if (error instanceof TallyError) return `${error.problem.where}: ${error.problem.what}`;
  throw error;
}
