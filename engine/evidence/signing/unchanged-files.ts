import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { digestFile } from '../digest-file.ts';
import { parseSums, sumsName } from '../sums-file.ts';

/** Reads every file of a package and compares it with SHA256SUMS and with the report's subjects; gives the sums. */
export async function demandUnchanged(
  folder: string,
  subjects: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[],
): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(join(folder, sumsName))) throw unsound(`${sumsName} is missing`);
  const sums = new Map(parseSums(await readFile(join(folder, sumsName))).map(({ name, sha256 }) => [name, sha256]));
  for (const name of ['report.json', 'report.html'])
    if (!sums.has(name)) throw unsound(`${name} is not in ${sumsName}`);
  for (const { name, digest } of subjects)
    if (sums.get(name) !== digest.sha256) throw unsound(`${sumsName} and report.json disagree about ${name}`);
  for (const [name, expected] of sums) {
    const found = await digestFile(folder, name);
    if (found !== expected)
      throw unsound(found === null ? `${name} is missing` : `${name} is not what ${sumsName} says`);
  }
  return sums;
}

export const unsound = (what: string): TallyError =>
  new TallyError('evidence_unsound', what, '', 'Nothing was written; verify tells all that is wrong with the package');
