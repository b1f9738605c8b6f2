export type WhereToken = { /** in UTF-16 code units, from 0 */ readonly at: number } & (
  | { readonly kind: 'column' | 'text'; readonly value: string }
  | { readonly kind: 'number' | 'symbol' | 'keyword'; readonly value: string }
  | { readonly kind: 'end'; readonly value: '' }
);

/** What is wrong with a condition, and at which of its characters. */
export class WhereError extends Error {
  readonly at: number;
  readonly remedy: string;
  constructor(what: string, at: number, remedy = '') {
    super(what);
    this.at = at;
    this.remedy = remedy;
  }
}

const keywords = new Set(['AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'IS', 'NULL', 'TRUE', 'FALSE']);

// Unrolled loops, so that a long text neither backtracks nor fills the engine's stack.
const shapes = [
  ['space', /[ \t\r\n]+/uy],
  ['column', /"[^"]*(?:""[^"]*)*"/uy],
  ['text', /'[^']*(?:''[^']*)*'/uy],
  ['number', /[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?(?![\p{ID_Continue}.])/uy],
  ['word', /[\p{ID_Start}_][\p{ID_Continue}$]*/uy],
  ['symbol', /<>|!=|<=|>=|[=<>(),]/uy],
] as const;

/** The words of a condition, an `end` after them. Throws WhereError. */
export function whereTokens(text: string): WhereToken[] {
  const tokens: WhereToken[] = [];
  let at = 0;
  while (at < text.length) {
    const found = wordAt(text, at);
    if (found === null) throw unknown(text, at);
    const [shape, word] = found;
    if (shape === 'column' || shape === 'text') {
      const quote = word[0]!;
      tokens.push({ kind: shape, value: word.slice(1, -1).replaceAll(quote + quote, quote), at });
    } else if (shape === 'number' || shape === 'symbol')
      tokens.push({ kind: shape, value: word === '!=' ? '<>' : word, at });
    else if (shape === 'word') {
      const upper = word.toUpperCase();
      tokens.push(keywords.has(upper) ? { kind: 'keyword', value: upper, at } : { kind: 'column', value: word, at });
    }
    at += word.length;
  }
  tokens.push({ kind: 'end', value: '', at });
  return tokens;
}

function wordAt(text: string, at: number): readonly [(typeof shapes)[number][0], string] | null {
  for (const [shape, pattern] of shapes) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return [shape, match[0]];
  }
  return null;
}

function unknown(text: string, at: number): WhereError {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  if (character === "'")
    return new WhereError('A text is not closed', at, "End it by ', and write a ' inside it twice");
  if (character === '"')
    return new WhereError('A column name is not closed', at, 'End it by ", and write a " inside it twice');
  if (/[0-9.+-]/.test(character))
    return new WhereError('This is not a number of the grammar', at, 'Write it like -12.50; there is no arithmetic');
  return new WhereError(
    `${JSON.stringify(character)} means nothing here`,
    at,
    'A condition has columns, literals, comparison, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL and parentheses',
  );
}
