import { algorithmNamed, isDigest, type Algorithm, type Listed, type Manifest } from './manifest.ts';
import { textOf } from './text-of.ts';
import { Unreadable } from './unreadable.ts';

const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

/**
 * Digests and names as `sha256sum` writes them and `sha256sum -c` reads them: GNU's form (`HEX  NAME`), BSD's
 * (`SHA256 (NAME) = HEX`) and OpenSSL's (`SHA256(NAME)= HEX`). A line that begins with `\` has an escaped name; one that
 * begins with `#` says nothing. `algorithm` is that of the file's own name, for lines that do not say it.
 */
export function readSums(bytes: Uint8Array, algorithm: Algorithm, partial: boolean): Manifest {
  const lines = textOf(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const carriage = lines.length > 0 && lines.every((line) => line.endsWith('\r'));
  const files = lines.flatMap((written, i) => {
    const line = carriage ? written.slice(0, -1) : written;
    return line.startsWith('#') || (line === '' && i === lines.length - 1) ? [] : [readLine(line, i + 1, algorithm)];
  });
  if (files.length === 0) throw new Unreadable('it lists nothing');
  return { files, faults: [], remarks: [], partial };
}

function readLine(written: string, number: number, own: Algorithm): Listed {
  const escaped = written.startsWith('\\');
  const line = escaped ? written.slice(1) : written;
  const gnu = /^([0-9a-f]+) [ *](.+)$/is.exec(line);
  const bsd = /^([A-Z0-9-]+) ?\((.+)\) ?= ([0-9a-f]+)$/is.exec(line);
  const [algorithm, name, digest] =
    gnu !== null ? [own, gnu[2]!, gnu[1]!] : bsd !== null ? [algorithmNamed(bsd[1]!), bsd[2]!, bsd[3]!] : [];
  if (name === undefined) throw new Unreadable(`line ${number} is no digest and name`);
  if (algorithm === undefined) throw new Unreadable(`line ${number} is of ${bsd![1]!}, which is not known here`);
  if (!isDigest(digest!, algorithm)) throw new Unreadable(`line ${number} has no digest of ${algorithm}`);
  return { name: escaped ? unescape(name, number) : name, algorithm, digest: digest!.toLowerCase(), bytes: null };
}

function unescape(name: string, number: number): string {
  if (!/^(?:[^\\]|\\[\\nr])*$/s.test(name)) throw new Unreadable(`line ${number} has an unknown escape`);
  return name.replaceAll(/\\[\\nr]/g, (escape) => escapes[escape]!);
}
