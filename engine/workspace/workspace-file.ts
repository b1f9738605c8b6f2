import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, isAbsolute, sep } from 'node:path';
import { z } from 'zod';
import { TallyError } from '../../contract/problem.ts';
import { sides, type BySide } from '../../contract/side.ts';
import { replaceFile } from './replace-file.ts';

const fileName = 'workspace.json';

const shape = z.strictObject({
  tallystick: z.literal('workspace'),
  version: z.literal(1),
  name: z.string().min(1),
  source: z.strictObject({ path: z.string() }),
  target: z.strictObject({ path: z.string() }),
});

export interface WorkspaceSettings {
  readonly name: string;
  /** Absolute paths of the two exports: files or folders. */
  readonly folders: BySide<string>;
}

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
  const { name, source, target } = read.data;
  return { name, folders: { source: resolve(folder, source.path), target: resolve(folder, target.path) } };
}

export function writeWorkspaceFile(folder: string, { name, folders }: WorkspaceSettings): void {
  const [source, target] = sides.map((side) => ({ path: writtenPath(folder, folders[side]) }));
  const value = { tallystick: 'workspace', version: 1, name, source, target };
  replaceFile(join(folder, fileName), `${JSON.stringify(value, null, 2)}\n`);
}

/** Relative where the export lies in the workspace, so that the whole can be moved; else where it is. */
export function writtenPath(folder: string, path: string): string {
  const below = relative(folder, path);
  const inside = below !== '' && below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  return inside ? below.split(sep).join('/') : path;
}
