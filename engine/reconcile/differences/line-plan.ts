import type { Arena } from '../../kernel/arena.ts';

/** What writeDifferences of the kernel is asked, in its order. */
const words = [
  ...(['cells', 'key', 'keyCount', 'sides', 'files', 'rows', 'keyDigests', 'rowDigests'] as const),
  ...(['recordStarts', 'recordLengths', 'firstRow', 'list', 'words', 'pieces', 'names'] as const),
  ...(['sourceFiles', 'targetFiles', 'tableEscapes', 'lineFixed', 'lineLimit', 'csvFixed', 'csvLimit'] as const),
  ...(['keyFixed', 'keyLimit', 'sourceLimit', 'targetLimit', 'most', 'line', 'csv'] as const),
  ...(['viewTable', 'viewKind', 'viewKey', 'viewKeyDigest', 'viewColumns'] as const),
  ...(['sourceRecord', 'sourceDigest', 'sourceFile', 'sourceRow'] as const),
  ...(['targetRecord', 'targetDigest', 'targetFile', 'targetRow'] as const),
  ...(['sourceValid', 'targetValid', 'escaped', 'made'] as const),
] as const;
export type PlanWord = (typeof words)[number];

/** The kernel's u32 words of that name. */
export class LinePlan {
  readonly at: number;
  readonly #arena: Arena;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.at = arena.alloc(words.length * 4);
  }

  get(word: PlanWord): number {
    return this.#arena.u32(this.at, words.length)[words.indexOf(word)]!;
  }

  set(values: Partial<Readonly<Record<PlanWord, number>>>): void {
    const all = this.#arena.u32(this.at, words.length);
    for (const [word, value] of Object.entries(values)) all[words.indexOf(word as PlanWord)] = value;
  }
}
