import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a real tool to its end. */
export function run(tool: string, args: readonly string[], input?: string | Uint8Array) {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { input });
  if (error !== undefined) throw error;
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** A key by the real ssh-keygen; returns the path of its private file. */
export function sshKeygen(
  folder: string,
  type: 'ed25519' | 'ecdsa' | 'rsa',
  passphrase = '',
  comment = 'a b@c',
): string {
  const path = join(folder, `${type}-${passphrase === '' ? 'open' : 'sealed'}-${String(Math.random()).slice(2)}`);
  const made = run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', comment, '-f', path]);
  if (made.status !== 0) throw new Error(made.stderr);
  return path;
}
