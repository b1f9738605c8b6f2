import { cellAt, columnsAt, reach, rowsAt, type Look } from './levels.ts';

/** What is known of a cell; null while it is on its way. */
export type CellState = 'equal' | 'differs' | 'unseen' | null;

/** Colours as the page's tokens come out in its scheme. */
export interface Shades {
  readonly equal: string;
  readonly differs: string;
  readonly unseen: string;
  readonly accent: string;
  readonly ground: string;
}

interface Picture {
  /** Width of the map on the page; it is half as high. */
  readonly pixels: number;
  readonly level: number;
  readonly look: Look;
  readonly state: (cell: number) => CellState;
  readonly cursor: number | null;
  readonly picked: { readonly first: number; readonly last: number } | null;
  readonly shades: Shades;
}

/** Draws the cells in sight, and no others: as many at every zoom, whatever the depth. */
export function paint(canvas: HTMLCanvasElement, picture: Picture): void {
  const { pixels, level, look, state, cursor, picked, shades } = picture;
  const density = devicePixelRatio;
  const [width, height] = [Math.round(pixels * density), Math.round((pixels * density) / 2)];
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = shades.ground;
  context.fillRect(0, 0, width, height);
  const [columns, rows] = [columnsAt(level), rowsAt(level)];
  const [cellWidth, cellHeight] = [(width * look.zoom) / columns, (height * look.zoom) / rows];
  const gap = Math.min(cellWidth, cellHeight) >= 3 ? Math.max(1, Math.round(density)) : 0;
  const [left, right] = reach(columns, look.x, look.zoom);
  const [top, bottom] = reach(rows, look.y, look.zoom);
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const cell = cellAt(level, column, row);
      const here = state(cell);
      if (here === null) continue;
      const [x, y] = [(column - look.x * columns) * cellWidth, (row - look.y * rows) * cellHeight];
      // Edges fall on whole pixels, so that neighbours neither overlap nor leave a seam.
      const [x0, y0] = [Math.round(x), Math.round(y)];
      const [w, h] = [Math.round(x + cellWidth) - x0 - gap, Math.round(y + cellHeight) - y0 - gap];
      context.globalAlpha = here === 'equal' ? 0.62 : 1;
      context.fillStyle = shades[here];
      context.fillRect(x0, y0, Math.max(1, w), Math.max(1, h));
      context.globalAlpha = 1;
      const isPicked = picked !== null && cell >= picked.first && cell <= picked.last;
      if (cell !== cursor && !isPicked) continue;
      context.strokeStyle = shades.accent;
      context.lineWidth = density * 1.5;
      context.strokeRect(x0 - 1, y0 - 1, Math.max(3, w) + 2, Math.max(3, h) + 2);
    }
}

/** The cell at a point of the window, both coordinates 0 to 1. */
export function cellUnder(level: number, look: Look, { x, y }: { readonly x: number; readonly y: number }): number {
  const at = (cells: number, from: number, part: number) =>
    Math.min(cells - 1, Math.max(0, Math.floor((from + part / look.zoom) * cells)));
  return cellAt(level, at(columnsAt(level), look.x, x), at(rowsAt(level), look.y, y));
}
