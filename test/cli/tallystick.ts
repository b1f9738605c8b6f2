import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';

/** The command line as `npm run build` leaves it, or the one in the folder that TALLYSTICK_DIST names. */
export const product = join(process.env['TALLYSTICK_DIST'] ?? join(import.meta.dirname, '../../dist'), 'tallystick.js');
if (!existsSync(product)) throw new Error('There is no built command line: npm run build');

const home = mkdtempSync(join(tmpdir(), 'tallystick-cli-'));
chmodSync(home, 0o755); // some commands run as another user
afterAll(() => rmSync(home, { recursive: true, force: true }));
let folders = 0;

/** A folder that nothing else has. */
export function freshFolder(): string {
  const path = join(home, String(folders++));
  mkdirSync(path);
  return path;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files, and gives the folder they are in. */
export function folderOf(files: Files): string {
  const folder = freshFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What is in the system's temporary folder when the command has ended. */
  readonly left: readonly string[];
}

export interface How {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly bundle?: string;
  /** What runs it, such as `unshare -rm`. */
  readonly within?: readonly string[];
  readonly uid?: number;
  /** Told of the child as soon as it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void, temp: string) => void;
}

/** Runs a command as its user does, to its end. */
export function tallystick(args: readonly string[], how: How = {}): Promise<Ended> {
  const { cwd = home, env = {}, bundle = product, within = [], uid, onStart } = how;
  const temp = freshFolder();
  if (uid !== undefined) chmodSync(temp, 0o777);
  const [command, ...rest] = [...within, process.execPath, bundle, ...args] as [string, ...string[]];
  const child = spawn(command, rest, {
    cwd,
    env: { ...process.env, TMPDIR: temp, TMP: temp, TEMP: temp, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  onStart?.((signal) => child.kill(signal), temp);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...said, left: readdirSync(temp) }));
  });
}

export interface Refusal {
  readonly status: number | null;
  readonly code: string;
  /** The sentence and its place, as people see them. */
  readonly said: string;
}

/**
 * Runs a command that must fail, with --json and without progress: one document on stderr, nothing on stdout, nothing left in the temporary
 * folder, no package and no half of one in the folder it would be written to.
 */
export async function refusal(args: readonly string[], how: How = {}): Promise<Refusal> {
  const before = how.cwd === undefined ? [] : readdirSync(how.cwd);
  const { status, stdout, stderr, left } = await tallystick([...args, '--json', '--quiet'], how);
  expect(stdout).toBe('');
  expect(left).toEqual([]);
  if (how.cwd !== undefined) expect(readdirSync(how.cwd)).toEqual(before);
  const lines = stderr.split('\n');
  expect(lines, stderr).toHaveLength(2);
  const { error, ...rest } = JSON.parse(lines[0]!) as { error: Record<string, string> };
  expect(rest).toEqual({});
  expect(Object.keys(error)).toEqual(['code', 'what', 'where', 'remedy']);
  return { status, code: error['code']!, said: `${error['what']!} (${error['where']!})` };
}

/** A plan of one table in JSON, and its two files, of three rows that are equal on both sides. */
export const accounts = 'id,balance,memo\nA1,1.00,one\nA2,2.00,"two"\nA3,3.00,\n';

export const smallPlan = (change: object = {}, table: object = {}): string =>
  JSON.stringify({
    tallystick: 1,
    name: 'small',
    source: { path: 'source' },
    target: { path: 'target' },
    tables: [
      {
        name: 'accounts',
        key: ['id'],
        columns: { id: { type: 'text' }, balance: { type: 'decimal(2)' }, memo: { type: 'text' } },
        ...table,
      },
    ],
    ...change,
  });

/** The small ledger, with files of one's own over it. */
export const smallLedger = (files: Files = {}): string =>
  folderOf({ 'plan.json': smallPlan(), 'source/accounts.csv': accounts, 'target/accounts.csv': accounts, ...files });
