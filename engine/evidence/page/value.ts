import { counted } from '../../../contract/grouped.ts';
import { codePointName, isHidden } from './hidden.ts';
import { escapeCharacter, Html, html, nothing } from './html.ts';

const chip = (label: string): string => `<i>${label}</i>`;

/** Characters that are shown of a longer text: nobody reads more of it here, and a thousand such would be no page. */
const mostShown = 10_000;
const ahead = 200;

/**
 * A text of a stranger: isolated, so that right-to-left letters order nothing but themselves; hidden characters by their
 * code point; spaces that the eye would miss as a sign. `isChanged` says which characters, by index, are marked. Of a
 * long one the part around the index `near`, and how much is left out at either end.
 */
export function value(text: string, isChanged: (index: number) => boolean = () => false, near = 0): Html {
  if (text === '') return html`<i class="none">empty text</i>`;
  if (text.length <= mostShown) return part(text, 0, text.length, isChanged);
  const from = Math.max(0, near - ahead);
  const start = boundary(text, from);
  const end = boundary(text, Math.min(text.length, from + mostShown));
  return html`${leftOut(text, 0, start, 'before it')}${part(text, start, end, isChanged)}${leftOut(text, end, text.length, 'more')}`;
}

function part(text: string, start: number, end: number, isChanged: (index: number) => boolean): Html {
  const pieces: string[] = [];
  let marked = false;
  let at = start;
  const shown = text.slice(start, end);
  for (const character of shown) {
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
  }
  return new Html(
    `<bdi${/[^\s/_]{25}/.test(shown) ? ' class="long"' : ''}>${pieces.join('')}${marked ? '</mark>' : ''}</bdi>`,
  );
}

/** Not inside a character of two units. */
const boundary = (text: string, at: number): number => (at > 0 && isLow(text.charCodeAt(at)) ? at - 1 : at);
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function leftOut(text: string, from: number, to: number, where: string): Html {
  let characters = 0;
  for (let at = from; at < to; at++) if (!isLow(text.charCodeAt(at))) characters++;
  return characters === 0 ? nothing : html` <i class="none">${counted(String(characters), 'character')} ${where}</i> `;
}

/** At an end of the text, or beside another space. */
const isMissed = (text: string, at: number): boolean => (text[at - 1] ?? ' ') === ' ' || (text[at + 1] ?? ' ') === ' ';

/** NULL is no text, and looks like none. */
export const valueOrNull = (text: string | null): Html =>
  text === null ? html`<i class="none">NULL</i>` : value(text);

/** A name of a file or column, or a condition: a value in the fixed-width face. */
export const code = (text: string): Html => html`<code>${value(text)}</code>`;
