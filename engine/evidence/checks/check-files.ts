import { demand, NotDone, some } from './judge.ts';
import { sumsName } from '../sums-file.ts';
import type { PackageFiles } from './package-files.ts';
import { isRunFile, isSignatureFile } from './run-files.ts';

/** What lies in the folder: nothing that leads elsewhere, and whatever no part of the evidence names is said. */
export function checkFiles({ names, irregular, otherFolders }: PackageFiles): string | NotDone {
  demand(irregular.length === 0, `Neither a file nor a folder, so it could show anything: ${some(irregular)}`);
  const others = names.filter((name) => name !== sumsName && !isRunFile(name) && !isSignatureFile(name));
  const foreign = [...others, ...otherFolders];
  if (foreign.length > 0) return new NotDone(`Not part of the evidence: ${some(foreign, 20)}`);
  return 'Every file in the folder is part of the evidence';
}
