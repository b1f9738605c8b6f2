import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Certificate } from '../../contract/certificate.ts';
import { identityOf } from '../tree/fingerprint.ts';
import { readBackupManifest } from './backup-manifest.ts';
import { readBag } from './bag.ts';
import { sumsAlgorithm } from './classify.ts';
import { readDatapackage } from './datapackage.ts';
import { findCertificates, type FoundCertificate } from './find-certificates.ts';
import { judgeBytes } from './judge-bytes.ts';
import { certificateOf, ofEvery, type JudgeContext, type Judged } from './judged.ts';
import { judgeFingerprint, judgePublishedRoot } from './judge-rows.ts';
import { judgeDetached, judgeEnvelope, unsigned, type JudgedSignature } from './judge-signature.ts';
import { readSmall } from './read-small.ts';
import { readEnvelope, readStatement } from './statement.ts';
import { readSums } from './sums.ts';
import { Unreadable } from './unreadable.ts';

export interface CertifyRequest extends Omit<JudgeContext, 'path' | 'data'> {
  /** The side's absolute path: a file or a folder. */
  readonly path: string;
  /** Certificates given by hand, absolute. */
  readonly given: readonly string[];
}

export interface CertifiedSide {
  readonly certificates: readonly Certificate[];
  /** What the certificates say of a data file, in words; `none` where none came. */
  readonly wordsOf: (file: string) => string;
}

/** A side whose certificates were judged here and now, and not taken from a report. */
export interface JudgedSide extends CertifiedSide {
  /** What they come to for a data file: one that fails is a failure, whatever others say. */
  readonly fared: (file: string) => Certificate['result'] | 'none';
}

/** Finds and judges what came with a side to vouch for it. */
export async function certifySide(request: CertifyRequest): Promise<JudgedSide> {
  const files = new Map(request.tables.flatMap((table) => table.files.map((file) => [file.name, file] as const)));
  const data = await Promise.all(
    [...files.values()].map(async ({ name, path, sha256 }) => ({ name, path: await realpath(path), sha256 })),
  );
  const context: JudgeContext = { ...request, path: await realpath(request.path), data };
  const judged: Judged[] = [];
  const dataPaths = new Set(data.map(({ path }) => path));
  for (const found of await findCertificates(request.path, request.given)) {
    if (dataPaths.has(await realpath(found.path))) continue; // it was named as data, whatever its name
    const one = await judge(found, context);
    if (one !== null) judged.push(one);
  }
  return {
    certificates: judged.map(({ certificate }) => certificate),
    wordsOf: (file) => {
      const said = judged.flatMap((one) => one.files.get(file) ?? []);
      return said.length === 0 ? 'none' : said.map(({ words }) => words).join('; ');
    },
    fared: (file) => {
      const results = judged.flatMap((one) => one.files.get(file)?.result ?? []);
      return (['fails', 'holds', 'not_checked'] as const).find((result) => results.includes(result)) ?? 'none';
    },
  };
}

async function judge(found: FoundCertificate, context: JudgeContext): Promise<Judged | null> {
  if (found.kind === 'unknown') return notChecked(found, context);
  let sha256: string | null = null;
  try {
    const bytes = await readSmall(found.path, dirname(found.path));
    sha256 = createHash('sha256').update(bytes).digest('hex');
    return await judgeKnown(found, bytes, sha256, context);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (found.came === 'beside') return null; // not of this export, as far as anybody can tell
    return {
      certificate: certificateOf(
        found,
        sha256 === null ? null : { sha256 },
        unsigned,
        [`${found.name} cannot be relied on: ${error.why}`],
        { about: found.kind === 'published_root' || found.kind === 'fingerprint' ? 'rows' : 'bytes', result: 'fails' },
      ),
      files: ofEvery(context.data, 'fails', `${found.name} cannot be relied on`),
    };
  }
}

async function judgeKnown(
  found: FoundCertificate,
  bytes: Buffer,
  sha256: string,
  context: JudgeContext,
): Promise<Judged | null> {
  if (found.kind === 'dsse') {
    const envelope = readEnvelope(bytes);
    const signature = judgeEnvelope(envelope, context.trust);
    const subjects = readStatement(envelope);
    if (subjects.kind === 'files') return judgeBytes(found, sha256, subjects.manifest, signature, context);
    return judgeFingerprint(found, sha256, { identity: subjects.identity, document: null }, signature, context);
  }
  const signature: JudgedSignature =
    found.signature === null
      ? unsigned
      : judgeDetached(bytes, await readSmall(found.signature, dirname(found.path)), context.trust);
  switch (found.kind) {
    case 'sums': {
      const { algorithm, partial } = sumsAlgorithm(found.name) ?? { algorithm: 'sha256', partial: false };
      return judgeBytes(found, sha256, readSums(bytes, algorithm, partial), signature, context);
    }
    case 'bagit':
      return judgeBytes(found, sha256, await readBag(dirname(found.path)), signature, context);
    case 'datapackage':
      return judgeBytes(found, sha256, readDatapackage(bytes), signature, context);
    case 'backup_manifest':
      return judgeBytes(found, sha256, readBackupManifest(bytes), signature, context);
    case 'published_root':
      return judgePublishedRoot(found, sha256, bytes, signature, context);
    case 'fingerprint':
      return judgeFingerprint(found, sha256, { identity: identityOf(bytes), document: bytes }, signature, context);
    case 'unknown':
      return notChecked(found, context);
  }
}

/** Named, so that nobody takes it for checked. One that goes by a data file's own name speaks of that file alone. */
function notChecked(found: FoundCertificate, { data }: JudgeContext): Judged {
  const text = `${found.name}: not checked`;
  const own = data.filter(({ name }) => found.name.replaceAll(/(^|\/)\./g, '$1').startsWith(`${name}.`));
  return {
    certificate: certificateOf(found, null, unsigned, [`${found.name} is of a kind that is not checked`], {
      about: null,
      result: 'not_checked',
    }),
    files: ofEvery(own.length === 0 ? data : own, 'not_checked', text),
  };
}
