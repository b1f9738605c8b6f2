import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process and all that it started, in bytes. */
export interface TreeMemory {
  readonly processes: number;
  /** Resident, pages that are shared counted once for each that shares them. */
  readonly resident: number;
  /** The kernel's own record of what each of them once had. */
  readonly highWater: number;
}

/** What /proc says of a tree now; null where there is no /proc, or nobody in it any more. */
export function treeMemory(root: number): TreeMemory | null {
  let [processes, resident, highWater] = [0, 0, 0];
  for (const pid of treeOf(root)) {
    const status = textOf(`/proc/${pid}/status`);
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
    const now = kilobytes('VmRSS');
    if (now === 0) continue;
    processes++;
    resident += now * 1024;
    highWater += kilobytes('VmHWM') * 1024;
  }
  return processes === 0 ? null : { processes, resident, highWater };
}

/** The same with shared pages shared out; slow, since the kernel walks every page. */
export function treeProportional(root: number): number {
  let bytes = 0;
  for (const pid of treeOf(root))
    bytes += Number(/^Pss:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
  return bytes;
}

/** Processor seconds of all children that have ended and been waited for, theirs among them; null where there is no /proc. */
export function childrenProcessor(): number | null {
  const fields = /\) (.*)$/s.exec(textOf('/proc/self/stat'))?.[1]?.split(' ');
  // In ticks, of which Linux tells user space a hundred a second whatever its own are.
  return fields === undefined ? null : (Number(fields[13]) + Number(fields[14])) / 100;
}

function treeOf(root: number): number[] {
  const found = [root];
  for (const pid of found)
    for (const thread of namesIn(`/proc/${pid}/task`))
      for (const child of textOf(`/proc/${pid}/task/${thread}/children`).split(' '))
        if (child !== '') found.push(Number(child));
  return found;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended since
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
