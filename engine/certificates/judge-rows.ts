import { realpath } from 'node:fs/promises';
import type { Certificate } from '../../contract/certificate.ts';
import { TallyError } from '../../contract/problem.ts';
import { findFiles } from '../snapshot/files/find-files.ts';
import { compareFingerprints } from '../tree/compare-fingerprints.ts';
import { identityOf, parseFingerprint } from '../tree/fingerprint.ts';
import type { FoundCertificate } from './find-certificates.ts';
import { certificateOf, ofEvery, type CertifiedTable, type JudgeContext, type Judged } from './judged.ts';
import type { JudgedSignature } from './judge-signature.ts';
import { readPublishedRoot } from './published-root.ts';
import { Unreadable } from './unreadable.ts';
import { provenance, sentence } from './words.ts';

/** Judges the published root of a chain's state against the rows of the table it names. */
export async function judgePublishedRoot(
  found: FoundCertificate,
  sha256: string,
  bytes: Uint8Array,
  signature: JudgedSignature,
  context: JudgeContext,
): Promise<Judged> {
  const { root, files, columns, of } = readPublishedRoot(bytes);
  const table = await tableOf(found, files, context);
  for (const column of columns.values())
    if (!table.files[0]!.columns.includes(column)) throw new Unreadable(`the table has no column ${column}`);
  const computed = await context.stateRoot(table, columns);
  const called = `the Ethereum state root 0x${root}${of === '' ? '' : ` (${of})`} of ${found.name}`;
  const holds = 'root' in computed && computed.root === root && signature.state !== 'refused';
  const head =
    'why' in computed
      ? `rows DO NOT recompute to ${called}: ${computed.why}`
      : computed.root === root
        ? `rows recompute to ${called}, over ${computed.accounts} accounts`
        : `rows DO NOT recompute to ${called}, but to 0x${computed.root}`;
  const result = holds ? 'holds' : 'fails';
  return {
    certificate: certificateOf(found, { sha256 }, signature, [head], { about: 'rows', result }),
    files: ofEvery(
      context.data.filter(({ name }) => table.files.some((file) => file.name === name)),
      result,
      sentence([head.replace(/^rows/, 'its rows'), provenance(found.came, signature, result)]),
    ),
  };
}

/** The table that is read from exactly the files that are named. */
async function tableOf(
  { base }: FoundCertificate,
  files: string | null,
  { path, tables, data }: JudgeContext,
): Promise<CertifiedTable> {
  if (files === null) {
    if (tables.length === 1) return tables[0]!;
    throw new Unreadable(`there are ${tables.length} tables, and it does not say with "files" which is meant`);
  }
  const found = await findFiles(base, files).catch((error: unknown) => {
    if (error instanceof TallyError) throw new Unreadable(`its "files": ${error.problem.what}`);
    throw error;
  });
  const named = await Promise.all(found.files.map((file) => realpath(file.path)));
  const pathOf = new Map(data.map((file) => [file.name, file.path]));
  const exactly = (table: CertifiedTable): boolean =>
    table.files.length === named.length && table.files.every(({ name }) => named.includes(pathOf.get(name)!));
  const table = tables.find(exactly);
  if (table === undefined) throw new Unreadable(`no table is read from exactly the files ${files} of ${path}`);
  return table;
}

/** Judges a fingerprint that came with the export against the side's own under the plan. */
export function judgeFingerprint(
  found: FoundCertificate,
  sha256: string,
  theirs: { readonly identity: string; readonly document: Uint8Array | null },
  signature: JudgedSignature,
  { fingerprint, data }: JudgeContext,
): Judged {
  const made = (fared: Certificate['result'], head: string): Judged => {
    const result = signature.state === 'refused' ? 'fails' : fared;
    return {
      certificate: certificateOf(found, { sha256 }, signature, [head], { about: 'rows', result }),
      files: ofEvery(
        data,
        result,
        sentence([head.replace(/^rows/, 'its rows'), provenance(found.came, signature, result)]),
      ),
    };
  };
  const called = `the fingerprint ${theirs.identity} of ${found.name}`;
  if (fingerprint === undefined) return made('not_checked', `${called} is not checked: it takes a run, under its plan`);
  if (fingerprint === null)
    return made('fails', `rows DO NOT recompute to ${called}: some have no form under the plan`);
  if (identityOf(fingerprint) === theirs.identity) return made('holds', `rows recompute to ${called}`);
  if (theirs.document === null)
    return made('fails', `rows DO NOT recompute to ${called}: they are others, or its plan was another`);
  const compared = compareFingerprints(parseOwn(fingerprint), parseTheirs(theirs.document, found.name));
  if (compared.kind === 'incomparable')
    return made('not_checked', `${called} is not checked: ${compared.reasons.join(', ')}`);
  const tables = compared.kind === 'different' ? compared.tables.join(', ') : '';
  return made('fails', `rows DO NOT recompute to ${called}: ${tables} differs`);
}

const parseOwn = (bytes: Uint8Array) => parseFingerprint(bytes, 'the fingerprint of this run');

function parseTheirs(bytes: Uint8Array, name: string) {
  try {
    return parseFingerprint(bytes, name);
  } catch (error) {
    if (error instanceof TallyError) throw new Unreadable(`it is no fingerprint: ${error.problem.what}`);
    throw error;
  }
}
