import { excerpt } from '../../text/excerpt.ts';
import { amount } from '../../text/numbers.ts';
import { cellOf, type Cell, type GridColumn } from './grid-columns.ts';
import type { Difference } from './kinds.ts';

/** A cell as it is drawn. */
export interface DrawnCell {
  /** What it holds, where that is one plain text; null where something in it has to be marked. */
  readonly plain: string | null;
  readonly look: 'dim' | 'null' | 'absent' | '';
  /** The whole value, where it may be cut; of a huge one as much as a tooltip bears. */
  readonly title: string | undefined;
  readonly cell: Cell;
}

const tooltip = 500;
const hinted = 20;

/** Printable ASCII without a space at either end: nothing in it can be unseen. */
const isPlain = (text: string): boolean => /^[!-~]([ -~]*[!-~])?$/.test(text);

/** Wider letters than a digit are cut sooner than their number says. */
const mayBeCut = (text: string, { width }: GridColumn): boolean =>
  text.length > hinted || text.length * (isPlain(text) ? 1 : 2) > width;

export const written = (text: string, column: GridColumn): string => (column.isNumber ? amount(text) : text);

/** Cut to its column. The end of a long word tells more than its middle: `0xcfcd208495…91d3`. */
function fitted(text: string, width: number): string {
  if (text.length <= width) return text;
  const tail = /^\S+$/.test(text) ? text.slice(-4) : '';
  return `${excerpt(text, 0, width - 2 - tail.length).text}…${tail}`;
}

function drawnCell(difference: Difference, column: GridColumn): DrawnCell {
  const cell = cellOf(difference, column);
  switch (cell.kind) {
    case 'nothing':
      return { plain: '', look: '', title: undefined, cell };
    case 'absent':
      return { plain: '–', look: 'absent', title: 'no row', cell };
    case 'formless':
      return { plain: null, look: '', title: cell.text.slice(0, tooltip), cell };
    case 'value': {
      const { text, against } = cell;
      const title = text !== null && mayBeCut(text, column) ? text.slice(0, tooltip) : undefined;
      // In a row that both sides have, what is equal steps back.
      const equal = difference.source !== null && difference.target !== null && !column.isKey && against === undefined;
      const look = equal ? 'dim' : '';
      if (against !== undefined) return { plain: null, look, title, cell };
      if (text === null || text === '') return { plain: text === null ? 'NULL' : 'empty', look: 'null', title, cell };
      return { plain: isPlain(text) ? fitted(written(text, column), column.width) : null, look, title, cell };
    }
  }
}

/** Every cell of a row, drawn as far as text goes: what a scrolled window spends its time on is done once a row here. */
export const drawnCells = (difference: Difference, columns: readonly GridColumn[]): readonly DrawnCell[] =>
  columns.map((column) => drawnCell(difference, column));
