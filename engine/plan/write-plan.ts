import type { PlanPath } from './plan-problem.ts';
import { pathText } from './plan-problem.ts';
import { yamlFlow } from './yaml-flow.ts';
import { yamlComment, yamlScalar } from './yaml-scalar.ts';

/** What a plan document is made of before it is judged; members stand in the order written. */
export type PlanData = boolean | number | string | readonly PlanData[] | PlanMapping;
export interface PlanMapping {
  readonly [name: string]: PlanData;
}

/** A remark above a member or an entry of a plan. */
export interface PlanNote {
  readonly path: PlanPath;
  readonly lines: readonly string[];
  /**
   * For what is unsure: the document has nothing at `path`, and this is written there as a comment, below its neighbours and
   * ready to be uncommented. What it would stand in must be in the document, and not be empty.
   */
  readonly unsure?: PlanData;
}

/**
 * A plan document as YAML in the style of formats.md section 6, notes above the line they speak of.
 * Reads back as the same document, whatever the texts. Throws TypeError for half of a surrogate pair, and for a note that
 * speaks of nothing.
 */
export function planYaml(document: PlanMapping, notes: readonly PlanNote[] = []): string {
  const writer = new PlanWriter(notes);
  const text = writer.mapping(document, [], '').join('\n');
  const lost = notes.find((note) => !writer.written.has(note));
  if (lost !== undefined) throw new TypeError(`Nothing stands at ${pathText(lost.path)}`);
  return `${text}\n`;
}

class PlanWriter {
  readonly written = new Set<PlanNote>();
  readonly #notes = new Map<string, PlanNote[]>();

  constructor(notes: readonly PlanNote[]) {
    for (const note of notes) {
      const place = placeOf(note);
      this.#notes.set(place, [...(this.#notes.get(place) ?? []), note]);
    }
  }

  mapping(members: PlanMapping, path: PlanPath, indent: string): string[] {
    const names = isColumns(path) ? Object.keys(members).map((name) => yamlScalar(name).length) : [];
    const width = Math.min(24, Math.max(0, ...names));
    const write = (name: string, value: PlanData) => this.#member(name, value, [...path, name], indent, width);
    return [
      ...Object.entries(members).flatMap(([name, value]) => [
        ...this.#above([...path, name], indent),
        ...write(name, value),
      ]),
      ...this.#unsure(path, indent, (step, value) => write(String(step), value)),
    ];
  }

  #entries(list: readonly PlanData[], path: PlanPath, indent: string): string[] {
    const write = (index: number, entry: PlanData): string[] => {
      if (path[0] !== 'tables' || path.length > 1 || !isMapping(entry)) return [`${indent}- ${yamlFlow(entry)}`];
      const [first = '', ...rest] = this.mapping(entry, [...path, index], `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    };
    return [
      ...list.flatMap((entry, index) => [...this.#above([...path, index], indent), ...write(index, entry)]),
      ...this.#unsure(path, indent, (step, value) => write(Number(step), value)),
    ];
  }

  #member(name: string, value: PlanData, path: PlanPath, indent: string, width: number): string[] {
    const start = `${indent}${yamlScalar(name)}:`;
    if (isBlockList(path) && isList(value) && value.length > 0)
      return [start, ...this.#entries(value, path, `${indent}  `)];
    if (isColumns(path) && isMapping(value) && Object.keys(value).length > 0)
      return [start, ...this.mapping(value, path, `${indent}  `)];
    return [`${start.padEnd(indent.length + width + 1)} ${yamlFlow(value)}`];
  }

  #above(path: PlanPath, indent: string): string[] {
    return this.#take(`above ${pathText(path)}`).flatMap(({ lines }) => yamlComment(lines, indent));
  }

  #unsure(parent: PlanPath, indent: string, write: (step: string | number, value: PlanData) => string[]): string[] {
    return this.#take(`in ${pathText(parent)}`).flatMap(({ path, lines, unsure }) => {
      const member = write(path.at(-1)!, unsure!);
      return [...yamlComment(lines, indent), ...member.map((line) => `${indent}# ${line.slice(indent.length)}`)];
    });
  }

  #take(place: string): readonly PlanNote[] {
    const notes = this.#notes.get(place) ?? [];
    for (const note of notes) this.written.add(note);
    return notes;
  }
}

/** A note on a part of a line stands above the line. */
function placeOf({ path, unsure }: PlanNote): string {
  if (unsure !== undefined) return `in ${pathText(path.slice(0, -1))}`;
  const lines = isBlockList(path.slice(0, 3)) || isColumns(path.slice(0, 3)) ? 4 : path[0] === 'tables' ? 3 : 2;
  return `above ${pathText(path.slice(0, isBlockList(path.slice(0, 1)) ? lines : 1))}`;
}

const isList = (value: PlanData): value is readonly PlanData[] => Array.isArray(value);
const isMapping = (value: PlanData): value is PlanMapping => typeof value === 'object' && !isList(value);

/** The parts that grow long have a line for each of theirs; all others stand in one line. */
const isBlockList = (path: PlanPath): boolean =>
  path.length === 1
    ? path[0] === 'tables' || path[0] === 'assumptions'
    : path.length === 3 && path[0] === 'tables' && /^(ignore|totals|checks)$/.test(String(path[2]));
const isColumns = (path: PlanPath): boolean => path.length === 3 && path[0] === 'tables' && path[2] === 'columns';
