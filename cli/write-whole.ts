import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { runFailed } from '../engine/reconcile/run/run-failed.ts';

/** Writes files under other names first: where one cannot be written there is none of them. */
export function writeWhole(files: ReadonlyMap<string, string | Uint8Array>): void {
  const partial = (file: string): string => `${file}.partial`;
  let [at] = files.keys();
  try {
    for (const [file, content] of files) writeFileSync(partial((at = file)), content);
    for (const file of files.keys()) renameSync(partial((at = file)), file);
  } catch (error) {
    for (const file of files.keys()) rmSync(partial(file), { force: true });
    throw runFailed(error, undefined, at!);
  }
}
