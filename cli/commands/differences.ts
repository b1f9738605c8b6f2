import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { differenceKinds, type Difference, type DifferenceKind } from '../../engine/evidence/difference.ts';
import { readLines } from '../../engine/evidence/read-lines.ts';
import { reportStatementSchema, type Report } from '../../engine/evidence/report.ts';
import type { Run } from '../main.ts';
import { grouped } from '../numbers.ts';
import { differenceText } from '../difference-text.ts';
import { parseWhole } from '../sizes.ts';

interface Options {
  readonly table?: string;
  readonly kind?: DifferenceKind;
  readonly key: readonly (readonly [string, string])[];
  readonly limit: number;
}

export function addDifferences(program: Command, run: Run): void {
  program
    .command('differences <package>')
    .description('what differs, side by side, changed values marked')
    .option('--table <name>', 'of this table alone')
    .addOption(new Option('--kind <kind>', 'of this kind alone').choices([...differenceKinds]))
    .option('--key <column=value>', 'whose key has this canonical value; may be said once a key column', parseKey, [])
    .option('--limit <n>', 'how many to show, 0 for all; how many there are is always said', parseWhole(0, 1e12), 50)
    .addHelpText('after', '\nExample:\n  tallystick differences result --table accounts --kind changed --limit 10')
    .action((folder: string, options: Options) =>
      run(async (context) => {
        const report = readReport(folder);
        if (options.table !== undefined && !report.tables.some(({ name }) => name === options.table))
          throw new TallyError(
            'usage',
            `The package has no table "${options.table}"`,
            folder,
            `It has ${report.tables.map(({ name }) => name).join(', ')}`,
          );
        let found = 0;
        const shown: Difference[] = [];
        for await (const difference of readDifferences(folder)) {
          context.signal.throwIfAborted();
          if (!wanted(difference, options, report)) continue;
          found++;
          if (options.limit !== 0 && found > options.limit) continue;
          if (context.json) shown.push(difference);
          else if (!context.print(differenceText(difference, report, context.color))) break;
        }
        const count = options.limit === 0 ? found : Math.min(found, options.limit);
        if (context.json)
          context.print(JSON.stringify({ found: String(found), shown: String(count), differences: shown }));
        else
          context.print(
            count === found
              ? `${grouped(found)} of ${grouped(report.differences.lines)} differences shown`
              : `${grouped(count)} of ${grouped(found)} shown; --limit 0 shows all, ${join(folder, 'differences.csv')} holds them`,
          );
        return 0;
      }),
    );
}

function parseKey(text: string, before: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at < 1) throw new TallyError('usage', `"${text}" is no key`, '', 'Write --key column=value');
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

function readReport(folder: string): Report {
  const path = join(folder, 'report.json');
  if (!existsSync(path))
    throw new TallyError(
      'input_missing',
      'This is no package: it has no report.json',
      folder,
      'Name the folder that reconcile wrote',
    );
  try {
    return reportStatementSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).predicate;
  } catch {
    throw new TallyError(
      'evidence_unsound',
      'The report is not as it was written',
      path,
      'tallystick verify says what else is not',
    );
  }
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

function wanted(difference: Difference, { table, kind, key }: Options, report: Report): boolean {
  if (table !== undefined && difference.table !== table) return false;
  if (kind !== undefined && difference.kind !== kind) return false;
  if (key.length === 0) return true;
  const columns = report.tables.find(({ name }) => name === difference.table)?.key ?? [];
  return key.every(([column, value]) => {
    const at = columns.indexOf(column);
    return at >= 0 && difference.key?.[at] === value;
  });
}
