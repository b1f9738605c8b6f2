/** Forgeries that only the engine finds: the stand-alone verifier says that it does not look at the views, nor at what stands before what. */
export const leftToTheEngine: ReadonlySet<string> = new Set([
  'a cell of the CSV is a formula again',
  'the CSV has a line less',
  'the CSV has a line more',
  'the report counts no escaped cell',
  'equal rows are swapped',
  'two differences are swapped',
  'its values are in another order',
]);

/** Values of a report that only the engine judges, by where they stand: the self-test, and what a view counts. */
export const isLeftToTheEngine = (place: string): boolean => /^(selfTest[. ]|differences\.escapedCells )/.test(place);
