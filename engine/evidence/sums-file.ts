import { TallyError } from '../../contract/problem.ts';
import { compareUtf8 } from '../canonical/compare-utf8.ts';

export const sumsName = 'SHA256SUMS';

export interface Sum {
  readonly sha256: string;
  /** Relative, with `/`; it cannot leave the folder on any platform. */
  readonly name: string;
}

/** `<hex>  <path>` and LF a line, in byte order of path (formats.md section 8). */
export function sumsBytes(sums: readonly Sum[]): Uint8Array {
  const sorted = [...sums].sort((a, b) => compareUtf8(a.name, b.name));
  return Buffer.from(sorted.map(({ sha256, name }) => `${sha256}  ${name}\n`).join(''), 'utf8');
}

/** Reads a package's own SHA256SUMS, to the byte as it is written; else `evidence_unsound`. */
export function parseSums(bytes: Uint8Array): Sum[] {
  const unsound = (what: string) => new TallyError('evidence_unsound', what, sumsName);
  const lines = Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1);
  const sums = lines.map((line, index) => {
    const [, sha256, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (sha256 === undefined || name === undefined) throw unsound(`Line ${index + 1} is not a digest and a name`);
    if (!staysInside(name)) throw unsound(`Line ${index + 1} names a file outside the package`);
    return { sha256, name };
  });
  if (new Set(sums.map(({ name }) => name)).size < sums.length) throw unsound('A file is named twice');
  if (Buffer.compare(sumsBytes(sums), bytes) !== 0) throw unsound('The lines are not in their order and form');
  return sums;
}

/** A package may come from anybody: its list must not make us read, or vouch for, a file elsewhere. */
function staysInside(name: string): boolean {
  return !/[\\:\0]/.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
