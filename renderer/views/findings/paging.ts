/** Rows are asked for in pages of this many: twice what a large window shows, and no more to judge at once than need be. */
export const pageSize = 100;

/** Chrome caps an element's height at about 16.7 million pixels: a listing taller than this is scrolled by scale. */
export const tallest = 15_000_000;

/** A listing in a window; heights in pixels. */
export interface Track {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
const listingHeight = ({ rows, rowHeight }: Track): number => rows * rowHeight;
/** How far down the listing can stand. */
export const furthest = (track: Track): number => Math.max(0, listingHeight(track) - track.viewport);

/** The height of what the scroll bar measures. */
export const trackHeight = (track: Track): number => Math.min(listingHeight(track), tallest);
const scrollSpan = (track: Track): number => Math.max(0, trackHeight(track) - track.viewport);

/** Whether a pixel of the scroll bar stands for more than one of the listing. */
export const isScaled = (track: Track): boolean => listingHeight(track) > tallest;

/** Where the listing stands, in its own pixels, with the scroll bar at `scrollTop`. */
export function placeAt(track: Track, scrollTop: number): number {
  const span = scrollSpan(track);
  return span === 0 ? 0 : within(scrollTop / span, 0, 1) * furthest(track);
}

export function scrollTopAt(track: Track, place: number): number {
  const most = furthest(track);
  return most === 0 ? 0 : within(place / most, 0, 1) * scrollSpan(track);
}

/** The rows in sight: the first, how many, and how many pixels of the first are above the window's edge. */
export interface Sight {
  readonly first: number;
  readonly count: number;
  readonly above: number;
}

export function sightAt(track: Track, place: number): Sight {
  const { rows, rowHeight, viewport } = track;
  const first = within(Math.floor(place / rowHeight), 0, Math.max(0, rows - 1));
  const count = Math.min(rows - first, Math.ceil(viewport / rowHeight) + 1);
  return { first, count, above: place - first * rowHeight };
}

/** The nearest place at which a row is whole in sight. */
export function placeShowing(track: Track, place: number, row: number): number {
  const top = row * track.rowHeight;
  return within(place, top + track.rowHeight - track.viewport, top);
}

export const moved = (track: Track, place: number, by: number): number => within(place + by, 0, furthest(track));

/** Pages that are wanted, by how pressing they are. */
export interface WantedPages {
  readonly seen: readonly number[];
  readonly beside: readonly number[];
}

/** The pages of these rows, and the one after and before them. */
export function pagesFor({ first, count }: Sight, rows: number): WantedPages {
  if (count === 0) return { seen: [], beside: [] };
  const [from, to] = [Math.floor(first / pageSize), Math.floor((first + count - 1) / pageSize)];
  const last = Math.floor((rows - 1) / pageSize);
  const seen = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return { seen, beside: [...(to < last ? [to + 1] : []), ...(from > 0 ? [from - 1] : [])] };
}

/** What a key that moves does to the row it stands on; null for any other key. */
export function rowAfter(key: string, row: number, { rows, rowHeight, viewport }: Track): number | null {
  const page = Math.max(1, Math.floor(viewport / rowHeight) - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    End: rows - 1,
  };
  const next = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return next === undefined || rows === 0 ? null : within(next, 0, rows - 1);
}
