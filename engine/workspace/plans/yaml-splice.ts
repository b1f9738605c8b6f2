import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

type Map = YAMLMap<Node, Node | null>;

const keyText = (pair: Pair<Node, Node | null>): string => (isScalar(pair.key) ? String(pair.key.value) : '');
const pairOf = (map: Map, name: string): Pair<Node, Node | null> | undefined =>
  map.items.find((pair) => keyText(pair) === name);
export const memberOf = (node: unknown, name: string): Node | null =>
  isMap(node) ? (pairOf(node as Map, name)?.value ?? null) : null;

/**
 * Puts `value`, YAML on one line, at a member of a mapping of the text; null takes the member away. All else keeps its
 * bytes: comments, blank lines, how things stand below each other.
 */
export function setMember(text: string, map: Map, name: string, key: string, value: string | null): string {
  const pair = pairOf(map, name);
  if (map.flow === true) return setFlowMember(text, map, pair, value === null ? null : `${key}: ${value}`);
  if (pair === undefined) return value === null ? text : insertLine(text, map, `${key}: ${value}`);
  const [start, end] = spanOf(pair);
  if (value === null) return removeLines(text, start, end);
  const from =
    isNode(pair.value) && pair.value.range![1] > pair.value.range![0] ? pair.value.range![0] : pair.key.range![1];
  if (from === pair.key.range![1]) return splice(text, from, text.indexOf(':', from) + 1, `: ${value}`);
  // A block value begins on a line of its own: the value goes behind the name.
  const onOwnLine = text.slice(pair.key.range![1], from).includes('\n');
  return onOwnLine
    ? splice(text, pair.key.range![1], trimmedEnd(text, end), `: ${value}`)
    : splice(text, from, trimmedEnd(text, end), value);
}

function setFlowMember(
  text: string,
  map: Map,
  pair: Pair<Node, Node | null> | undefined,
  member: string | null,
): string {
  const { items } = map;
  if (pair !== undefined && member !== null) return splice(text, ...spanOf(pair), member);
  if (member !== null && items.length > 0) {
    const [, end] = spanOf(items.at(-1)!);
    return splice(text, end, end, `, ${member}`);
  }
  if (member !== null || items.length === 1)
    return pair === undefined && member === null
      ? text
      : splice(text, map.range![0], map.range![1], member === null ? '{}' : `{ ${member} }`);
  if (pair === undefined) return text;
  const at = items.indexOf(pair);
  const [start, end] = spanOf(pair);
  return at === 0 ? splice(text, start, spanOf(items[1]!)[0], '') : splice(text, spanOf(items[at - 1]!)[1], end, '');
}

/** Adds an entry, YAML on one line, at the end of a list. */
export function appendItem(text: string, list: YAMLSeq<Node>, value: string): string {
  if (list.flow === true) {
    const items = list.items.map((item) => text.slice(item.range![0], item.range![1]));
    return splice(text, list.range![0], list.range![1], `[${[...items, value].join(', ')}]`);
  }
  return insertLine(text, list, `- ${value}`);
}

const spanOf = (pair: Pair<Node, Node | null>): [number, number] => [
  pair.key.range![0],
  isNode(pair.value) ? pair.value.range![1] : pair.key.range![1],
];
const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

/** Where what ends at `end` has its last character. */
function trimmedEnd(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

/** A line below the last of a block mapping or list, as far in as its first entry. */
function insertLine(text: string, block: Map | YAMLSeq<Node>, line: string): string {
  const start = isSeq(block) ? block.range![0] : (block.items[0] as Pair<Node>).key.range![0];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(lineStart, start).replaceAll(/[^ ]/g, ' ');
  const last = trimmedEnd(text, block.range![1]);
  const next = text.indexOf('\n', last);
  const at = next < 0 ? text.length : next;
  return splice(text, at, at, `\n${indent}${line}`);
}

function removeLines(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', trimmedEnd(text, end));
  const to = next < 0 ? text.length : next + 1;
  // The first member of a list's entry stands behind its dash.
  const dash = /^ *- +/.exec(text.slice(from, start))?.[0] ?? '';
  const rest = text.slice(to);
  return text.slice(0, from) + (dash === '' ? rest : dash + rest.trimStart());
}
