import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { browse } from '../../serve/browse.ts';
import { Handles } from '../../serve/handles.ts';

const path = mkdtempSync(join(tmpdir(), 'tallystick-browse-'));
const root = join(path, 'served');
mkdirSync(join(root, 'exports', 'old'), { recursive: true });
writeFileSync(join(root, 'exports', 'a.csv'), 'id\n1\n');
writeFileSync(join(root, '.secret'), 'x');
mkdirSync(join(path, 'served-too'));
writeFileSync(join(path, 'outside.csv'), 'id\n');
symlinkSync(join(path, 'outside.csv'), join(root, 'outside.csv'));
symlinkSync(path, join(root, 'up'));
symlinkSync(join(root, 'exports'), join(root, 'inside'));
symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
afterAll(() => rmSync(path, { recursive: true }));

const handles = new Handles();

describe('a folder on the loopback', () => {
  it('shows its folders and files by name and size, and the way up as far as the served one', async () => {
    const top = await browse(root, root, handles);
    expect(top).toMatchObject({ name: 'served', up: null });
    expect(top.entries.map(({ name, folder, bytes }) => [name, folder, bytes])).toEqual([
      ['exports', true, null],
      ['inside', true, null],
    ]);
    const below = await browse(root, handles.pathOf(top.entries[0]!.handle), handles);
    expect(below).toMatchObject({ name: 'exports', up: top.here });
    expect(below.entries.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['a.csv', '5'],
      ['old', null],
    ]);
  });

  it('shows nothing that a link leads out to, nothing hidden, and gives no handle for it', async () => {
    const before = await browse(root, root, handles);
    expect(JSON.stringify(before)).not.toMatch(/outside|secret|dangling/);
    for (const other of [
      path,
      join(path, 'served-too'),
      join(root, 'up'),
      join(root, '..'),
      '/',
      join(root, 'nowhere'),
    ])
      await expect(browse(root, other, handles), other).rejects.toThrow(
        'There is no such folder below the one that is served',
      );
  });
});
