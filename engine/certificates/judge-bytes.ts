import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { inside } from '../snapshot/files/walk-folder.ts';
import type { FoundCertificate } from './find-certificates.ts';
import { insidePath } from './inside-path.ts';
import { certificateOf, type FileSaid, type JudgeContext, type Judged } from './judged.ts';
import { judgeManifest, type Fared } from './judge-manifest.ts';
import type { JudgedSignature } from './judge-signature.ts';
import { isWeak, type Manifest } from './manifest.ts';
import { byAlgorithms, calledIn, matchWords, namesWords, provenance, sentence } from './words.ts';

/**
 * Judges a certificate of the files' bytes. Null for one that lies beside the export and lists nothing of it: that is
 * somebody else's.
 */
export async function judgeBytes(
  found: FoundCertificate,
  sha256: string,
  whole: Manifest,
  signature: JudgedSignature,
  context: JudgeContext,
): Promise<Judged | null> {
  const { manifest, outside } = await ofThisExport(found, whole, context.path);
  if (manifest.files.length === 0 && found.came === 'beside') return null;
  const fared = await judgeManifest(manifest, found.base, context.data, context.digests);
  const unlisted = manifest.partial ? [] : context.data.flatMap(({ name }) => (fared.data.has(name) ? [] : [name]));
  const listed = fared.matching.length + fared.differing.length + fared.missing.length;
  const faults = [...manifest.faults, ...(signature.state === 'refused' ? ['its signature is refused'] : [])];
  const holds = listed > 0 && fared.matching.length === listed && faults.length === 0;
  const strong = new Set(manifest.files.flatMap(({ name, algorithm }) => (isWeak(algorithm) ? [] : [name])));
  const weak = manifest.files.filter(({ name }) => !strong.has(name));
  const remarks = [
    ...(weak.length === 0 ? [] : [`by ${byAlgorithms(weak.map(({ algorithm }) => algorithm))}`]),
    ...manifest.remarks,
    ...(outside === 0 ? [] : [`it also lists ${outside} outside this export`]),
  ];
  const certificate = certificateOf(
    found,
    { sha256 },
    signature,
    [
      matchWords(fared.matching.length, listed, calledIn(found)),
      namesWords('DIFFERS', fared.differing),
      namesWords('MISSING', fared.missing),
      namesWords('FAULTY', manifest.faults),
      namesWords('not listed there', unlisted),
      ...remarks,
    ],
    {
      about: 'bytes',
      result: holds ? 'holds' : listed === 0 && faults.length === 0 ? 'not_checked' : 'fails',
      listed: String(listed),
      matching: String(fared.matching.length),
      differing: [...fared.differing],
      missing: [...fared.missing],
      unlisted,
    },
  );
  return { certificate, files: fileWords(found, fared, unlisted, signature, faults.length > 0) };
}

/** A list that lies above the export may list more than it: the rest is not looked at, and counted. */
async function ofThisExport(
  { came, kind, base }: FoundCertificate,
  manifest: Manifest,
  side: string,
): Promise<{ readonly manifest: Manifest; readonly outside: number }> {
  if (came === 'inside' || kind === 'bagit') return { manifest, outside: 0 };
  const home = await realpath(base);
  const files = manifest.files.filter(({ name }) => {
    const parts = insidePath(name);
    return parts === null || inside(side, join(home, ...parts));
  });
  return { manifest: { ...manifest, files }, outside: manifest.files.length - files.length };
}

function fileWords(
  found: FoundCertificate,
  fared: Fared,
  unlisted: readonly string[],
  signature: JudgedSignature,
  faulty: boolean,
): ReadonlyMap<string, FileSaid> {
  const name = calledIn(found);
  const said = new Map<string, FileSaid>(
    unlisted.map((file) => [file, { result: 'not_checked', words: `not listed in ${name}` }]),
  );
  for (const [file, { matches, algorithms }] of fared.data) {
    const by = byAlgorithms(algorithms);
    said.set(
      file,
      matches
        ? {
            result: faulty ? 'fails' : 'holds',
            words: sentence([
              `its bytes match ${name} (${by})`,
              faulty ? `${name} itself does not hold` : '',
              provenance(found.came, signature, 'holds'),
            ]),
          }
        : { result: 'fails', words: `its bytes DIFFER from ${name} (${by})` },
    );
  }
  return said;
}
