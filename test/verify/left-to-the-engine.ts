/** Forgeries that only the engine finds, by the words with which the stand-alone verifier says that it does not look there. */
const facts: Readonly<Record<string, readonly string[]>> = {
  'plan.yaml is bound as it is': ['the plan has a looser gate', 'the plan is no plan', 'the plan is not text'],
  'its limits, signers, rules and totals are taken as report.json has them': [
    'the report names another plan',
    'the report renames the plan',
    'the report asks for fewer signers',
    'the report assumes less than the plan',
    'the report tolerates on a text',
    'the report forgets a rule',
    'the report forgets what was left out',
    'the report forgets the shards',
    'the report ignores a column the plan reads',
  ],
  'Page, CSV and Parquet made again': [
    'a cell of the CSV is a formula again',
    'the CSV has a line less',
    'the CSV has a line more',
    'the report counts no escaped cell',
  ],
  'order, files and rows of the differences': [
    'equal rows are swapped',
    'two differences are swapped',
    'the source of a duplicate comes after the target',
    'a row is of a file that was not read',
    'a row is of a file of another table',
    'a row lies behind the end of its file',
    'a row has no number',
  ],
  'values without a form': [
    'an unrepresentable value is made up',
    'one of its values is missing',
    'its values are in another order',
    'a value stands twice',
    'a value is of no column',
    'a value has no text',
    'a value has a key',
    'a value lies on both sides',
    'a value lies behind the end of its file',
  ],
  'Their files and certificates': [
    'the report has files of fewer rows than its table',
    'the report orders its files otherwise',
    'the report names a file of no table',
  ],
  'by column, totals and shards': [
    'the report counts fewer changed values of a column',
    'the report counts fewer tolerated values of a column',
    'the report explains a total by fewer keys',
    'the report loses a group of a total',
    'the report writes a total with other digits',
    'the report counts fewer differing rows of a shard',
    'the report moves a row to another shard',
    'the report loses a row from its shards',
    'the report loses a shard',
    'the report has a shard twice',
  ],
  disagreements: [
    'the report disagrees about nothing',
    'the report disagrees and calls every table proven',
    'the report disagrees about a table it has not',
  ],
  'Rows in equal buckets': ['the fingerprints and the report count equal rows that no bucket holds'],
  'other members of the report': [
    'the report has a member more',
    'the report hides a member named __proto__',
    'the report counts with a leading zero',
    'the report counts other differing buckets',
    'the report counts other lines',
    'the report matches more under a rule than it matches',
    'the report matches more under a rule than rules altered',
  ],
};
export const leftToTheEngine: ReadonlyMap<string, string> = new Map(
  Object.entries(facts).flatMap(([words, left]) => left.map((fact) => [fact, words] as const)),
);

/** Values of a report that only the engine judges, by where they stand. */
const places = [
  /^(selfTest|plan|assumptions|tool|differences|signers|coverage\.(ignored|notData)|sides\.\w+\.files)\b/,
  /^gates\.\d+\.limit is another$/,
  /^tables\.\d+\.(bucketsDiffering|shards|where|columns\.\d+\.(altered|changed|withinTolerance))\b/,
  /^tables\.\d+\.totals\.\d+( |\.(by|keys|name)\b)/,
  /^tables\.\d+\.checks\.\d+( |\.(failing|name|pass|side)\b)/,
];
export const isLeftToTheEngine = (place: string): boolean => places.some((left) => left.test(place));
