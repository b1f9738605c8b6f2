import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { uptime } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unmark } from '../../engine/snapshot/files/owner-mark.ts';
import { makePassingFolder, removeDeadFolders } from '../../engine/snapshot/files/passing-folder.ts';
import { ownFolder } from './folder.ts';

const home = ownFolder();
interface Owner {
  host: string;
  realm: string;
  pid: number;
  started: string | null;
}

/** A folder of this very process, its mark changed. */
function folderOf(change: (owner: Owner) => Partial<Owner>): { parent: string; folder: string } {
  const parent = home.fresh();
  const folder = makePassingFolder(parent, 'run');
  const mark = join(folder, 'owner.json');
  const owner = JSON.parse(readFileSync(mark, 'utf8')) as Owner;
  writeFileSync(mark, JSON.stringify({ ...owner, ...change(owner) }));
  writeFileSync(join(folder, 'raw-1'), 'staged');
  return { parent, folder };
}

const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const linux = process.platform === 'linux';

describe('What a run leaves that was killed', () => {
  it('is removed, with all that is in it', () => {
    const { parent, folder } = folderOf(() => ({ pid: dead() }));
    expect(removeDeadFolders(parent)).toEqual([folder]);
    expect(existsSync(folder)).toBe(false);
  });

  it('is a package in the making too', () => {
    const { parent, folder } = folderOf(() => ({ pid: dead() }));
    const partial = join(parent, '.result.4711.partial');
    renameSync(folder, partial);
    expect(removeDeadFolders(parent)).toEqual([partial]);
  });

  it('is told from a later process that has its number', ({ skip }) => {
    skip(!linux, 'only Linux says when a process started');
    const { parent, folder } = folderOf(() => ({ started: '1' }));
    expect(removeDeadFolders(parent)).toEqual([folder]);
  });

  it('is known by the machine having started since, whatever number it had', () => {
    const { parent, folder } = folderOf(() => ({ realm: 'before' }));
    const before = new Date(Date.now() - uptime() * 1000 - 3_600_000);
    utimesSync(join(folder, 'owner.json'), before, before);
    expect(removeDeadFolders(parent)).toEqual([folder]);
  });
});

describe('What stays', () => {
  const stays = ({ parent, folder }: { parent: string; folder: string }) => {
    expect(removeDeadFolders(parent)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  };

  it('is the folder of a run that lives', () => stays(folderOf(() => ({}))));

  it('is one of another container or machine on the same disk, whose numbers mean nothing here', () => {
    stays(folderOf(({ realm }) => ({ realm: `${realm}0`, pid: dead() })));
    stays(folderOf(() => ({ host: 'another', realm: 'another', pid: dead() })));
  });

  it('is one without a mark: its run was asked to keep it, or is not this program’s', () => {
    const made = folderOf(() => ({ pid: dead() }));
    unmark(made.folder);
    stays(made);
  });

  it('is one whose mark is nonsense', () => {
    for (const text of ['', 'null', '{}', '[1]', '{"pid":-1}', 'x'.repeat(10_000)]) {
      const made = folderOf(() => ({}));
      writeFileSync(join(made.folder, 'owner.json'), text);
      stays(made);
    }
  });

  it('is a folder of another name, and a link to one', () => {
    const { parent, folder } = folderOf(() => ({ pid: dead() }));
    const other = join(parent, 'exports');
    renameSync(folder, other);
    symlinkSync(other, join(parent, basename(folder)), 'junction');
    stays({ parent, folder: other });
  });

  it('is another user’s', ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root can give a folder away');
    const made = folderOf(() => ({ pid: dead() }));
    chownSync(made.folder, 65_534, 65_534);
    stays(made);
  });

  it('and where there is no folder there is nothing to do', () => {
    expect(removeDeadFolders(join(home.path, 'none'))).toEqual([]);
    mkdirSync(join(home.path, 'empty'));
    expect(removeDeadFolders(join(home.path, 'empty'))).toEqual([]);
  });
});
