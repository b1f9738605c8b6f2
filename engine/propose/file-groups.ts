import { compareUtf8 } from '../canonical/compare-utf8.ts';
import { hasGlob, parseGlob } from '../snapshot/files/glob.ts';

/** Files that are the parts of one table. */
export interface FileGroup {
  /** What the export seems to call the table. */
  readonly name: string;
  /** A file, a folder or a glob that takes these files and no other; null: everything there is. */
  readonly files: string | null;
  /** Ascending by the bytes of their names. */
  readonly names: readonly string[];
}

/** Pieces of a name that number a part of a table and do not name it. */
const partNumber =
  /(?:[-_. ]*(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|c\d{3}|of|part|chunk|split|snappy|zstd|gz)(?=[-_. ]|$))+$/i;
const nameless = /^(?:|part|chunk|split|file|data|export|segment|batch|rows)$/i;
const extensions = /(?:\.[a-z]+?(?:\.(?:gz|zst))?)$/i;

/**
 * Which files of a side make a table together, by their names alone. A folder of Hive partitions or of numbered parts
 * is one table, named by the folder; files whose names differ in their numbers are one, named by what is left.
 */
export function groupFiles(names: readonly string[], sideName: string): FileGroup[] {
  const groups = new Map<string, { folder: string; core: string | null; extension: string; names: string[] }>();
  for (const name of [...names].sort(compareUtf8)) {
    const segments = name.split('/');
    const file = segments.pop()!;
    const hive = segments.findIndex((segment) => segment.indexOf('=') > 0);
    const extension = extensions.exec(file)?.[0] ?? '';
    const stem = file.slice(0, file.length - extension.length);
    const core = stem.replace(partNumber, '').replace(/\d+$/, '');
    const isPart = hive >= 0 || nameless.test(core);
    let folder = hive >= 0 ? segments.slice(0, hive) : segments;
    while (/^\d+$/.test(folder.at(-1) ?? '')) folder = folder.slice(0, -1);
    const place = JSON.stringify([folder.join('/'), isPart ? null : core, extension.toLowerCase()]);
    const group = groups.get(place);
    if (group === undefined)
      groups.set(place, { folder: folder.join('/'), core: isPart ? null : core, extension, names: [name] });
    else group.names.push(name);
  }
  const named = [...groups.values()].flatMap(({ folder, core, extension, names: own }) => {
    const files = patternOf(folder, core, extension, own, names);
    const name = core ?? folder.split('/').at(-1)!;
    if (files !== undefined) return [{ name: name === '' ? sideName : name, files, names: own, folder }];
    return own.map((one) => ({ name: stemOf(one), files: one, names: [one], folder }));
  });
  return distinctNames(named);
}

const stemOf = (name: string): string => name.split('/').at(-1)!.replace(extensions, '');
const literally = (text: string): string => text.replace(/[*?[]/g, '[$&]');

/** The shortest pattern that takes the group and nothing else; undefined when there is none. */
function patternOf(
  folder: string,
  core: string | null,
  extension: string,
  own: readonly string[],
  all: readonly string[],
): string | null | undefined {
  if (core === null && folder === '' && own.length === all.length) return null;
  if (own.length === 1 && core !== null) return own[0]!;
  const below = folder === '' ? '' : `${literally(folder)}/`;
  const candidates = [];
  if (core === null && folder !== '' && !hasGlob(folder)) candidates.push(folder);
  const stems = own.map((name) => name.split('/').at(-1)!).map((file) => file.slice(0, file.length - extension.length));
  const start = literally(commonStart(stems));
  const length = stems[0]!.length;
  for (const deep of ['', '**/']) {
    candidates.push(`${below}${deep}${start}*${literally(extension)}`);
    candidates.push(`${below}${deep}${start}[0-9]*${literally(extension)}`);
    if (stems.every((stem) => stem.length === length))
      candidates.push(
        `${below}${deep}${start}${'[0-9]'.repeat(length - commonStart(stems).length)}${literally(extension)}`,
      );
  }
  return candidates.find((pattern) => {
    const taken = all.filter((name) =>
      hasGlob(pattern) ? parseGlob(pattern).takes(name.split('/')) : name.startsWith(`${pattern}/`),
    );
    return taken.length === own.length && taken.every((name) => own.includes(name));
  });
}

/** What the stems begin with alike, without digits at its end: the numbers are what varies. */
function commonStart(stems: readonly string[]): string {
  let start = stems[0]!;
  for (const stem of stems) while (!stem.startsWith(start)) start = start.slice(0, -1);
  return start.replace(/\d+$/, '');
}

/** Two tables of one name are told apart by their folders, then by the whole names of their files. */
function distinctNames(groups: readonly (FileGroup & { readonly folder: string })[]): FileGroup[] {
  const count = (names: readonly string[]) => (name: string) => names.filter((other) => other === name).length;
  const plain = count(groups.map(({ name }) => name));
  const longer = groups.map((group) =>
    plain(group.name) === 1 || group.folder === '' ? group.name : `${group.folder}/${group.name}`,
  );
  const full = count(longer);
  return groups.map(({ files, names }, at) => ({
    name: full(longer[at]!) === 1 ? longer[at]! : (files ?? names[0]!),
    files,
    names,
  }));
}
