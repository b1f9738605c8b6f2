import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const signoffFolder = 'signoffs';
export const reportEnvelopeName = 'report.dsse.json';
export const reportSignatureName = 'report.json.sig';

/** What signatures are judged from; null where a file is not there. */
export interface SignedFiles {
  readonly reportJson: Uint8Array | null;
  readonly reportHtml: Uint8Array | null;
  readonly reportEnvelope: Uint8Array | null;
  readonly reportSignature: Uint8Array | null;
  /** Everything in `signoffs/` by its name there; null for what is no plain file or larger than any sign-off. */
  readonly signoffs: ReadonlyMap<string, Uint8Array | null>;
}

/** Far above any statement, and the most a hostile package can make us hold for a file. */
const largestSignoff = 4 << 20;
const largestReport = 1 << 28;

/** Reads a package folder's report and signatures. */
export async function readSignedFiles(folder: string): Promise<SignedFiles> {
  const signoffs = new Map<string, Uint8Array | null>();
  for (const name of await namesIn(join(folder, signoffFolder)))
    signoffs.set(name, await readPlain(join(folder, signoffFolder, name), largestSignoff));
  const read = (name: string, largest = largestReport) => readPlain(join(folder, name), largest);
  return {
    reportJson: await read('report.json'),
    reportHtml: await read('report.html'),
    // The envelope holds all of report.json, so the report's own size is what bounds it.
    reportEnvelope: await read(reportEnvelopeName),
    reportSignature: await read(reportSignatureName, largestSignoff),
    signoffs,
  };
}

async function readPlain(path: string, largest: number): Promise<Uint8Array | null> {
  try {
    const status = await lstat(path);
    return status.isFile() && status.size <= largest ? await readFile(path) : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    // A link may lead out of the package: what it names is no part of it.
    if (!(await lstat(path)).isDirectory()) return [];
    const entries: Dirent[] = await readdir(path, { withFileTypes: true });
    return entries.map(({ name }) => name).sort();
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
