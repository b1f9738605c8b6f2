/** Forgeries that only the engine finds: what the stand-alone verifier says it does not judge. */
export const leftToTheEngine: ReadonlySet<string> = new Set([
  // views of the differences
  'a cell of the CSV is a formula again',
  'the CSV has a line less',
  'the CSV has a line more',
  'the report counts no escaped cell',
  // columns, and what they add up to
  'a column that differs is not named',
  'a column that does not differ is named',
  'a line has a text',
  'a value has no text',
  'a value lies on both sides',
  'its values are in another order',
  'the report counts fewer changed values of a column',
  'the report counts fewer tolerated values of a column',
  'the report has a smaller sum within tolerance',
  'the report keeps its tolerances to itself',
  'the report raises a tolerance',
  'the report tolerates less than nothing',
  'the report tolerates on a text',
  // places
  'a row has no number',
  'a row is of a file of another table',
  'a row is of a file that was not read',
  'a row lies behind the end of its file',
  'equal rows are swapped',
  'two differences are swapped',
  // shards and totals
  'the report counts fewer differing rows of a shard',
  'the report explains a total by fewer keys',
  'the report forgets the shards',
  'the report has a shard twice',
  'the report loses a group of a total',
  'the report loses a row from its shards',
  'the report loses a shard',
  'the report moves a row to another shard',
  'the report writes a total with other digits',
  // the plan, but for its identity, limits and signers
  'the plan is no plan',
  'the report forgets what was left out',
  'the report ignores a column the plan reads',
]);
