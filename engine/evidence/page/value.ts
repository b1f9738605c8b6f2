import { codePointName, isHidden } from './hidden.ts';
import { escapeCharacter, Html, html } from './html.ts';

const chip = (label: string): string => `<i>${label}</i>`;

/** A text that grows by a character is a chain of all of them: so many are joined before they fill the memory. */
const mostPieces = 4096;

/**
 * A text of a stranger, whole: isolated, so that right-to-left letters order nothing but themselves; hidden characters by
 * their code point; spaces that the eye would miss as a sign. `isChanged` says which characters, by index, are marked.
 */
export function value(text: string, isChanged: (index: number) => boolean = () => false): Html {
  if (text === '') return html`<i class="none">empty text</i>`;
  let markup = '';
  let pieces: string[] = [];
  let marked = false;
  let at = 0;
  for (const character of text) {
    const changed = isChanged(at);
    if (changed !== marked) pieces.push(changed ? '<mark>' : '</mark>');
    marked = changed;
    if (character === ' ' && (isMissed(text, at) || (changed && !(isChanged(at - 1) && isChanged(at + 1)))))
      pieces.push(chip('␣'));
    else if (isHidden(character)) pieces.push(chip(codePointName(character)));
    else pieces.push(escapeCharacter(character));
    // Paths and long names break where a reader would break them; nothing of it is copied.
    if (character === '/' || character === '_') pieces.push('<wbr />');
    at += character.length;
    if (pieces.length < mostPieces) continue;
    markup += pieces.join('');
    pieces = [];
  }
  markup += pieces.join('');
  return new Html(`<bdi${/[^\s/_]{25}/.test(text) ? ' class="long"' : ''}>${markup}${marked ? '</mark>' : ''}</bdi>`);
}

/** At an end of the text, or beside another space. */
const isMissed = (text: string, at: number): boolean => (text[at - 1] ?? ' ') === ' ' || (text[at + 1] ?? ' ') === ' ';

/** NULL is no text, and looks like none. */
export const valueOrNull = (text: string | null): Html =>
  text === null ? html`<i class="none">NULL</i>` : value(text);

/** A name of a file or column, or a condition: a value in the fixed-width face. */
export const code = (text: string): Html => html`<code>${value(text)}</code>`;
