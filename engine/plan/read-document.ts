import { Composer, isMap, isScalar, isSeq, LineCounter, Parser } from 'yaml';
import type { Node, Pair, YAMLMap } from 'yaml';
import { Places } from './places.ts';
import type { Span } from './places.ts';
import type { PlanPath, PlanProblem } from './plan-problem.ts';
import type { PlanValue } from './plan-value.ts';
import { planText } from './plan-text.ts';
import { tokenProblems } from './token-problems.ts';

/** `places` is null when the bytes have no structure to judge further. */
export interface ReadDocument {
  readonly document: PlanValue;
  readonly places: Places | null;
  readonly problems: readonly PlanProblem[];
}

/**
 * A plan's bytes as a value with the place of each of its parts: YAML 1.2 core schema, of which JSON is a part, without
 * aliases, anchors, tags, merge keys, duplicate keys or a second document (formats.md section 6).
 */
export function readDocument(bytes: Uint8Array): ReadDocument {
  const decoded = planText(bytes);
  if ('problem' in decoded) return { document: null, places: null, problems: [decoded.problem] };
  const { text } = decoded;
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const problems: PlanProblem[] = [];
  const places = new Places(text, lines, { start: 0, end: text.length });
  const report = (at: number, what: string, remedy: string) =>
    problems.push({ what, path: [], remedy, ...places.lineOf(at) });
  if (tokenProblems(tokens, report) > 0) return { document: null, places: null, problems };
  const [root] = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    intAsBigInt: true,
    prettyErrors: false,
    uniqueKeys: false, // the library compares every pair of keys: hours for a hostile plan; the reader below has a map
  }).compose(tokens, true, text.length);
  // What the library says after the first follows from it, a problem a word.
  const [error] = (root?.errors ?? []).toSorted((one, other) => one.pos[0] - other.pos[0]);
  if (error !== undefined)
    report(
      error.pos[0],
      `Not YAML or JSON: ${firstLine(error.message)}`,
      'Mend this line or one above it; what follows is judged then',
    );
  if (root === undefined || problems.length > 0) return { document: null, places: null, problems };
  const reader = new DocumentReader(text, places);
  return { document: reader.value(root.contents, []), places, problems: reader.problems };
}

/** The library's messages quote what they stumbled on, a megabyte if need be. */
const firstLine = (message: string): string => message.split('\n', 1)[0]!.slice(0, 200);

/** JCS cannot write half a pair, so a plan that holds one has no identity. */
const loneSurrogate = /\p{Cs}/u;

const spanOf = (node: Node | null | undefined, otherwise: number): Span => ({
  start: node?.range?.[0] ?? otherwise,
  end: node?.range?.[1] ?? otherwise,
});

class DocumentReader {
  readonly problems: PlanProblem[] = [];
  readonly #text: string;
  readonly #places: Places;

  constructor(text: string, places: Places) {
    this.#text = text;
    this.#places = places;
  }

  value(node: unknown, path: PlanPath): PlanValue {
    if (isMap(node)) return this.#members(node as YAMLMap<Node, Node | null>, path);
    if (isSeq(node))
      return (node.items as (Node | null)[]).map((item, index) => {
        const span = spanOf(item, node.range?.[0] ?? 0);
        this.#places.add(path, index, span, span);
        return this.value(item, [...path, index]);
      });
    if (!isScalar(node)) return null;
    const { value } = node;
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    if (typeof value === 'string' && loneSurrogate.test(value))
      this.#report(path, 'A text holds half of a surrogate pair', 'Write the whole character', spanOf(node, 0));
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }

  #members(map: YAMLMap<Node, Node | null>, path: PlanPath): PlanValue {
    const members = Object.create(null) as Record<string, PlanValue>;
    for (const pair of map.items) {
      const key = spanOf(pair.key, map.range?.[0] ?? 0);
      const name = this.#name(pair, path, key);
      if (name === null) continue;
      const inside = [...path, name];
      if (this.#places.has(path, name)) {
        const { line } = this.#places.position(inside, 'key');
        const what = `The name ${JSON.stringify(name)} stands here twice, first in line ${line}`;
        this.#report(inside, what, 'Keep one of them', key);
        continue;
      }
      this.#places.add(path, name, key, spanOf(pair.value, key.end));
      members[name] = this.value(pair.value, inside);
    }
    return members;
  }

  #name({ key }: Pair<Node, Node | null>, path: PlanPath, span: Span): string | null {
    if (!isScalar(key)) {
      this.#report(path, 'A name must be a text', 'Write it as one text in quotes', span);
      return null;
    }
    const written = this.#text.slice(span.start, span.end);
    if (typeof key.value === 'string') {
      const name = key.value;
      if (name === '<<' && key.type === 'PLAIN')
        this.#report([...path, name], 'Merge keys are not taken', 'Write the members out; if it is a name: "<<"', span);
      else if (loneSurrogate.test(name))
        this.#report([...path, name], 'A name holds half of a surrogate pair', 'Write the whole character', span);
      return name;
    }
    // The options `null`, `true` and `false` are words of the grammar that YAML takes for values.
    if (/^(null|true|false)$/.test(written) && isOptions(path)) return written;
    this.#report(
      [...path, written],
      `The name ${written} is not a text`,
      `Write it in quotes: ${JSON.stringify(written)}`,
      span,
    );
    return written;
  }

  #report(path: PlanPath, what: string, remedy: string, { start }: Span): void {
    this.problems.push({ what, path, remedy, ...this.#places.lineOf(start) });
  }
}

/** A column's mapping, or one of its sides'. */
const isOptions = (path: PlanPath): boolean =>
  path[0] === 'tables' &&
  path[2] === 'columns' &&
  (path.length === 4 || (path.length === 5 && (path[4] === 'source' || path[4] === 'target')));
