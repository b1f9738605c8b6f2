import { parseSums, sumsName } from '../sums-file.ts';
import { demand, some } from './judge.ts';
import { fixedFiles, isRunFile } from './run-files.ts';

/** Every file the run wrote is listed, is there and has the digest listed. `digests` are of the files there. */
export function checkSums(bytes: Uint8Array, digests: ReadonlyMap<string, string>): string {
  const sums = new Map(parseSums(bytes).map(({ name, sha256 }) => [name, sha256]));
  const foreign = [...sums.keys()].filter((name) => !isRunFile(name));
  demand(foreign.length === 0, `${some(foreign)} is no file that a run writes`, sumsName);
  const missing = [...new Set([...fixedFiles, ...sums.keys()])].filter((name) => !digests.has(name));
  demand(missing.length === 0, `Missing from the package: ${some(missing)}`, sumsName);
  const changed = [...sums].filter(([name, hex]) => digests.get(name) !== hex).map(([name]) => name);
  demand(changed.length === 0, `Changed since ${sumsName} was written: ${some(changed)}`);
  const unlisted = [...digests.keys()].filter((name) => !sums.has(name));
  demand(unlisted.length === 0, `Not listed in ${sumsName}: ${some(unlisted)}`);
  return `All ${sums.size} files have the digests that ${sumsName} lists, by which alone run.json is bound`;
}
