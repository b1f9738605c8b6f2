// Writes engine/canonical/unassigned-15.ts from the Unicode 15.0 data. A runtime's own tables belong to its own Unicode
// version, and a text must not have a form on one machine and none on another.
import { writeFileSync } from 'node:fs';
import ranges from '@unicode/unicode-15.0.0/General_Category/Unassigned/ranges.mjs';

const bounds = ranges.flatMap(({ begin, end }) => [begin, end]);
const steps = bounds.map((bound, i) => (bound - (bounds[i - 1] ?? 0)).toString(36)).join(' ');
const lines = steps.match(/.{1,105}(?: |$)/g).map((line) => `  '${line}'`);

writeFileSync(
  new URL('../engine/canonical/unassigned-15.ts', import.meta.url),
  `/**
 * Code points of General_Category Cn in Unicode 15.0: begin and exclusive end of each range in turn, each as its distance
 * from the one before, in base 36. Made by tools/make-unassigned.mjs.
 */
export const unassignedRanges =
${lines.join(' +\n')};
`,
);
