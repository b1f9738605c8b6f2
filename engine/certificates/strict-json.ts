import { JsonLexer, NotJson } from '../canonical/json-lexer.ts';
import { textOf } from './text-of.ts';
import { Unreadable } from './unreadable.ts';

/** A JSON value whose objects are Maps, so that no name in it is a name of ours; integers are exact. */
export type Json = string | bigint | number | boolean | null | readonly Json[] | ReadonlyMap<string, Json>;

const deepest = 100;

/**
 * Reads a stranger's JSON: a member twice is refused, since another reader might take the other one, and so is nesting
 * that would be a bomb.
 */
export function readJson(bytes: Uint8Array): Json {
  const lexer = new JsonLexer(textOf(bytes));
  try {
    const value = readValue(lexer, 0);
    lexer.end();
    return value;
  } catch (error) {
    if (error instanceof NotJson) throw new Unreadable('it is not JSON');
    throw error;
  }
}

function readValue(lexer: JsonLexer, depth: number): Json {
  if (depth > deepest) throw new Unreadable('its JSON is nested too deep');
  if (lexer.skip(openArray)) {
    const items: Json[] = [];
    if (lexer.skip(closeArray)) return items;
    do items.push(readValue(lexer, depth + 1));
    while (lexer.skip(comma));
    lexer.expect(closeArray);
    return items;
  }
  if (lexer.skip(openObject)) {
    const members = new Map<string, Json>();
    if (lexer.skip(closeObject)) return members;
    do {
      const name = lexer.string();
      if (members.has(name)) throw new Unreadable(`the member ${JSON.stringify(name)} stands twice in one object`);
      lexer.expect(colon);
      members.set(name, readValue(lexer, depth + 1));
    } while (lexer.skip(comma));
    lexer.expect(closeObject);
    return members;
  }
  if (lexer.peek() === quote) return lexer.string();
  const lexeme = lexer.scalar();
  if (lexeme === 'null') return null;
  if (lexeme === 'true' || lexeme === 'false') return lexeme === 'true';
  return /^-?\d{1,40}$/.test(lexeme) ? BigInt(lexeme) : Number(lexeme);
}

const [quote, comma, colon, openArray, closeArray, openObject, closeObject] = [34, 44, 58, 91, 93, 123, 125];

/** An object's members; null where the value is none. */
export const members = (value: Json | undefined): ReadonlyMap<string, Json> | null =>
  value instanceof Map ? (value as ReadonlyMap<string, Json>) : null;

/** A member of an object; undefined where there is none, or no object. */
export const member = (value: Json | undefined, name: string): Json | undefined => members(value)?.get(name);

/** The items of an array; null where the value is none. */
export const items = (value: Json | undefined): readonly Json[] | null =>
  Array.isArray(value) ? (value as readonly Json[]) : null;
