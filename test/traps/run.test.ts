import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const pack = join(import.meta.dirname, '../../traps');
const traps = readdirSync(pack).filter((name) => existsSync(join(pack, name, 'answer.json')));

describe('the trap pack, run as anybody runs it', () => {
  it('is answered right by Tallystick in every trap, and by neither plain SQL nor diff', () => {
    const run = spawnSync(process.execPath, [join(pack, 'run.mjs')], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    const lines = run.stdout.trimEnd().split('\n');
    const cells = (line: string) => line.split(/ {2,}/);
    expect(cells(lines[0]!)).toEqual(['trap', 'Tallystick', 'plain DuckDB SQL', 'GNU diff']);
    expect(lines.slice(1, -1).map((line) => cells(line).slice(0, 2))).toEqual(traps.map((trap) => [trap, 'right']));
    const [, ours, ...peers] = cells(lines.at(-1)!).map((cell) => Number(cell.split(' of ')[0]));
    expect(ours).toBe(traps.length);
    for (const peer of peers) expect(peer).toBeLessThan(traps.length);
  }, 300_000);
});
