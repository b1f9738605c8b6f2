import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { TallyError } from '../../../contract/problem.ts';
import type { Side } from '../../../contract/side.ts';
import { readDocument } from '../../plan/read-document.ts';
import { yamlScalar } from '../../plan/yaml-scalar.ts';
import { yamlFlow } from '../../plan/yaml-flow.ts';
import { appendItem, memberOf, setMember } from './yaml-splice.ts';

type Map = YAMLMap<Node, Node | null>;

export interface ColumnEdit {
  readonly table: string;
  readonly column: string;
  /** null: for both sides. */
  readonly side: Side | null;
  readonly option: string;
  /** YAML; null takes the option away. */
  readonly value: string | null;
}

/** The plan's text with one option of a column changed; a column that the table lacks is added, as a text. */
export function editColumn(text: string, { table, column, side, option, value }: ColumnEdit): string {
  const set = value === null ? null : flowOf(value);
  const key = memberName(option);
  const columns = demandMap(memberOf(tableNode(text, table), 'columns'), `the columns of ${table}`);
  const own = memberOf(columns, column);
  if (own === null) {
    if (set === null) return text;
    const inside = side === null ? `${key}: ${set}` : `${side}: { ${key}: ${set} }`;
    const type = side === null && option === 'type' ? '' : 'type: text, ';
    return setMember(text, columns, column, yamlScalar(column), `{ ${type}${inside} }`);
  }
  const map = demandMap(own, `the column ${column}`);
  if (side === null) return setMember(text, map, option, key, set);
  const ofSide = memberOf(map, side);
  if (isMap(ofSide)) return setMember(text, ofSide as Map, option, key, set);
  if (set === null) return option === 'column' ? setMember(text, map, side, side, null) : text;
  if (option === 'column') return setMember(text, map, side, side, set);
  const name = isScalar(ofSide) && typeof ofSide.value === 'string' ? `column: ${yamlScalar(ofSide.value)}, ` : '';
  return setMember(text, map, side, side, `{ ${name}${key}: ${set} }`);
}

/** The same for an option of the table itself: its key, its shard, its checks. */
export function editTable(text: string, table: string, option: string, value: string | null): string {
  return setMember(text, tableNode(text, table), option, memberName(option), value === null ? null : flowOf(value));
}

/** Takes a column out of the plan. */
export function removeColumn(text: string, table: string, column: string): string {
  const columns = demandMap(memberOf(tableNode(text, table), 'columns'), `the columns of ${table}`);
  return setMember(text, columns, column, yamlScalar(column), null);
}

/** Says of a side's column that it is left out, and why; a second reason takes the place of the first. */
export function ignoreColumn(text: string, table: string, side: Side, column: string, reason: string): string {
  const node = tableNode(text, table);
  const entry = `{ side: ${side}, column: ${yamlScalar(column)}, reason: ${yamlScalar(reason)} }`;
  const list = memberOf(node, 'ignore');
  if (!isSeq(list) || list.items.length === 0) return setMember(text, node, 'ignore', 'ignore', `[${entry}]`);
  const items = (list as YAMLSeq<Node>).items;
  const same = items.find((item) => textOf(item, 'side') === side && textOf(item, 'column') === column);
  if (isMap(same)) return setMember(text, same as Map, 'reason', 'reason', yamlScalar(reason));
  return appendItem(text, list as YAMLSeq<Node>, entry);
}

/** The plan with a side's path put in place of what it says: the workspace decides where its exports lie. */
export function setPath(text: string, side: Side, path: string): string {
  const root = rootOf(text);
  const own = memberOf(root, side);
  return isMap(own)
    ? setMember(text, own as Map, 'path', 'path', yamlScalar(path))
    : setMember(text, root, side, side, `{ path: ${yamlScalar(path)} }`);
}

const textOf = (node: unknown, name: string): string | null => {
  const value = memberOf(node, name);
  return isScalar(value) ? String(value.value) : null;
};

function rootOf(text: string): Map {
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false, uniqueKeys: false });
  if (document.errors.length > 0)
    throw new TallyError('usage', 'The plan’s text is not YAML as it stands', '', 'Mend what is marked, or undo');
  return demandMap(document.contents, 'the plan');
}

function tableNode(text: string, name: string): Map {
  const tables = memberOf(rootOf(text), 'tables');
  const found = isSeq(tables) ? tables.items.find((table) => textOf(table, 'name') === name) : undefined;
  if (found === undefined) throw new TallyError('usage', 'The plan has no such table', JSON.stringify(name));
  return demandMap(found, `the table ${name}`);
}

function demandMap(node: unknown, what: string): Map {
  if (isMap(node)) return node as Map;
  throw new TallyError('usage', `In the plan’s text ${what} is no mapping`, '', 'Mend it in the text');
}

/** What the page gives as YAML, written by us: on one line, and one value whatever was in it. */
function flowOf(value: string): string {
  const { document, places, problems } = readDocument(Buffer.from(value));
  if (places === null || problems.length > 0)
    throw new TallyError('usage', problems[0]?.what ?? 'This is no value', value.slice(0, 80), 'Put a text in quotes');
  return yamlFlow(document);
}

/** `null`, `true` and `false` are options too, and are names as they stand. */
function memberName(option: string): string {
  return /^(null|true|false)$/.test(option) ? option : yamlScalar(option);
}
