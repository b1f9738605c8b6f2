import { Unreadable } from './unreadable.ts';
import { textOf } from './text-of.ts';

/** `bagit.txt`, to the byte as RFC 8493 has it: two lines, each label followed by a colon and one space. */
export function readBagDeclaration(bytes: Uint8Array): '0.97' | '1.0' {
  const read = /^BagIt-Version: (\d+\.\d+)\r?\n(?:Tag-File-Character-Encoding: ([^\s]+))(?:\r?\n)?$/.exec(
    textOf(bytes),
  );
  if (read === null) throw new Unreadable('bagit.txt is not the two lines that it must be');
  const [, version, encoding] = read as unknown as readonly [string, string, string];
  if (encoding.toUpperCase() !== 'UTF-8')
    throw new Unreadable(`its tag files are in ${encoding}, which is not read here`);
  if (version !== '0.97' && version !== '1.0')
    throw new Unreadable(`it is of version ${version}, which is not read here`);
  return version;
}

/** A manifest of a bag: digests by name. A name may stand once only. */
export function readBagManifest(bytes: Uint8Array, where: string): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  linesOf(bytes).forEach((line, i) => {
    const found = /^([0-9a-f]+)[ \t]+\*?(.+)$/i.exec(line);
    if (found === null) throw new Unreadable(`line ${i + 1} of ${where} is no digest and name`);
    const name = decodeName(found[2]!.replace(/^(\.\/)+/, ''));
    if (read.has(name)) throw new Unreadable(`${where} lists ${name} twice`);
    read.set(name, found[1]!.toLowerCase());
  });
  return read;
}

/** Names that `fetch.txt` wants fetched: nothing ever is. */
export const readFetchList = (bytes: Uint8Array): string[] =>
  linesOf(bytes).map((line, i) => {
    const found = /^\S+[ \t]+(?:\d+|-)[ \t]+(.+)$/.exec(line);
    if (found === null) throw new Unreadable(`line ${i + 1} of fetch.txt is no address, length and name`);
    return decodeName(found[1]!);
  });

/** `Payload-Oxum` of `bag-info.txt`: bytes and files of the payload; null where it is not said. */
export function readOxum(bytes: Uint8Array): { readonly bytes: bigint; readonly files: number } | null {
  const line = linesOf(bytes).find((text) => /^payload-oxum:/i.test(text));
  if (line === undefined) return null;
  const read = /^payload-oxum:\s*(\d+)\.(\d+)\s*$/i.exec(line);
  if (read === null) throw new Unreadable('the Payload-Oxum of bag-info.txt is no two numbers');
  return { bytes: BigInt(read[1]!), files: Number(read[2]!) };
}

/** RFC 8493 section 2.1.3: CR, LF and % alone are written with a percent sign. */
const decodeName = (name: string): string =>
  name.replaceAll(/%(0a|0d|25)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

const linesOf = (bytes: Uint8Array): string[] =>
  textOf(bytes)
    .split(/\r\n|\n|\r/)
    .filter((line, i, all) => line !== '' || i < all.length - 1);
