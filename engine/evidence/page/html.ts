import { codePointName, isHidden } from './hidden.ts';

/** Markup of ours. A class, so that no JSON from a stranger can pass for it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Part = string | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeCharacter = (character: string): string => entities[character] ?? character;

/** A text that is safe between tags and inside quoted attributes alike; hidden characters stand as `[U+202E]`. */
function escape(text: string): string {
  let escaped = '';
  for (const character of text)
    escaped += isHidden(character) ? `[${codePointName(character)}]` : escapeCharacter(character);
  return escaped;
}

/** Markup with every text in it escaped: only the literal parts can open a tag. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = literals[0]!;
  parts.forEach((part, i) => {
    if (typeof part === 'string') markup += escape(part);
    else if (part instanceof Html) markup += part.markup;
    else for (const each of part) markup += each.markup;
    markup += literals[i + 1]!;
  });
  return new Html(markup);
}

export const nothing = html``;

/** Pieces with the same markup between each two of them. */
export const joined = (pieces: readonly Html[], between: Html): Html =>
  new Html(pieces.map(({ markup }) => markup).join(between.markup));
