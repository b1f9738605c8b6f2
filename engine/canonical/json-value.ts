import { JsonLexer, NotJson } from './json-lexer.ts';
import { jcsNumber } from './json-number.ts';

const [quote, comma, colon, openArray, closeArray, openObject, closeObject] = [34, 44, 58, 91, 93, 123, 125];

/** A container that is open while its values are read. A stack of them, and no recursion: nesting has no limit. */
type Open =
  | { readonly kind: 'array'; text: string }
  | { readonly kind: 'object'; readonly members: Map<string, string>; name: string };

/** Under `u` a pair is one code point, so this finds what stands alone. */
const loneSurrogate = /[\ud800-\udfff]/u;

/** RFC 8785: JSON.stringify escapes as it asks for; a lone surrogate has no UTF-8 and so no form. */
const jcsString = (value: string): string | undefined =>
  loneSurrogate.test(value) ? undefined : JSON.stringify(value);

function jcsScalar(lexer: JsonLexer): string | undefined {
  if (lexer.peek() === quote) return jcsString(lexer.string());
  const lexeme = lexer.scalar();
  return lexeme === 'null' || lexeme === 'true' || lexeme === 'false' ? lexeme : jcsNumber(lexeme);
}

/** Names in the order of their UTF-16 code units, which is the order of JavaScript's own comparison. */
function jcsObject(members: ReadonlyMap<string, string>): string {
  let text = '';
  for (const name of [...members.keys()].sort())
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${members.get(name)!}`;
  return text === '' ? '{}' : text + '}';
}

/**
 * Reads one JSON value: its JCS text, or undefined when it has none (a number that does not survive as a double, a
 * member twice, a lone surrogate). Throws NotJson.
 */
function readJcs(lexer: JsonLexer): string | undefined {
  const stack: Open[] = [];
  let formless = false;

  const name = (object: Extract<Open, { kind: 'object' }>): void => {
    object.name = lexer.string();
    lexer.expect(colon);
    if (object.members.has(object.name) || loneSurrogate.test(object.name)) formless = true;
  };

  for (;;) {
    let value: string | undefined;
    if (lexer.skip(openArray)) {
      stack.push({ kind: 'array', text: '' });
      if (!lexer.skip(closeArray)) continue;
      stack.pop();
      value = '[]';
    } else if (lexer.skip(openObject)) {
      const object: Extract<Open, { kind: 'object' }> = { kind: 'object', members: new Map(), name: '' };
      if (!lexer.skip(closeObject)) {
        stack.push(object);
        name(object);
        continue;
      }
      value = '{}';
    } else value = jcsScalar(lexer);

    // The value is whole: hand it to what holds it, and that in turn when it closes.
    for (;;) {
      if (value === undefined) {
        formless = true;
        value = 'null';
      }
      const top = stack.at(-1);
      if (top === undefined) return formless ? undefined : value;
      if (top.kind === 'array') top.text += (top.text === '' ? '[' : ',') + value;
      else top.members.set(top.name, value);
      if (lexer.skip(comma)) {
        if (top.kind === 'object') name(top);
        break;
      }
      lexer.expect(top.kind === 'array' ? closeArray : closeObject);
      stack.pop();
      value = top.kind === 'array' ? top.text + ']' : jcsObject(top.members);
    }
  }
}

/** The JCS text of a JSON text whose numbers are judged by their lexemes; undefined when it has no form or is no JSON. */
export function jcsOfLexemes(jsonText: string): string | undefined {
  const lexer = new JsonLexer(jsonText);
  try {
    const text = readJcs(lexer);
    lexer.end();
    return text;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** A member's value as a typed source writes it: null for `null`, undefined when it has no form. */
function readMember(lexer: JsonLexer): string | null | undefined {
  const code = lexer.peek();
  if (code === openArray || code === openObject) return readJcs(lexer);
  if (code === quote) {
    const value = lexer.string();
    return loneSurrogate.test(value) ? undefined : value;
  }
  const lexeme = lexer.scalar();
  return lexeme === 'null' ? null : lexeme;
}

/** Why a line is no record, and the index of the code unit where that shows. */
export interface JsonProblem {
  readonly problem: string;
  readonly at: number;
}

/**
 * The members of a line's one object by name, each as typed sources write values (formats.md section 2): a string's
 * value, a number's lexeme, `true`, `false`, null, nested values in JCS; undefined for a value without a form.
 */
export function parseJsonMembers(line: string): Map<string, string | null | undefined> | JsonProblem {
  const lexer = new JsonLexer(line);
  const members = new Map<string, string | null | undefined>();
  try {
    lexer.expect(openObject);
    if (!lexer.skip(closeObject)) {
      do {
        const start = lexer.at;
        const name = lexer.string();
        if (members.has(name)) return { problem: `holds the member ${JSON.stringify(name)} twice`, at: start };
        if (loneSurrogate.test(name)) return { problem: 'holds a member whose name has a lone surrogate', at: start };
        lexer.expect(colon);
        members.set(name, readMember(lexer));
      } while (lexer.skip(comma));
      lexer.expect(closeObject);
    }
    lexer.end();
    return members;
  } catch (error) {
    if (error instanceof NotJson) return { problem: error.message, at: error.at };
    throw error;
  }
}
