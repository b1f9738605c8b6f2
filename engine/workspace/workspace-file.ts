import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, isAbsolute, sep } from 'node:path';
import { z } from 'zod';
import { TallyError } from '../../contract/problem.ts';
import { sides, type BySide } from '../../contract/side.ts';
import { replaceFile } from './replace-file.ts';

const fileName = 'workspace.json';

const side = z.strictObject({ path: z.string(), certificates: z.array(z.string()).optional() });
const shape = z.strictObject({
  tallystick: z.literal('workspace'),
  version: z.literal(1),
  name: z.string().min(1),
  source: side,
  target: side,
  trust: z.strictObject({ path: z.string() }).optional(),
});

/** What people gave to judge certificates by; absolute paths. */
export interface Vouching {
  /** Whose signatures count, as ssh-keygen reads it; null where nobody was named. */
  readonly trust: string | null;
  /** Certificates that lie neither in an export nor beside it. */
  readonly given: BySide<readonly string[]>;
}

export interface WorkspaceSettings {
  readonly name: string;
  /** Absolute paths of the two exports: files or folders. */
  readonly folders: BySide<string>;
  readonly vouching: Vouching;
}

export const nothingGiven: Vouching = { trust: null, given: { source: [], target: [] } };

export const isWorkspace = (folder: string): boolean => existsSync(join(folder, fileName));

/** Throws `input_missing` for a folder that is no workspace, `input_malformed` for one whose file is not as written. */
export function readWorkspaceFile(folder: string): WorkspaceSettings {
  let text: string;
  try {
    text = readFileSync(join(folder, fileName), 'utf8');
  } catch (cause) {
    throw new TallyError('input_missing', 'This folder is no workspace', fileName, 'Open a folder that has the file', {
      cause,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const read = shape.safeParse(value);
  if (!read.success)
    throw new TallyError('input_malformed', 'The workspace’s file is not as it was written', fileName, 'Restore it');
  const { name, source, target, trust } = read.data;
  const whole = (path: string): string => resolve(folder, path);
  return {
    name,
    folders: { source: whole(source.path), target: whole(target.path) },
    vouching: {
      trust: trust === undefined ? null : whole(trust.path),
      given: { source: (source.certificates ?? []).map(whole), target: (target.certificates ?? []).map(whole) },
    },
  };
}

export function writeWorkspaceFile(folder: string, { name, folders, vouching }: WorkspaceSettings): void {
  const written = (path: string): string => writtenPath(folder, path);
  const [source, target] = sides.map((side) => {
    const given = vouching.given[side];
    return { path: written(folders[side]), ...(given.length === 0 ? {} : { certificates: given.map(written) }) };
  });
  const trust = vouching.trust === null ? {} : { trust: { path: written(vouching.trust) } };
  const value = { tallystick: 'workspace', version: 1, name, source, target, ...trust };
  replaceFile(join(folder, fileName), `${JSON.stringify(value, null, 2)}\n`);
}

/** Relative where the export lies in the workspace, so that the whole can be moved; else where it is. */
export function writtenPath(folder: string, path: string): string {
  const below = relative(folder, path);
  const inside = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return inside ? below.split(sep).join('/') : path;
}
