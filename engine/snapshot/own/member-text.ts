import { JsonLexer } from '../../canonical/json-lexer.ts';

const [quote, comma, colon, openArray, closeArray, openObject, closeObject] = [34, 44, 58, 91, 93, 123, 125];

/** The source text of a member of the line's object, which is known to be whole: what is listed of a value without a form. */
export function memberText(line: string, name: string): string {
  const lexer = new JsonLexer(line);
  lexer.expect(openObject);
  for (;;) {
    const found = lexer.string() === name;
    lexer.expect(colon);
    lexer.peek();
    const start = lexer.at;
    skipValue(lexer);
    if (found) return line.slice(start, lexer.at);
    lexer.expect(comma);
  }
}

function skipValue(lexer: JsonLexer): void {
  let depth = 0;
  do {
    const code = lexer.peek();
    if (code === openArray || code === openObject) depth++;
    else if (code === closeArray || code === closeObject) depth--;
    if (code === quote) lexer.string();
    else if ([openArray, openObject, closeArray, closeObject, comma, colon].includes(code)) lexer.at++;
    else lexer.scalar();
  } while (depth > 0);
}
