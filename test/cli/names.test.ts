import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folderOf, tallystick } from './tallystick.ts';

const escape = '\u001b[31m';
const planOf = (column: string, extra: object = {}): string =>
  JSON.stringify({
    tallystick: 1,
    name: `a ledger${escape}`,
    source: { path: 'source' },
    target: { path: 'target' },
    tables: [
      {
        name: `t${escape}\nnext`,
        key: [column],
        columns: { [column]: { type: 'int' }, [`v${escape}`]: { type: 'int', source: 'v', target: 'v' } },
        source: { files: 't.csv' },
        target: { files: 't.csv.gz' },
        ...extra,
      },
    ],
  });

/** Everything that a terminal would obey; line ends are ours. */
const obeyed = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const said = (text: string): string => text.replaceAll('\n', '');

describe('A column without a name, as an index is often written,', () => {
  it('is a column: what is written of it is sound, compares and proves', async () => {
    const folder = folderOf({
      'plan.json': planOf('', { depth: 2 }),
      'source/t.csv': ',v\n1,1\n2,2\n',
      'target/t.csv.gz': gzipSync(',v\n1,1\n2,3\n'),
    });
    const at = (name: string) => join(folder, name);
    const run = async (...args: string[]) => (await tallystick([...args, '--quiet'], { cwd: folder })).status;
    expect(await run('reconcile', 'plan.json', '-o', at('package'))).toBe(1);
    expect(await run('verify', 'package')).toBe(0);
    for (const side of ['source', 'target'])
      expect(await run('fingerprint', 'plan.json', '--side', side, '-o', at(`${side}.json`))).toBe(0);
    expect(await run('compare', 'source.json', 'target.json')).toBe(1);
    const table = `t${escape}\nnext`;
    expect(await run('prove', 'package', '--side', 'source', '--table', table, '--key', '=2', '-o', at('proof'))).toBe(
      0,
    );
    expect(await run('verify', 'proof')).toBe(0);
  });
});

describe('A key column whose name holds a "="', () => {
  it('is named on the command line as it is, and a name that is no key column is refused', async () => {
    const folder = folderOf({
      'plan.json': planOf('a=b', { depth: 0 }),
      'source/t.csv': 'a=b,v\n1,1\n2,2\n',
      'target/t.csv.gz': gzipSync('a=b,v\n1,1\n2,3\n'),
    });
    const table = ['--table', `t${escape}\nnext`];
    const run = (...args: string[]) => tallystick([...args, '--quiet'], { cwd: folder });
    await run('reconcile', 'plan.json', '-o', join(folder, 'package'));
    expect((await run('prove', 'package', '--side', 'source', ...table, '--key', 'a=b=2')).status).toBe(0);
    const people = ['--reason', 'x', '--owner', 'a', '--approver', 'b', '--expires', '2999-01-01'];
    const accepted = ['accept', 'package', ...table, '--key', 'a=b=2', ...people, '-o', join(folder, 'next')];
    expect((await run(...accepted)).status).toBe(0);
    const { stdout } = await run('differences', 'package', '--key', 'a=b=2');
    expect(stdout).toContain('1 of 1 differences shown');
    const foreign = await run('differences', 'package', '--key', 'v=2');
    expect([foreign.status, foreign.stderr]).toEqual([2, expect.stringContaining('"v" is no key column')]);
  });
});

describe('A name that would move a terminal’s cursor', () => {
  it('is shown and never obeyed, whatever command says it', async () => {
    const folder = folderOf({
      'plan.json': planOf(`k${escape}`, {
        columns: {
          [`k${escape}`]: { type: 'int', source: 'k', target: 'k' },
          [`v${escape}`]: { type: 'int', source: 'v', target: 'v' },
          [`w${escape}`]: { type: 'int', source: 'w', target: 'w' },
        },
        totals: [{ name: `sum${escape}`, sum: `v${escape}`, by: [`k${escape}`] }],
        checks: [{ name: `once${escape}`, unique: [`v${escape}`] }],
      }),
      'source/t.csv': 'k,v,w\n1,1,1\n2,2,2\n3,3,x\n',
      'target/t.csv.gz': gzipSync('k,v,w\n1,1,1\n2,3,2\n4,3,1\n'),
    });
    const commands = [
      ['reconcile', 'plan.json', '-o', join(folder, 'package')],
      ['differences', 'package'],
      ['verify', 'package'],
      ['compare', 'package', 'package'],
      ['inspect', 'source'],
    ];
    for (const args of commands) {
      const { stdout, stderr } = await tallystick([...args, '--quiet'], { cwd: folder });
      expect(stderr).toBe('');
      expect(stdout).not.toBe('');
      expect(obeyed.exec(said(stdout))?.[0], `${args[0]!}: ${stdout}`).toBeUndefined();
      expect(stdout.split('\n').some((line) => line.startsWith('next'))).toBe(false);
    }
  });
});
