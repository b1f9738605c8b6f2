/** Bytes of a file's name, less what the time, the point and `.PID.partial` of its making need. */
const longest = 200;

/** The folder a package goes into unless told: the plan's name as far as any disk takes it, and the time. */
export function packageName(planName: string, at: string): string {
  let name = planName.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+/, ''); // no option, no hidden folder
  while (Buffer.byteLength(name) > longest) name = Array.from(name).slice(0, -1).join('');
  return `${name === '' ? 'package' : name}-${at.replaceAll(':', '')}`;
}
