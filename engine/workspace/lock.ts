import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { TallyError } from '../../contract/problem.ts';

/**
 * Keeps a workspace to one program: two would undo each other's plans and call each other's runs cut off. A lock whose
 * process is gone, or is older than this boot, is void. Returns what lets go.
 */
export function lockWorkspace(folder: string): () => void {
  const path = join(folder, '.lock');
  const booted = Math.round(Date.now() / 1000 - uptime());
  const mine = `${process.pid} ${booted}\n`;
  try {
    writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const [pid, since] = readFileSync(path, 'utf8').split(' ').map(Number);
    // The clock may be set while a lock is held: a minute is no reboot.
    if (pid !== process.pid && Math.abs(since! - booted) < 60 && isAlive(pid!))
      throw new TallyError(
        'usage',
        'The workspace is open in another Tallystick',
        `process ${pid}`,
        'Close it there first',
      );
    writeFileSync(path, mine, { mode: 0o600 });
  }
  return () => rmSync(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
