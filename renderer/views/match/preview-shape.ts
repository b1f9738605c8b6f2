import type { z } from 'zod';
import type { previewView } from '../../../contract/plan.ts';

export type PreviewRow = z.output<typeof previewView>['rows'][number];
export type PreviewCell = PreviewRow['source'];

const besideOneAnother = 11;

/** Whether values are too long to stand beside one another: they stand below then, a line a side. */
export const stacked = (rows: readonly PreviewRow[]): boolean =>
  rows.some(({ source, target }) =>
    [source?.raw, target?.raw, source?.canonical, target?.canonical].some(
      (text) => (text?.length ?? 0) > besideOneAnother,
    ),
  );
