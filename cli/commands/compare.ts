import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../contract/grouped.ts';
import { TallyError } from '../../contract/problem.ts';
import { compareFingerprints } from '../../engine/tree/compare-fingerprints.ts';
import { parseFingerprint, type Fingerprint } from '../../engine/tree/fingerprint.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { rootOfLeaves } from '../../engine/tree/merkle.ts';
import { comparePackages } from '../compare-packages.ts';
import type { Run } from '../main.ts';
import { shownValue } from '../shown-value.ts';

export function addCompare(program: Command, run: Run): void {
  program
    .command('compare <a> <b> [more...]')
    .description(
      'two fingerprints: equal, or what differs, or why they cannot be compared; packages in their order: what is new, gone, persisting, back again',
    )
    .addHelpText(
      'after',
      '\nExample:\n  tallystick compare source.fingerprint.json target.fingerprint.json\n  tallystick compare rehearsal-1 rehearsal-2 rehearsal-3',
    )
    .action((pathA: string, pathB: string, more: readonly string[]) =>
      run(async (context) => {
        const paths = [pathA, pathB, ...more];
        demandThere(paths);
        if (paths.every(isFolder)) return comparePackages(paths, context);
        if (more.length > 0)
          throw new TallyError('usage', 'Fingerprints are compared two at a time', '', 'Name two, or packages alone');
        const [a, b] = [readFingerprint(pathA), readFingerprint(pathB)];
        const comparison = compareFingerprints(a, b);
        if (comparison.kind === 'incomparable') {
          const { reasons, depth } = comparison;
          const remedy =
            depth === null ? 'Fingerprint both sides by the same plan' : `Fingerprint both with --depth ${depth}`;
          throw new TallyError('incomparable', `They cannot be compared: ${reasons.join('; ')}`, '', remedy);
        }
        const names = comparison.kind === 'equal' ? [] : comparison.tables;
        const tables = [];
        for (const name of names)
          tables.push({ name, bucketsDiffering: await bucketsDiffering([pathA, a], [pathB, b], name) });
        if (context.json) context.print(JSON.stringify({ result: comparison.kind, tables }));
        else if (tables.length === 0)
          context.print(`EQUAL   ${counted(a.tables.length, 'table')}, every root the same`);
        else {
          context.print(
            `NOT EQUAL   ${counted(tables.length, 'table differs', 'tables differ')} of ${a.tables.length}`,
          );
          for (const { name, bucketsDiffering: count } of tables)
            context.print(
              `  ${shownValue(name)}   ${count === null ? 'which buckets: not done, no leaf hashes beside them' : counted(count, 'bucket')}`,
            );
        }
        return tables.length === 0 ? 0 : 1;
      }),
    );
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function demandThere(paths: readonly string[]): void {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new TallyError(
      'input_missing',
      'There is no such file or folder',
      missing,
      'Name two files that tallystick fingerprint wrote, or packages in their order',
    );
}

function readFingerprint(path: string): Fingerprint {
  if (statSync(path).isDirectory())
    throw new TallyError(
      'usage',
      'This is a folder, not a fingerprint',
      path,
      'Name a file that tallystick fingerprint wrote',
    );
  return parseFingerprint(readFileSync(path), path);
}

/** How many leaf hashes differ, after both lists have been shown to be their fingerprint's; null where one is not there. */
async function bucketsDiffering(
  ...[a, b, name]: [readonly [string, Fingerprint], readonly [string, Fingerprint], string]
) {
  const hash = await loadHash(a[1].hash);
  const leaves: Buffer[] = [];
  for (const [path, { tables }] of [a, b]) {
    const index = tables.findIndex((table) => table.name === name);
    const file = join(`${path}.buckets`, `${String(index + 1).padStart(4, '0')}.buckets`);
    if (!existsSync(file)) return null;
    const bytes = await readWhole(file, 32 * 2 ** tables[index]!.depth);
    if (bytes === null || Buffer.from(rootOfLeaves(hash, bytes)).toString('hex') !== tables[index]!.root)
      throw new TallyError('evidence_unsound', 'These leaf hashes are not those of the fingerprint beside them', file);
    leaves.push(bytes);
  }
  const [one, two] = leaves as [Buffer, Buffer];
  let differing = 0;
  for (let at = 0; at < one.length; at += 32) if (one.compare(two, at, at + 32, at, at + 32) !== 0) differing++;
  return String(differing);
}

/** A file of exactly so many bytes, or null: a stranger's file of any size is not read into memory. */
async function readWhole(path: string, bytes: number): Promise<Buffer | null> {
  if (statSync(path).size !== bytes) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: bytes - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
