import { readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';

/** The process that a folder passes away with. */
interface Owner {
  readonly host: string;
  /** Where its number means something: a boot of a kernel and a namespace of processes in it, where those can be told. */
  readonly realm: string;
  readonly pid: number;
  /** When it started, as its kernel counts it: a number is given again. Null where that cannot be told. */
  readonly started: string | null;
}

const markOf = (folder: string): string => join(folder, 'owner.json');
const beatMs = 60_000;
/** More than clocks of machines that share a disk are apart, and than a beat may be late. */
const slackMs = 15 * 60_000;

/** Says in a folder whose it is, and goes on saying that its owner lives: a machine that started since did not kill it. */
export function markOwned(folder: string): void {
  writeFileSync(markOf(folder), JSON.stringify(ourselves()), { mode: 0o600, flag: 'wx' });
  const beat = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(markOf(folder), now, now);
    } catch {
      clearInterval(beat); // gone, and with it what there was to say
    }
  }, beatMs).unref();
}

/** The folder stays: it is nobody's to remove. */
export const unmark = (folder: string): void => rmSync(markOf(folder), { force: true });

/** Whether a folder's owner is dead beyond doubt; never true of a folder without a mark, or of one of another realm that lives. */
export function ownerIsDead(folder: string): boolean {
  try {
    const path = markOf(folder);
    const { size, mtimeMs } = statSync(path);
    if (size > 4096) return false;
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
    if (owner.host === hostname() && mtimeMs < Date.now() - uptime() * 1000 - slackMs) return true;
    const { realm } = ourselves();
    return owner.realm === realm && Number.isSafeInteger(owner.pid) && owner.pid > 0 && !lives(owner);
  } catch {
    return false;
  }
}

function ourselves(): Owner {
  const { pid } = process;
  return { host: hostname(), realm: realm(), pid, started: startOf(pid) };
}

function realm(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `unknown ${process.pid}`; // equal to no other's: nothing is judged by it
  }
}

/** Field 22 of Linux's /proc/PID/stat; the name before it may hold spaces and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function lives({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
  const now = startOf(pid);
  return now === null || started === null || now === started;
}
