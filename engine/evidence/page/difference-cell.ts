import { groupedDecimal } from '../../../contract/grouped.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import { changedCharacters } from './changed-characters.ts';
import { codePointName } from './hidden.ts';
import { html, nothing, type Html } from './html.ts';
import { value, valueOrNull } from './value.ts';

type Cell = string | null;

/** Amounts in groups; everything else as it stands in the record. */
const cellText = (type: CanonicalType, cell: string): string => (type.kind === 'decimal' ? groupedDecimal(cell) : cell);

export const cellOrNull = (type: CanonicalType, cell: Cell): Html =>
  valueOrNull(cell === null ? null : cellText(type, cell));

/** Both sides of a changed cell, marked down to the characters. NULL and the empty text are marked whole. */
export function changedCells(type: CanonicalType, source: Cell, target: Cell): readonly [source: Html, target: Html] {
  if (source === null || target === null || source === '' || target === '')
    return [whole(type, source), whole(type, target)];
  const texts = [cellText(type, source), cellText(type, target)] as const;
  const changed = changedCharacters(...texts, type.kind !== 'text');
  return [
    html`${value(texts[0], changed.source, changed.from)}${spelling(texts[0], changed.source)}`,
    html`${value(texts[1], changed.target, changed.from)}${spelling(texts[1], changed.target)}`,
  ];
}

function whole(type: CanonicalType, cell: Cell): Html {
  if (cell === null || cell === '') return html`<mark>${valueOrNull(cell)}</mark>`;
  return value(cellText(type, cell), () => true);
}

const spelled = 8;

/** Letters that look alike are told apart by their code points: a Cyrillic A, an accent of its own. */
function spelling(text: string, isChanged: (index: number) => boolean): Html {
  const marked: string[] = [];
  let at = 0;
  for (const character of text) {
    if (isChanged(at)) marked.push(character);
    if (marked.length > spelled) return nothing;
    at += character.length;
  }
  if (marked.every((character) => character < '\x7f')) return nothing;
  return html` <small class="dim">${marked.map(codePointName).join(' ')}</small>`;
}
