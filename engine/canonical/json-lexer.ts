import { isDigit } from './grammar.ts';

/** A text that is not JSON (RFC 8259); `at` is the index of the first code unit that does not fit. */
export class NotJson extends Error {
  readonly at: number;
  constructor(what: string, at: number) {
    super(what);
    this.at = at;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const wordOf: ReadonlyMap<number, string> = new Map(
  ['null', 'true', 'false'].map((word) => [word.charCodeAt(0), word]),
);

/** A cursor over a JSON text that takes one token at a time. */
export class JsonLexer {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The code unit after white space, NaN at the end. */
  peek(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code;
      this.at++;
    }
  }

  fail(what: string): never {
    throw new NotJson(this.at >= this.text.length ? 'ends too early' : what, this.at);
  }

  /** Takes one punctuation mark when it is next. */
  skip(code: number): boolean {
    if (this.peek() !== code) return false;
    this.at++;
    return true;
  }

  expect(code: number): void {
    if (!this.skip(code)) this.fail(`lacks a ${String.fromCharCode(code)}`);
  }

  /** A string's value; it may hold a lone surrogate. */
  string(): string {
    if (this.peek() !== 34) this.fail('lacks a string');
    const { text } = this;
    let from = this.at + 1;
    let value = '';
    for (let at = from; ; at++) {
      const code = text.charCodeAt(at);
      if (code > 92 || (code >= 32 && code !== 34 && code !== 92)) continue;
      this.at = at;
      if (code === 34) {
        this.at++;
        return value + text.slice(from, at);
      }
      if (code !== 92) this.fail('holds a control character in a string');
      value += text.slice(from, at) + this.#escape();
      from = this.at;
      at = from - 1;
    }
  }

  #escape(): string {
    const letter = this.text[this.at + 1];
    if (letter === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9A-Fa-f]{4}$/.test(hex)) this.fail('holds a \\u without four hex digits');
      this.at += 6;
      return String.fromCharCode(parseInt(hex, 16));
    }
    const escaped = letter !== undefined && Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (escaped === undefined) this.fail('holds an unknown escape');
    this.at += 2;
    return escaped;
  }

  #digits(): void {
    const from = this.at;
    while (isDigit(this.text.charCodeAt(this.at))) this.at++;
    if (this.at === from) this.fail('holds a number that is none');
  }

  /** A number's lexeme, or `true`, `false`, `null`. */
  scalar(): string {
    const code = this.peek();
    const word = wordOf.get(code);
    if (word !== undefined) {
      if (!this.text.startsWith(word, this.at)) this.fail('lacks a value');
      this.at += word.length;
      return word;
    }
    const from = this.at;
    if (code !== 45 && !isDigit(code)) this.fail('lacks a value');
    if (code === 45) this.at++;
    if (this.text.charCodeAt(this.at) === 48) this.at++;
    else this.#digits();
    if (this.text.charCodeAt(this.at) === 46) {
      this.at++;
      this.#digits();
    }
    const mark = this.text.charCodeAt(this.at);
    if (mark === 101 || mark === 69) {
      this.at++;
      const sign = this.text.charCodeAt(this.at);
      if (sign === 43 || sign === 45) this.at++;
      this.#digits();
    }
    return this.text.slice(from, this.at);
  }

  /** Nothing but white space may be left. */
  end(): void {
    this.peek();
    if (this.at < this.text.length) this.fail('goes on after its end');
  }
}
