import { codePointName, isHidden } from './hidden.ts';
import { escapeCharacter, Html, html } from './html.ts';

const chip = (label: string): string => `<i>${label}</i>`;

/**
 * A text of a stranger, whole: isolated, so that right-to-left letters order nothing but themselves; hidden characters by
 * their code point; spaces that the eye would miss as a sign. `isChanged` says which characters, by index, are marked.
 */
export function value(text: string, isChanged: (index: number) => boolean = () => false): Html {
  if (text === '') return html`<i class="none">empty text</i>`;
  const characters = Array.from(text);
  let markup = '';
  let marked = false;
  for (const [i, character] of characters.entries()) {
    const changed = isChanged(i);
    if (changed !== marked) markup += changed ? '<mark>' : '</mark>';
    marked = changed;
    if (character === ' ' && (isMissed(characters, i) || (changed && !(isChanged(i - 1) && isChanged(i + 1)))))
      markup += chip('␣');
    else if (isHidden(character)) markup += chip(codePointName(character));
    else markup += escapeCharacter(character);
    // Paths and long names break where a reader would break them; nothing of it is copied.
    if (character === '/' || character === '_') markup += '<wbr />';
  }
  return new Html(`<bdi${/[^\s/_]{25}/.test(text) ? ' class="long"' : ''}>${markup}${marked ? '</mark>' : ''}</bdi>`);
}

/** At an end of the text, or beside another space. */
const isMissed = (characters: readonly string[], i: number): boolean =>
  (characters[i - 1] ?? ' ') === ' ' || (characters[i + 1] ?? ' ') === ' ';

/** NULL is no text, and looks like none. */
export const valueOrNull = (text: string | null): Html =>
  text === null ? html`<i class="none">NULL</i>` : value(text);

/** A name of a file or column, or a condition: a value in the fixed-width face. */
export const code = (text: string): Html => html`<code>${value(text)}</code>`;
