import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../engine/evidence/report/report.ts';
import { accounts, folderOf, product, refusal, smallLedger, smallPlan, tallystick } from './tallystick.ts';

const commands = [
  'sample',
  'inspect',
  'plan',
  'reconcile',
  'differences',
  'accept',
  'fingerprint',
  'compare',
  'keygen',
  'sign',
  'spot',
  'prove',
  'verify',
  'serve',
];

describe.concurrent('Help', () => {
  it('of tallystick names every command', async () => {
    const { status, stdout, stderr } = await tallystick(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });

  it.each(commands)('of %s shows an example of it', async (command) => {
    const { status, stdout, stderr } = await tallystick([command, '--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`\\nExample:\\n {2}tallystick ${command} `));
  });
});

describe.concurrent('A command line that is wrong ends with 2 and says how', () => {
  const cases: readonly [string, readonly string[], string][] = [
    ['no command', [], 'No command was given'],
    ['an unknown command', ['recncile'], "Unknown command 'recncile'"],
    ['a missing argument', ['reconcile'], "Missing required argument 'plan'"],
    [
      'an argument too many',
      ['reconcile', 'a', 'b'],
      "Too many arguments for 'reconcile'. Expected 1 argument but got 2: a, b",
    ],
    ['an unknown option', ['reconcile', 'plan.json', '--treads', '2'], "Unknown option '--treads'"],
    [
      'a number that is none',
      ['reconcile', 'plan.json', '--threads', 'two'],
      "Option '--threads <n>' argument 'two' is invalid. A whole number from 1 to 256",
    ],
    [
      'a size without a unit',
      ['reconcile', 'plan.json', '--memory', '2'],
      "Option '--memory <size>' argument '2' is invalid. A size is a number and a unit, such as 2GiB or 500MB",
    ],
    [
      'a time that is none',
      ['reconcile', 'plan.json', '--at', 'noon'],
      "Option '--at <time>' argument 'noon' is invalid. A time is written as 2026-01-31T02:10:00Z",
    ],
    [
      'a choice that is none',
      ['fingerprint', 'plan.json', '--side', 'left'],
      "Option '--side <side>' argument 'left' is invalid. Allowed choices are source, target",
    ],
    ['an option that must be there', ['fingerprint', 'plan.json'], "Required option '--side <side>' not specified"],
    ['a key that is none', ['differences', 'package', '--key', 'A1'], '"A1" is no key'],
    ['fewer rows than faults', ['sample', 'ledger', '--rows', '10'], '10 rows are too few for 3 faults of each kind'],
  ];
  it.each(cases)('%s', async (_, args, what) => {
    expect(await refusal(args, { cwd: smallLedger() })).toEqual({ status: 2, code: 'usage', said: `${what} ()` });
  });

  it('with what was likely meant', async () => {
    const { stderr } = await tallystick(['recncile']);
    expect(stderr).toBe("tallystick: Unknown command 'recncile'\n  Did you mean reconcile?\n");
  });
});

describe.concurrent('What a command says', () => {
  it('is its result on stdout and nothing else, where no terminal is', async () => {
    const folder = smallLedger({ 'target/accounts.csv': accounts.replace('two', 'three') });
    const args = ['reconcile', 'plan.json', '-o', 'package', '--quiet'];
    const { status, stdout, stderr } = await tallystick(args, { cwd: folder });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout.split('\n')[0]).toMatch(/^NOT RECONCILED {3}/);
    expect(stdout).not.toContain('\x1b');
  });

  it('shows one row of the column that changed most', async () => {
    const rows = (change: (n: number) => string) =>
      Array.from({ length: 3 }, (_, n) => `A${n},${change(n)}\n`).join('');
    const folder = smallLedger({
      'source/accounts.csv': `id,balance,memo\n${rows((n) => `12400.0${n},m`)}`,
      'target/accounts.csv': `id,balance,memo\n${rows((n) => `12400.0${n + 1},${n === 1 ? '' : 'm'}`)}`,
    });
    const { stdout } = await tallystick(['reconcile', 'plan.json', '-o', 'package', '--quiet'], { cwd: folder });
    expect(stdout.split('\n')[1]).toMatch(
      /^ {2}accounts {5}balance 3 rows, e\.g\. A(\d) 12,400\.0\1 -> 12,400\.0\d; {2}memo 1$/,
    );
  });

  it('with --json is one document, whose bytes are report.json’s', async () => {
    const folder = smallLedger();
    const { status, stdout } = await tallystick(['--json', 'reconcile', 'plan.json', '-o', 'package'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(join(folder, 'package/report.json'), 'utf8'));
  });

  it('is a package that whoever may read one file of may read whole', async () => {
    const folder = smallLedger({ 'target/accounts.csv': accounts.replace('two', 'three') });
    await tallystick(['reconcile', 'plan.json', '-o', 'package', '--quiet'], { cwd: folder });
    const entries = readdirSync(join(folder, 'package'), { recursive: true, withFileTypes: true });
    const modes = entries
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(10);
    // As any file that is made here.
    expect([...new Set(modes)]).toEqual([statSync(join(folder, 'plan.json')).mode & 0o777]);
  });

  it('names its files in the order of their bytes, whatever tables they are of', async () => {
    const one = JSON.parse(smallPlan()) as { tables: [object] };
    const tables = ['z', 'y/～', 'y/💶', 'Z'].map((name, i) => ({
      ...one.tables[0],
      name: `table ${i}`,
      source: { files: `${name}.csv` },
      target: { files: 'accounts.csv' },
    }));
    const files = Object.fromEntries(['z', 'y/～', 'y/💶', 'Z'].map((name) => [`source/${name}.csv`, accounts]));
    const folder = smallLedger({ ...files, 'plan.json': JSON.stringify({ ...one, tables }) });
    const { stdout } = await tallystick(['reconcile', 'plan.json', '-o', 'package', '--json'], { cwd: folder });
    const { sides } = (JSON.parse(stdout) as { predicate: Report }).predicate;
    expect(sides.source.files.map(({ name }) => name)).toEqual(['Z.csv', 'y/～.csv', 'y/💶.csv', 'z.csv']);
    expect(sides.target.files.map(({ table }) => table)).toEqual(['table 0', 'table 1', 'table 2', 'table 3']);
  });

  it('goes by default into a folder named after the plan and the time', async () => {
    const folder = smallLedger({ 'plan.json': smallPlan({ name: 'Überleitung 3/4: "x"' }) });
    const { status } = await tallystick(['reconcile', 'plan.json', '--at', '2026-01-31T03:10:00+01:00'], {
      cwd: folder,
    });
    expect(status).toBe(0);
    expect(readdirSync(folder)).toContain('Überleitung-3-4-x--2026-01-31T021000Z');
  });

  it('goes into one that no command takes for an option and every disk can hold, whatever the plan is called', async () => {
    for (const [name, path] of [
      ['-x/../é', 'x-..-é'],
      ['', 'package'],
      ['..', 'package'],
      ['😀'.repeat(100), 'package'],
      ['é'.repeat(300), 'é'.repeat(100)],
    ] as const) {
      const folder = smallLedger({ 'plan.json': smallPlan({ name }) });
      const { status } = await tallystick(['reconcile', 'plan.json', '--at', '2026-01-31T02:10:00Z'], { cwd: folder });
      expect([status, readdirSync(folder)]).toEqual([0, expect.arrayContaining([`${path}-2026-01-31T021000Z`])]);
    }
  });

  it('is coloured on a terminal alone, and not there either with NO_COLOR', ({ skip }) => {
    if (spawnSync('script', ['--version']).status !== 0) skip('a terminal needs script, of util-linux');
    const folder = smallLedger();
    const onTerminal = (out: string, env: object) =>
      spawnSync('script', ['-qec', `'${process.execPath}' '${product}' reconcile plan.json -o ${out}`, '/dev/null'], {
        cwd: folder,
        env: { ...process.env, ...env, TERM: 'xterm' },
      }).stdout.toString();
    expect(onTerminal('one', { NO_COLOR: '' })).toContain('\x1b[1;32mRECONCILED\x1b[0m');
    expect(onTerminal('two', { NO_COLOR: '1' })).toMatch(/(^|[\nK\r])RECONCILED {3}/);
  });
});

describe.concurrent('A reader that has seen enough', () => {
  const many = `id,balance,memo\n${Array.from({ length: 3000 }, (_, i) => `A${i},1.00,x\n`).join('')}`;
  const piped = (folder: string, args: string) =>
    spawnSync('sh', ['-c', `{ '${process.execPath}' '${product}' ${args}; echo "$?" >status; } | head -1`], {
      cwd: folder,
    });

  it('is no failure: the status is the command’s own', ({ skip }) => {
    if (process.platform === 'win32') skip('there is no sh and no head');
    const folder = smallLedger({ 'source/accounts.csv': many });
    const { stdout, stderr } = piped(folder, 'reconcile plan.json -o package --quiet');
    expect([stdout.toString(), stderr.toString()]).toEqual([expect.stringMatching(/^NOT RECONCILED .*\n$/), '']);
    expect(readFileSync(join(folder, 'status'), 'utf8')).toBe('1\n');
    const shown = piped(folder, 'differences package --limit 0');
    expect([shown.stdout.toString(), shown.stderr.toString()]).toEqual([
      expect.stringMatching(/^source_only {2}accounts {2}/),
      '',
    ]);
    expect(readFileSync(join(folder, 'status'), 'utf8')).toBe('0\n');
  });

  it('that cannot take any of it is one', ({ skip }) => {
    if (process.platform !== 'linux') skip('there is no /dev/full');
    const { status, stderr } = spawnSync(process.execPath, [product, '--version'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    expect([status, stderr.toString()]).toEqual([
      5,
      expect.stringMatching(/^tallystick: The disk is full \(standard output\)\n/),
    ]);
  });
});

describe.concurrent('Ctrl-C on the product as it is built', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s, as soon as the run has its folder, ends with 130 and leaves nothing',
    async (signal) => {
      const rows = Array.from({ length: 200_000 }, (_, i) => `A${i},1.00,x\n`).join('');
      const folder = smallLedger({
        'source/accounts.csv': `id,balance,memo\n${rows}`,
        'target/accounts.csv': `id,balance,memo\n${rows}`,
      });
      const found = await refusal(['reconcile', 'plan.json', '-o', 'package'], {
        cwd: folder,
        onStart: (kill, temp) => {
          const watcher = watch(temp, () => {
            watcher.close();
            kill(signal);
          });
        },
      });
      expect(found).toEqual({ status: 130, code: 'interrupted', said: 'Interrupted ()' });
    },
  );
});

describe.concurrent('Fingerprints', () => {
  const made = async (folder: string, side: string, out: string, ...args: string[]) =>
    (await tallystick(['fingerprint', 'plan.json', '--side', side, '-o', out, ...args], { cwd: folder })).status;
  const compared = async (folder: string, a: string, b: string) => {
    const { status, stdout } = await tallystick(['compare', a, b, '--json'], { cwd: folder });
    return { status, ...(JSON.parse(stdout) as object) };
  };

  it('of equal sides are equal, of others not, by table and number of buckets', async () => {
    const folder = smallLedger({ 'target/accounts.csv': accounts.replace('two', 'three') });
    expect(await made(folder, 'source', 'a.json')).toBe(0);
    expect(await made(folder, 'target', 'b.json')).toBe(0);
    expect(await compared(folder, 'a.json', 'a.json')).toEqual({ status: 0, result: 'equal', tables: [] });
    expect(await compared(folder, 'a.json', 'b.json')).toEqual({
      status: 1,
      result: 'different',
      tables: [{ name: 'accounts', bucketsDiffering: '1' }],
    });
    writeFileSync(join(folder, 'alone.json'), readFileSync(join(folder, 'b.json')));
    expect(await compared(folder, 'a.json', 'alone.json')).toMatchObject({
      status: 1,
      tables: [{ bucketsDiffering: null }],
    });
  });

  it('may come from a shell’s redirection: what is printed is the document, to the byte', async () => {
    const folder = smallLedger();
    expect(await made(folder, 'source', 'a.json')).toBe(0);
    const { stdout } = await tallystick(['fingerprint', 'plan.json', '--side', 'source'], { cwd: folder });
    writeFileSync(join(folder, 'b.json'), stdout);
    expect(await compared(folder, 'a.json', 'b.json')).toMatchObject({ result: 'equal' });
  });

  it('of other depths are refused with the depth that would serve', async () => {
    const folder = smallLedger();
    await made(folder, 'source', 'a.json', '--depth', '3');
    await made(folder, 'target', 'b.json');
    const { stderr } = await tallystick(['compare', 'a.json', 'b.json'], { cwd: folder });
    expect(stderr).toMatch(/^tallystick: They cannot be compared: .*depth.*\n {2}Fingerprint both with --depth \d+\n$/);
    expect(await refusal(['compare', 'a.json', 'b.json'], { cwd: folder })).toMatchObject({
      status: 2,
      code: 'incomparable',
    });
  });

  it('are not made of a side with a value that has no form', async () => {
    const folder = smallLedger({ 'source/accounts.csv': accounts.replace('2.00', 'two') });
    const found = await refusal(['fingerprint', 'plan.json', '--side', 'source', '-o', 'a.json'], { cwd: folder });
    expect(found).toMatchObject({ status: 1, code: 'not_proven' });
  });

  it('are never written over anything, and leaf hashes of others are not believed', async () => {
    const folder = smallLedger({ 'taken.json': '{}', 'target/accounts.csv': accounts.replace('two', 'three') });
    expect(
      await refusal(['fingerprint', 'plan.json', '--side', 'source', '-o', 'taken.json'], { cwd: folder }),
    ).toMatchObject({ status: 2, code: 'output_not_empty' });
    await made(folder, 'source', 'a.json');
    await made(folder, 'target', 'b.json');
    const leaves = join(folder, 'a.json.buckets/0001.buckets');
    writeFileSync(
      leaves,
      readFileSync(leaves).map((byte, i) => (i === 5 ? byte ^ 1 : byte)),
    );
    expect(await refusal(['compare', 'a.json', 'b.json'], { cwd: folder })).toMatchObject({
      status: 4,
      code: 'evidence_unsound',
    });
  });

  it('that are not there, or are none', async () => {
    const folder = folderOf({ 'a.json': '{}' });
    mkdirSync(join(folder, 'b'));
    expect(await refusal(['compare', 'c.json', 'a.json'], { cwd: folder })).toMatchObject({
      status: 3,
      code: 'input_missing',
    });
    expect(await refusal(['compare', 'a.json', 'a.json'], { cwd: folder })).toMatchObject({ status: 4 });
  });
});

describe.concurrent('Keys', () => {
  it('are made with a passphrase from a file, and never over another', async () => {
    const cwd = folderOf({ word: 'correct horse\nignored\n' });
    const { status, stdout } = await tallystick(
      ['keygen', 'key', '--comment', 'ops@bank', '--passphrase-file', 'word', '--json'],
      { cwd },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      protected: true,
      fingerprint: expect.stringMatching(/^SHA256:/) as string,
    });
    expect(await refusal(['keygen', 'key', '--no-passphrase'], { cwd })).toMatchObject({
      status: 2,
      code: 'output_not_empty',
    });
    expect(await refusal(['keygen', 'other'], { cwd })).toMatchObject({ status: 2, code: 'usage' });
  });
});
