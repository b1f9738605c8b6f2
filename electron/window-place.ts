import { app, screen, type BrowserWindow, type Rectangle } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import { KeptFile } from './kept-file.ts';

const smallest = { width: 1280, height: 800 };

const placeSchema = z.strictObject({
  bounds: z.strictObject({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().min(smallest.width).max(20_000),
    height: z.number().int().min(smallest.height).max(20_000),
  }),
  maximized: z.boolean(),
});
const kept = () => new KeptFile(join(app.getPath('userData'), 'window.json'), placeSchema.nullable(), null);

/** Bounds for a new window: as it was left, where a screen still shows it. */
export function placeOfWindow(): { bounds: Partial<Rectangle>; smallest: typeof smallest; maximized: boolean } {
  const place = kept().readSync();
  if (place === null || !isSeen(place.bounds))
    return { bounds: { width: 1440, height: 900 }, smallest, maximized: false };
  return { ...place, smallest };
}

/** Whether enough of the title bar lies on a screen to take hold of it: a screen may have gone since. */
function isSeen({ x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return across >= 200 && y >= workArea.y - 10 && y <= workArea.y + workArea.height - 40;
  });
}

/** Remembers where the window was when it closes. */
export function rememberPlace(window: BrowserWindow): void {
  window.on('close', () => {
    const { width, height, x, y } = window.getNormalBounds();
    const bounds = { x, y, width: Math.max(width, smallest.width), height: Math.max(height, smallest.height) };
    kept().writeSync({ bounds, maximized: window.isMaximized() });
  });
}
