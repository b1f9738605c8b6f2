import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, posix, win32 } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { fileFormat, knownNames } from './file-format.ts';
import { hasGlob, parseGlob } from './glob.ts';
import { hivePartitions } from './hive-partitions.ts';
import type { InputFile } from './input-file.ts';
import { readFailed } from './read-failed.ts';
import { inside, walkFolder, type Entry } from './walk-folder.ts';

export interface FoundFiles {
  /** In ascending order of the UTF-8 bytes of their names. */
  readonly files: readonly InputFile[];
  /** Names that were met and are no data: listed, so that nothing is passed over in silence. */
  readonly notData: readonly string[];
}

/**
 * The files of one side of one table. `sidePath` is the side's absolute path, a file or a folder; `files` is a name, a
 * folder or a glob below it, null for all of it.
 */
export async function findFiles(sidePath: string, files: string | null): Promise<FoundFiles> {
  const folder = await isFolder(sidePath, basename(sidePath));
  if (!folder && files !== null)
    throw new TallyError(
      'plan_invalid',
      `"files" is for a folder, and the side's path is a file`,
      basename(sidePath),
      'Leave out "files", or give the folder as path',
    );
  const root = folder ? sidePath : dirname(sidePath);
  const pattern = folder ? segmentsOf(files ?? '') : [basename(sidePath)];
  const { entries, named } = await select(root, pattern);
  const home = await realpath(root);
  const found: InputFile[] = [];
  const notData: string[] = [];
  const realNames = new Map<string, string>();
  for (const { segments, kind } of entries) {
    const name = segments.join('/');
    const path = join(root, ...segments);
    const format = kind === 'other' || hidden(segments, pattern) ? null : fileFormat(name, named);
    if (kind === 'leaves' && format !== null) throw leaves(name);
    if (kind === 'broken' && format !== null)
      throw new TallyError(
        'input_missing',
        'A symbolic link leads nowhere, or in a circle',
        name,
        'Put the file in its place, or remove the link',
      );
    if (format === null) {
      notData.push(name);
      continue;
    }
    const real = await realpath(path);
    if (folder && !inside(home, real)) throw leaves(name);
    const twin = realNames.get(real);
    if (twin !== undefined)
      throw new TallyError(
        'input_unsupported',
        'One file would be read twice, under two names',
        `${twin}, ${name}`,
        'Remove the symbolic link',
      );
    realNames.set(real, name);
    found.push({ name, path, ...format, partitions: hivePartitions(name) });
  }
  found.sort((a, b) => compareUtf8(a.name, b.name));
  notData.sort(compareUtf8);
  const odd = entries.filter(({ kind, segments }) => kind === 'other' && fileFormat(segments.join('/'), true) !== null);
  if (found.length === 0 && odd.length > 0)
    throw new TallyError(
      'input_unsupported',
      'Neither a file nor a folder that is read',
      some(odd.map(({ segments }) => segments.join('/'))),
      'Put a plain file in its place',
    );
  if (found.length === 0) throw await nothingFound(root, pattern, notData);
  const other = found.find(({ format }) => format !== found[0]!.format);
  if (other !== undefined)
    throw new TallyError(
      'input_unsupported',
      'One table in files of several formats',
      `${found[0]!.name}, ${other.name}`,
      'Name the files of one format with "files"',
    );
  return { files: found, notData };
}

/** `files` may not climb out of the side's folder (formats.md section 6). */
function segmentsOf(files: string): readonly string[] {
  const segments = files.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (
    posix.isAbsolute(files) ||
    win32.isAbsolute(files) ||
    /^[a-z]:/i.test(files) ||
    segments.includes('..') ||
    files.includes('\0')
  )
    throw new TallyError(
      'plan_invalid',
      '"files" leads out of the side\'s folder',
      JSON.stringify(files),
      'Give a name below the folder of the side',
    );
  return segments;
}

async function select(
  root: string,
  pattern: readonly string[],
): Promise<{ entries: readonly Entry[]; named: boolean }> {
  const plainly = join(root, ...pattern);
  const exact = await stat(plainly).catch((error: unknown) => {
    // What is there and cannot be reached is not called missing.
    if (['EACCES', 'EPERM', 'ELOOP'].includes(String((error as NodeJS.ErrnoException).code)))
      throw readFailed(error, pattern.join('/')) as Error;
    return null;
  });
  if (exact !== null && !exact.isDirectory())
    return { entries: [{ segments: pattern, kind: exact.isFile() ? 'file' : 'other' }], named: true };
  if (exact !== null)
    return { entries: await walkFolder(root, pattern, (segments) => !dotted(segments.at(-1)!)), named: false };
  const wild = pattern.findIndex(hasGlob);
  const start = pattern.slice(0, wild < 0 ? -1 : wild);
  const glob = parseGlob(pattern.join('/'));
  if (wild < 0 || !(await isFolder(join(root, ...start), start.join('/')).catch(() => false)))
    throw await nothingFound(root, pattern, []);
  const all = await walkFolder(root, start, (segments) => glob.reaches(segments) || glob.takes(segments));
  return {
    entries: all.filter(({ segments }) => glob.takes(segments)),
    named: /\.txt(\.gz|\.zst)?$/i.test(pattern.at(-1)!),
  };
}

const dotted = (segment: string): boolean => /^[._]/.test(segment);

/** Hidden files and markers such as `_SUCCESS` are data only where the pattern says so. */
const hidden = (segments: readonly string[], pattern: readonly string[]): boolean =>
  segments.some((segment) => dotted(segment) && !pattern.some((part) => part.startsWith(segment[0]!)));

async function isFolder(path: string, name: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw readFailed(error, name);
  }
}

async function nothingFound(root: string, pattern: readonly string[], notData: readonly string[]): Promise<TallyError> {
  const name = pattern.join('/');
  if (notData.length > 0)
    return new TallyError(
      'input_missing',
      'No data file there',
      name === '' ? basename(root) : name,
      `Data files end in ${knownNames}; there: ${some(notData)}`,
    );
  const there = await walkFolder(root, [], () => true).catch(() => []);
  const data = there.map(({ segments }) => segments.join('/')).filter((other) => fileFormat(other, true) !== null);
  return new TallyError(
    'input_missing',
    name === '' ? 'No data file there' : 'No file of that name',
    name === '' ? basename(root) : name,
    data.length === 0 ? 'The folder holds no data files' : `There: ${some(data.sort(compareUtf8))}`,
  );
}

const some = (names: readonly string[]): string =>
  names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

const leaves = (name: string): TallyError =>
  new TallyError(
    'input_unsupported',
    "A symbolic link leads out of the side's folder",
    name,
    'Copy the file into the folder',
  );
