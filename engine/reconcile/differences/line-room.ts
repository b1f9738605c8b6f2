import { viewColumns } from '../../evidence/differences/difference-csv.ts';
import type { Arena } from '../../kernel/arena.ts';
import { NotDirect } from '../../snapshot/parquet/not-direct.ts';
import type { LinePieces } from './line-pieces.ts';
import type { LinePlan, PlanWord } from './line-plan.ts';
import type { ViewRows } from './listed-part.ts';

/** Bytes of a digest in hex, of a row's number, and of what stands between pieces or is written past them. */
const hex = 64;
const number = 20;
const spare = 128;
/** Differences written before they are taken out, at most: so many are still in the processor's cache. */
const mostLines = 1024;
/** Text of one difference that is beyond the kernel, in bytes. */
const mostText = 2 ** 25;

/** The view's columns as the kernel's plan names them; null where its lines have none. */
const ofView: readonly (PlanWord | null)[] = [
  ...(['viewTable', 'viewKind', 'viewKey', 'viewKeyDigest', 'viewColumns', null, null] as const),
  ...(['sourceRecord', 'sourceDigest', 'sourceFile', 'sourceRow'] as const),
  ...(['targetRecord', 'targetDigest', 'targetFile', 'targetRow'] as const),
];

/** Memory that the kernel writes differences in. */
export class LineRoom {
  readonly #arena: Arena;
  readonly #plan: LinePlan;
  readonly #longest: LinePieces['longest'];
  readonly #keyCount: number;
  readonly #most: number;
  #begins = new Map<PlanWord, number>();

  constructor(arena: Arena, plan: LinePlan, longest: LinePieces['longest'], keyCount: number) {
    this.#arena = arena;
    this.#plan = plan;
    this.#longest = longest;
    this.#keyCount = keyCount;
    const { names, file, head } = longest;
    this.#most = Math.max(1, Math.min(mostLines, Math.floor(2 ** 23 / (names + 2 * file + 2 * head))));
    plan.set({ most: this.#most, sourceValid: arena.alloc(this.#most), targetValid: arena.alloc(this.#most) });
    this.#lay(2 ** 14);
  }

  /** Lays out anew, empty, for a difference of so many bytes of text. */
  enlarge(text: number): void {
    if (text > mostText) throw new NotDirect('a difference is too long for the kernel');
    this.#lay(2 * text);
  }

  written(): { readonly ndjson: Uint8Array; readonly csv: Uint8Array; readonly view: ViewRows } {
    const bytes = (word: PlanWord): Uint8Array => {
      const begin = this.#begins.get(word)!;
      return this.#arena.bytes(begin, this.#plan.get(word) - begin);
    };
    const rows = this.#plan.get('made');
    const valid = (word: PlanWord): Uint8Array => this.#arena.bytes(this.#plan.get(word), rows).slice();
    const [all, none, source, target] = [
      new Uint8Array(rows).fill(1),
      new Uint8Array(rows),
      valid('sourceValid'),
      valid('targetValid'),
    ];
    const columns = ofView.map((word, i) => {
      if (word === null) return { valid: none, values: new Uint8Array(0) };
      const name = viewColumns[i]!;
      const present = name.startsWith('source_') ? source : name.startsWith('target_') ? target : all;
      return { valid: present, values: bytes(word) };
    });
    return { ndjson: bytes('line'), csv: bytes('csv'), view: { rows, columns } };
  }

  empty(): void {
    this.#plan.set({ ...Object.fromEntries(this.#begins), made: 0 });
  }

  #lay(text: number): void {
    const { names, file, head } = this.#longest;
    const each = (bytes: number): number => this.#most * bytes;
    // Every piece of a line is one of these; a cell of the key has two quotes and a comma, or is null.
    const lineFixed = names + 2 * file + 9 * head + 3 * hex + 2 * number + 6 * this.#keyCount + spare;
    const csvFixed = names + 2 * file + head + 3 * hex + 2 * number + 12 * this.#keyCount + spare;
    const keyFixed = 6 * this.#keyCount + spare;
    const sizes = {
      line: 2 ** 20 + lineFixed + 6 * text,
      csv: 2 ** 20 + csvFixed + 12 * text,
      viewTable: each(head),
      viewKind: each(head),
      viewKey: 2 ** 18 + keyFixed + 6 * text,
      viewKeyDigest: each(4 + hex),
      viewColumns: each(8 + names),
      sourceRecord: 2 ** 19 + text,
      sourceDigest: each(4 + hex),
      sourceFile: each(file),
      sourceRow: each(4 + number),
      targetRecord: 2 ** 19 + text,
      targetDigest: each(4 + hex),
      targetFile: each(file),
      targetRow: each(4 + number),
    } satisfies Partial<Record<PlanWord, number>>;
    const begins = new Map<PlanWord, number>();
    for (const [word, size] of Object.entries(sizes)) begins.set(word as PlanWord, this.#arena.alloc(size + spare));
    const limit = (word: keyof typeof sizes): number => begins.get(word)! + sizes[word];
    this.#begins = begins;
    this.#plan.set({
      lineFixed,
      csvFixed,
      keyFixed,
      lineLimit: limit('line'),
      csvLimit: limit('csv'),
      keyLimit: limit('viewKey'),
      sourceLimit: limit('sourceRecord'),
      targetLimit: limit('targetRecord'),
    });
    this.empty();
  }
}
