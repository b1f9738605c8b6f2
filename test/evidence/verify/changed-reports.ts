import { anException } from '../an-exception.ts';
import type { Forgery } from './verify-by-hand.ts';

/** Each changes a report; its digests, its page and SHA256SUMS are then made to fit. */
export const changedReports: readonly (readonly [fact: string, change: (forgery: Forgery) => void, failure: RegExp])[] =
  [
    [
      'has a member more',
      ({ report }) => Object.assign(report, { blessed: true }),
      /^report: .*no report|^report: Not a/,
    ],
    [
      'hides a member named __proto__',
      ({ report }) => Object.defineProperty(report.plan, '__proto__', { value: 'x', enumerable: true }),
      /^report: /,
    ],
    ['claims another time form', ({ report }) => (report.at = '2026-01-31 02:10'), /^report: .*UTC/],
    ['counts with a leading zero', ({ accounts }) => (accounts.bucketsDiffering = '01'), /^report: .*bucketsDiffering/],
    [
      'has a count that no disk could hold',
      ({ accounts }) => (accounts.source.rows = '9'.repeat(100_000)),
      /^report: A number has too many digits/,
    ],
    [
      'hashes by what every object has',
      ({ report }) => Object.assign(report, { hash: 'constructor' }),
      /^report: .*hash/,
    ],
    ['orders its tables otherwise', ({ report }) => report.tables.reverse(), /^report: Tables are not in the order/],
    ['has no table', ({ report }) => (report.tables = []), /^report: Tables are not/],
    [
      'orders its columns otherwise',
      ({ accounts }) => accounts.columns.reverse(),
      /^report: Columns are not in the order/,
    ],
    [
      'names a type without its parameter',
      ({ accounts }) => (accounts.columns[2]!.type = 'timestamp'),
      /^report: .*no type in full/,
    ],
    [
      'tolerates on a text',
      ({ accounts }) => Object.assign(accounts.columns[2]!, { tolerance: '1', toleranceSum: '0' }),
      /^report: .*is no number/,
    ],
    [
      'tolerates less than nothing',
      ({ accounts }) => (accounts.columns[0]!.tolerance = '-0.05'),
      /^report: .*negative/,
    ],
    ['tolerates on a key', ({ accounts }) => (accounts.key = ['balance']), /^report: Key column balance/],
    [
      'keeps its tolerances to itself',
      ({ accounts }) => delete accounts.columns[0]!.toleranceSum,
      /^report: .*half a tolerance/,
    ],
    ['has a key that is no column', ({ accounts }) => (accounts.key = ['iban']), /^report: A key column is no column/],
    ['has a key column twice', ({ accounts }) => (accounts.key = ['id', 'id']), /^report: A key column stands twice/],
    ['passes a check that fails', ({ accounts }) => (accounts.checks[0]!.pass = true), /^report: Check id once/],
    [
      'has files of fewer rows than its table',
      ({ report }) => (report.sides.source.files[0]!.rows = '1'),
      /^report: The source's files hold/,
    ],
    [
      'orders its files otherwise',
      ({ report }) => report.sides.source.files.reverse(),
      /^report: Files of the source are not in byte order/,
    ],
    [
      'names a file of no table',
      ({ report }) => report.sides.target.files.push({ ...report.sides.target.files[0]!, table: 'x' }),
      /^report: A file of the target is of no table/,
    ],
    [
      'disagrees about nothing',
      ({ report }) => (report.disagreements = []),
      /^report: The list of disagreements is empty/,
    ],
    [
      'disagrees and calls every table proven',
      ({ report }) => (report.disagreements = [{ agreement: '1', table: 'notes', expected: '1', found: '2' }]),
      /^report: Table notes is called proven/,
    ],
    [
      'disagrees about a table it has not',
      ({ report }) => (report.disagreements = [{ agreement: '1', table: 'x', expected: '1', found: '2' }]),
      /^report: A disagreement names no table/,
    ],
    [
      'calls a table unproven without a reason',
      ({ accounts }) => (accounts.proven = false),
      /^report: Table accounts is called unproven/,
    ],

    [
      'names another plan',
      ({ report }) => (report.plan.identity = '0'.repeat(64)),
      /^plan: .*the identity of the plan/,
    ],
    ['renames the plan', ({ report }) => (report.plan.name = 'dress rehearsal'), /^plan: .*the name/],
    ['names another hash', ({ report }) => (report.hash = 'blake3'), /^plan: .*the hash/],
    ['asks for fewer signers', ({ report }) => (report.signers.approver = '0'), /^plan: .*the signers/],
    ['assumes less than the plan', ({ report }) => (report.assumptions = []), /^plan: .*the assumptions/],
    ['drops a table', ({ report }) => (report.tables = report.tables.slice(0, 1)), /^report: |^plan: .*the tables/],
    ['has another key', ({ accounts }) => (accounts.key = ['id', 'region']), /^plan: .*the key of table accounts/],
    [
      'raises a tolerance',
      ({ accounts }) => (accounts.columns[0]!.tolerance = '1000.00'),
      /^plan: .*the columns of table accounts/,
    ],
    ['changes a type', ({ notes }) => (notes.columns[0]!.type = 'text'), /^plan: .*the columns of table notes/],
    [
      'forgets a rule',
      ({ accounts }) => (accounts.columns[2]!.altered.source = {}),
      /^plan: .*the rules of table accounts/,
    ],
    [
      'forgets what was left out',
      ({ accounts }) => delete accounts.where,
      /^plan: .*the rows left out of table accounts/,
    ],
    ['forgets the shards', ({ accounts }) => delete accounts.shards, /^plan: .*the shards of table accounts/],
    ['forgets a check', ({ accounts }) => (accounts.checks = []), /^plan: .*the checks of table accounts/],
    [
      'forgets a total',
      ({ accounts }) => (accounts.totals = accounts.totals.slice(1)),
      /^plan: A total is missing of table accounts/,
    ],
    [
      'has a total more',
      ({ accounts }) => accounts.totals.push({ ...accounts.totals[0]!, name: 'x' }),
      /^plan: The plan asks for no such total/,
    ],
    ['has a shallower tree', ({ accounts }) => (accounts.depth = 3), /^plan: .*the depth of table accounts/],
    [
      'ignores a column the plan reads',
      ({ report }) => report.coverage.ignored.push({ side: 'source', table: 'notes', column: 'n', reason: 'x' }),
      /^plan: .*what is ignored/,
    ],

    [
      'names another identity',
      ({ report }) => (report.sides.source.identity = '0'.repeat(64)),
      /^source fingerprint: Its SHA-256/,
    ],
    ['names no identity', ({ report }) => (report.sides.target.identity = null), /^target fingerprint: /],
    [
      'names another root',
      ({ accounts }) => (accounts.roots.source = accounts.roots.target),
      /^source fingerprint: .*the roots[^]*buckets: The leaf hashes do not make the source's root/,
    ],
    [
      'counts other differing buckets',
      ({ accounts }) => (accounts.bucketsDiffering = '1'),
      /^buckets: \d+ buckets of table accounts differ, and report.json says 1/,
    ],

    [
      'calls changed rows tolerated',
      ({ accounts }) =>
        [accounts.source, accounts.target].forEach((terms) =>
          Object.assign(terms, { changed: '0', withinTolerance: '3' }),
        ),
      /^differences: .*changed rows in table accounts/,
    ],
    [
      'calls changed rows equal',
      ({ accounts }) =>
        [accounts.source, accounts.target].forEach((terms) => Object.assign(terms, { changed: '0', matched: '32' })),
      /^listings: .*changed rows/,
    ],
    [
      'has a row less on one side alone',
      ({ accounts }) => (accounts.source.only = '0'),
      /listings: .*rows of the source alone/,
    ],
    [
      'hides duplicates among the equal',
      ({ accounts }) => Object.assign(accounts.source, { duplicatesLeft: '0', matched: '33' }),
      /listings: .*duplicates left in the source/,
    ],
    [
      'has more equal rows than buckets for them',
      ({ report, notes }) => {
        for (const side of ['source', 'target'] as const) {
          Object.assign(notes[side], { matched: '9', rows: String(+notes[side].rows + 8) });
          const file = report.sides[side].files.at(-1)!;
          file.rows = notes[side].rows;
        }
      },
      /^listings: Table notes has 0 equal buckets with rows, and report.json leaves 8/,
    ],
    [
      'matches more under a rule than it matches',
      ({ accounts }) => [accounts.source, accounts.target].forEach((terms) => (terms.matchedUnderRule = '31')),
      /^equation: More rows of table accounts match under a rule/,
    ],
    [
      'matches more under a rule than rules altered',
      ({ accounts }) => [accounts.source, accounts.target].forEach((terms) => (terms.matchedUnderRule = '4')),
      /^equation: .*no rule altered as many/,
    ],
    [
      'pairs another number on each side',
      ({ accounts }) => (accounts.target.matchedUnderRule = '2'),
      /^equation: .*another number of matchedUnderRule/,
    ],
    [
      'leaves its equation open',
      ({ accounts }) => (accounts.source.excluded = '1'),
      /equation: The source of table accounts has \d+ entries/,
    ],
    [
      'has changed rows without a key',
      ({ notes }) =>
        [notes.source, notes.target].forEach((terms) => Object.assign(terms, { duplicatesMatched: '1', matched: '0' })),
      /equation: Table notes has no key/,
    ],

    [
      'counts fewer changed values of a column',
      ({ accounts }) => (accounts.columns[0]!.changed = '0'),
      /^differences: .*changed values of column balance/,
    ],
    [
      'counts fewer tolerated values of a column',
      ({ accounts }) => (accounts.columns[0]!.withinTolerance = '0'),
      /^differences: .*values within tolerance of column balance/,
    ],
    [
      'has a smaller sum within tolerance',
      ({ accounts }) => (accounts.columns[0]!.toleranceSum = '0.04'),
      /^differences: .*sum within tolerance of column balance/,
    ],
    [
      'subtracts wrongly',
      ({ accounts }) => (accounts.totals[0]!.difference = '0.00'),
      /^differences: .*not target less source/,
    ],
    [
      'moves both sums of a total',
      ({ accounts }) => Object.assign(accounts.totals[0]!, { target: accounts.totals[0]!.source, difference: '0.00' }),
      /^differences: The differing rows make up -\d+/,
    ],
    [
      'explains a total by fewer keys',
      ({ accounts }) => (accounts.totals[0]!.keys = '1'),
      /^differences: \d keys make up/,
    ],
    [
      'loses a group of a total',
      ({ accounts }) => (accounts.totals = accounts.totals.filter(({ by }) => by[0] !== null)),
      /^differences: report.json lacks a group/,
    ],
    [
      'has a group of a total twice',
      ({ accounts }) => accounts.totals.push(accounts.totals[1]!),
      /^differences: A total of table accounts stands twice/,
    ],
    [
      'writes a total with other digits',
      ({ accounts }) => (accounts.totals[0]!.source += '0'),
      /^differences: .*digits of its column/,
    ],
    [
      'counts fewer differing rows of a shard',
      ({ accounts }) => (accounts.shards!.values[0]!.differing = '0'),
      /^differences: The differing rows of shard/,
    ],
    [
      'moves a row to another shard',
      ({ accounts }) => {
        const [a, b] = accounts.shards!.values;
        [a!.source, b!.source] = [String(+a!.source + 1), String(+b!.source - 1)];
      },
      /^differences: The differing rows of shard/,
    ],
    [
      'loses a row from its shards',
      ({ accounts }) => {
        const [a] = accounts.shards!.values;
        a!.source = String(+a!.source - 1);
      },
      /^differences: The shards of table accounts do not hold/,
    ],
    ['loses a shard', ({ accounts }) => accounts.shards!.values.pop(), /^differences: /],
    [
      'has a shard twice',
      ({ accounts }) => accounts.shards!.values.push(accounts.shards!.values[0]!),
      /^differences: A shard of table accounts stands twice/,
    ],
    ['counts other lines', ({ report }) => (report.differences.lines = '3'), /^differences: .*and report.json says 3/],
    ['counts no escaped cell', ({ report }) => (report.differences.escapedCells = '0'), /^differences.csv: \d cells/],

    [
      'raises the limit of a gate',
      ({ report }) => Object.assign(report.gates[6]!, { limit: '9', pass: true }),
      /^gates: .*within_tolerance/,
    ],
    ['passes a gate that fails', ({ report }) => (report.gates[7]!.pass = true), /^gates: .*totals/],
    ['drops a gate', ({ report }) => report.gates.splice(7, 1), /^gates: /],
    [
      'has a gate more',
      ({ report }) => report.gates.push(report.gates[0]!),
      /^gates: report.json has gates that are not in the plan/,
    ],
    [
      'calls itself reconciled',
      ({ report }) => (report.verdict = 'RECONCILED'),
      /^gates: The verdict that follows is NOT_RECONCILED/,
    ],
    [
      'calls itself not proven',
      ({ report }) => (report.verdict = 'NOT_PROVEN'),
      /^gates: The verdict that follows is NOT_RECONCILED/,
    ],
    [
      'excepts a row',
      ({ report }) => (report.gates[0]!.excepted = '1'),
      /^gates: Judged again from the counts, the gate source_only is not what/,
    ],
    [
      'accepts an exception',
      ({ report }) => report.exceptions.push(anException),
      /^exceptions: The exceptions are not those of report.json/,
    ],
  ];
