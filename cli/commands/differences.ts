import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { differenceKinds, type Difference, type DifferenceKind } from '../../engine/evidence/differences/difference.ts';
import { acceptedBy } from '../../engine/evidence/exceptions/accepted-by.ts';
import { readLines } from '../../engine/evidence/differences/read-lines.ts';
import { readPackageReport } from '../../engine/evidence/report/read-package-report.ts';
import type { Report } from '../../engine/evidence/report/report.ts';
import { addKey, splitKey, type KeyOption } from '../key-options.ts';
import type { Run } from '../main.ts';
import { grouped } from '../../contract/grouped.ts';
import { differenceText } from '../difference-text.ts';
import { parseWhole } from '../sizes.ts';

interface Options extends KeyOption {
  readonly table?: string;
  readonly kind?: DifferenceKind;
  readonly limit: number;
}

export function addDifferences(program: Command, run: Run): void {
  program
    .command('differences <package>')
    .description('what differs, side by side, changed values marked')
    .option('--table <name>', 'of this table alone')
    .addOption(new Option('--kind <kind>', 'of this kind alone').choices([...differenceKinds]))
    .option('--key <column=value>', 'whose key has this canonical value; may be said once a key column', addKey, [])
    .option('--limit <n>', 'how many to show, 0 for all; how many there are is always said', parseWhole(0, 1e12), 50)
    .addHelpText('after', '\nExample:\n  tallystick differences result --table accounts --kind changed --limit 10')
    .action((folder: string, options: Options) =>
      run(async (context) => {
        const report = readPackageReport(folder);
        if (options.table !== undefined && !report.tables.some(({ name }) => name === options.table))
          throw new TallyError(
            'usage',
            `The package has no table "${options.table}"`,
            folder,
            `It has ${report.tables.map(({ name }) => name).join(', ')}`,
          );
        for (const text of options.key) refuseForeignKey(text, report, options.table, folder);
        let found = 0;
        let excepted = 0;
        const by = acceptedBy(report);
        const isWanted = wantedBy(options, report);
        const shown: (Difference & { readonly accepted?: string[] })[] = [];
        for await (const difference of readDifferences(folder)) {
          context.signal.throwIfAborted();
          if (!isWanted(difference)) continue;
          found++;
          const accepted = by(difference);
          if (accepted.length > 0) excepted++;
          if (options.limit !== 0 && found > options.limit) continue;
          if (context.json) shown.push(accepted.length === 0 ? difference : { ...difference, accepted });
          else if (!context.print(differenceText(difference, report, accepted, context.color))) break;
        }
        const less = excepted === 0 ? '' : `, ${grouped(excepted)} of ${grouped(found)} accepted as exceptions`;
        const count = options.limit === 0 ? found : Math.min(found, options.limit);
        if (context.json)
          context.print(
            JSON.stringify({
              found: String(found),
              accepted: String(excepted),
              shown: String(count),
              differences: shown,
            }),
          );
        else
          context.print(
            count === found
              ? `${grouped(found)} of ${grouped(report.differences.lines)} differences shown${less}`
              : `${grouped(count)} of ${grouped(found)} shown${less}; --limit 0 shows all, ${join(folder, 'differences.csv')} holds them`,
          );
        return 0;
      }),
    );
}

async function* readDifferences(folder: string): AsyncGenerator<Difference> {
  const path = join(folder, 'differences.ndjson');
  let line = 0;
  for await (const text of readLines(path)) {
    line++;
    try {
      yield JSON.parse(text) as Difference;
    } catch {
      throw new TallyError(
        'evidence_unsound',
        'A difference is not as it was written',
        `${path}, line ${line}`,
        'tallystick verify says what else is not',
      );
    }
  }
}

/** A key that no table has would find nothing, which reads like nothing differs. */
function refuseForeignKey(text: string, { tables }: Report, table: string | undefined, folder: string): void {
  const keys = tables.filter(({ name }) => table === undefined || name === table).map(({ key }) => key);
  const [column] = splitKey(text, keys.flat());
  if (!keys.flat().includes(column))
    throw new TallyError(
      'usage',
      `"${column}" is no key column`,
      folder,
      `They are ${[...new Set(keys.flat())].join(', ')}`,
    );
}

/** Whether a difference is asked for; what a key says is read once a table. */
function wantedBy({ table, kind, key }: Options, { tables }: Report): (difference: Difference) => boolean {
  const asked = new Map(
    tables.map(({ name, key: columns }) => [
      name,
      key.map((text) => splitKey(text, columns)).map(([column, value]) => [columns.indexOf(column), value] as const),
    ]),
  );
  return (difference) =>
    (table === undefined || difference.table === table) &&
    (kind === undefined || difference.kind === kind) &&
    (key.length === 0 ||
      asked.get(difference.table)?.every(([at, value]) => at >= 0 && difference.key?.[at] === value) === true);
}
