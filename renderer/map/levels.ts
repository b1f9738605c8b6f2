/**
 * A table's buckets as a map. Cells lie along a Z curve: every bit of a bucket's number halves the map, the first its
 * width, the next its height. So a cell of a finer level lies inside its coarser one, and looking closer moves nothing.
 * A level is how many leading bits are told apart: 2^level cells.
 */
const finestLevel = 24;

export const columnsAt = (level: number): number => 2 ** Math.ceil(level / 2);
export const rowsAt = (level: number): number => 2 ** Math.floor(level / 2);

/** The cell at a place of the map; the leading bit of both numbers belongs to the column. */
export function cellAt(level: number, column: number, row: number): number {
  let [cell, x, y] = [0, columnsAt(level), rowsAt(level)];
  for (let bit = 0; bit < level; bit++) {
    const across = bit % 2 === 0;
    if (across) x /= 2;
    else y /= 2;
    cell = cell * 2 + (Math.floor(across ? column / x : row / y) % 2);
  }
  return cell;
}

export function placeOf(level: number, cell: number): { readonly column: number; readonly row: number } {
  let [column, row] = [0, 0];
  for (let bit = 0; bit < level; bit++) {
    const set = Math.floor(cell / 2 ** (level - 1 - bit)) % 2;
    if (bit % 2 === 0) column = column * 2 + set;
    else row = row * 2 + set;
  }
  return { column, row };
}

/** Buckets next to one another. */
export interface Buckets {
  readonly first: number;
  readonly last: number;
}

/** First and last bucket of a cell, in a tree of this depth. */
export function bucketsOf(depth: number, level: number, cell: number): Buckets {
  const width = 2 ** (depth - level);
  return { first: cell * width, last: (cell + 1) * width - 1 };
}

/** What is looked at: the left upper corner, 0 to 1, and how many times larger than whole. */
export interface Look {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export const whole: Look = { x: 0, y: 0, zoom: 1 };

const finestCell = 3.5;

/**
 * The level to look at on a map this many pixels wide: the finest whose cells can still be told apart and hit. Cells
 * are squares at odd levels alone, so an even one is taken only where it is the tree's own.
 */
export function levelFor(depth: number, pixels: number, zoom: number): number {
  const most = Math.min(depth, finestLevel);
  const fits = (level: number) => (pixels * zoom) / columnsAt(level) >= finestCell;
  for (let level = most; level > 0; level--) if (fits(level) && (level % 2 === 1 || level === most)) return level;
  return 0;
}

/** The largest zoom that still shows more than before: a finest cell of sixteen pixels. */
export const furthestZoom = (depth: number, pixels: number): number =>
  Math.max(1, (16 * columnsAt(Math.min(depth, finestLevel))) / pixels);

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export function panned({ x, y, zoom }: Look, dx: number, dy: number): Look {
  const most = 1 - 1 / zoom;
  return { x: within(x + dx / zoom, 0, most), y: within(y + dy / zoom, 0, most), zoom };
}

/** Closer or further by a factor; the point at (x, y) of the window, 0 to 1, stays where it is. */
export function zoomed(look: Look, factor: number, x: number, y: number, furthest: number): Look {
  const zoom = within(look.zoom * factor, 1, furthest);
  const [atX, atY] = [look.x + x / look.zoom, look.y + y / look.zoom];
  return panned({ x: atX - x / zoom, y: atY - y / zoom, zoom }, 0, 0);
}

/** Moves as little as it takes to have a cell in the window. */
export function showing(look: Look, level: number, cell: number): Look {
  const { column, row } = placeOf(level, cell);
  const reach = (at: number, size: number, from: number) => {
    const [start, end] = [at / size, (at + 1) / size];
    return start < from ? start : end > from + 1 / look.zoom ? end - 1 / look.zoom : from;
  };
  return { ...look, x: reach(column, columnsAt(level), look.x), y: reach(row, rowsAt(level), look.y) };
}

/** Cells come in tiles of this many bits: 64 by 64 cells, whose numbers follow one another. */
const tileBits = 12;

/** A tile as it is asked for. */
export interface Tile {
  readonly level: number;
  readonly first: number;
  readonly count: number;
}

export const tileOf = (level: number, cell: number): number => Math.floor(cell / 2 ** Math.min(level, tileBits));

/** The tiles of a level that are at least partly in the window. */
export function tilesIn(level: number, look: Look): Tile[] {
  const own = Math.min(level, tileBits);
  const above = level - own;
  const [columns, rows] = [columnsAt(above), rowsAt(above)];
  const [left, right] = reach(columns, look.x, look.zoom);
  const [top, bottom] = reach(rows, look.y, look.zoom);
  const tiles: Tile[] = [];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++)
      tiles.push({ level, first: cellAt(above, column, row) * 2 ** own, count: 2 ** own });
  return tiles;
}

/** Of so many columns or rows, those that are at least partly in the window. */
export function reach(cells: number, from: number, zoom: number): readonly [first: number, last: number] {
  return [Math.floor(from * cells), Math.min(cells - 1, Math.ceil((from + 1 / zoom) * cells) - 1)];
}
