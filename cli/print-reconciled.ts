import { basename, relative } from 'node:path';
import { counted, grouped, groupedDecimal } from '../contract/grouped.ts';
import { sides } from '../contract/side.ts';
import type { Report, ReportTable } from '../engine/evidence/report/report.ts';
import { verdictLine } from '../engine/evidence/report/short-sentence.ts';
import { verdictWord } from '../engine/evidence/report/verdict-words.ts';
import type { Reconciled } from '../engine/reconcile/reconcile.ts';
import { exceptionLines } from './exception-text.ts';
import type { Context } from './context.ts';
import { certificateResults } from './certificate-results.ts';
import { shownValue, visible } from './shown-value.ts';

/** What `reconcile` prints (interface.md): the verdict first, to be read aloud on a call; then where and why. */
export function printReconciled(
  context: Context,
  { report, bytes, package: folder, stage, reused, examples }: Reconciled,
): void {
  if (context.json) {
    context.printExactly(bytes);
    return;
  }
  const path = relative('.', folder) || basename(folder);
  context.print(headline(report, context.color));
  for (const line of report.tables.flatMap((table, i) => tableLines(table, examples[i]!))) context.print(`  ${line}`);
  for (const { agreement, table, expected, found } of report.disagreements ?? [])
    context.print(
      `  agreement ${agreement}, ${shownValue(table)}: expected ${visible(expected)}; found ${visible(found)}`,
    );
  for (const side of sides)
    for (const { result, words } of report.sides[side].certificates ?? [])
      context.print(`  certificate of the ${side} ${certificateResults[result]}: ${visible(words)}`);
  if (report.plan.signed !== undefined)
    context.print(`  ${'rules'.padEnd(12)} fixed in advance: the plan was signed by ${report.plan.signed.by}`);
  for (const line of exceptionLines(report)) context.print(`  ${line}`);
  const next = report.verdict.startsWith('RECONCILED')
    ? `tallystick sign ${path} --key FILE --as NAME`
    : `tallystick differences ${path}`;
  context.print(`  package    ${path}      next: ${next}`);
  if (reused > 0) context.print(`  stage      of ${counted(reused, 'file')} as an earlier run has left it`);
  if (stage !== null) {
    const none = stage.direct === 0 ? '' : `; ${counted(stage.direct, 'file')} read directly, which have none`;
    context.print(`  stage      of ${counted(stage.files, 'file')} left in ${stage.folder}${none}`);
  }
}

/** The verdict first, painted where a terminal can show it. */
export function headline(report: Report, color: boolean): string {
  const line = verdictLine(report);
  const word = verdictWord(report.verdict).toUpperCase();
  if (!color) return line;
  return `\x1b[1;${report.verdict.startsWith('RECONCILED') ? 32 : 31}m${word}\x1b[0m${line.slice(word.length)}`;
}

function tableLines(table: ReportTable, examples: Reconciled['examples'][number]): string[] {
  const { source, target } = table;
  const parts = table.columns
    .map((column, c) => ({ ...column, count: BigInt(column.changed), example: examples[c]! }))
    .filter(({ count }) => count > 0n)
    .sort((a, b) => Number(b.count - a.count))
    .map(({ name, type, count, example }, i) => {
      const first = `${shownValue(name)} ${counted(count, 'row')}${exampleText(example, type)}`;
      return i === 0 ? first : `${shownValue(name)} ${grouped(count)}`;
    });
  const named: readonly (readonly [string, string])[] = [
    [source.only, 'in the source alone'],
    [target.only, 'in the target alone'],
    [source.duplicatesLeft, 'duplicate left in the source'],
    [target.duplicatesLeft, 'duplicate left in the target'],
    [source.unrepresentable, 'unrepresentable in the source'],
    [target.unrepresentable, 'unrepresentable in the target'],
    [source.withinTolerance, 'within tolerance'],
    [source.excluded, 'excluded from the source'],
    [target.excluded, 'excluded from the target'],
  ];
  for (const [count, what] of named) if (count !== '0') parts.push(`${grouped(count)} ${what}`);
  const money = table.totals
    .filter(({ difference }) => !/^-?0(\.0+)?$/.test(difference))
    .map(({ name, by, difference, keys }) => {
      const group = by.length === 0 ? '' : ` ${by.map(shownValue).join(', ')}`;
      return `${shownValue(name)}${group} ${difference.startsWith('-') ? '' : '+'}${groupedDecimal(difference)} in ${counted(keys, 'row')}`;
    });
  const failing = table.checks
    .filter(({ pass }) => !pass)
    .map(({ name, side, failing: count }) => `${shownValue(name)}: ${grouped(count)} failing in the ${side}`);
  return [
    ...(parts.length === 0 ? [] : [`${shownValue(table.name).padEnd(12)} ${parts.join(';  ')}`]),
    ...(money.length === 0 ? [] : [`${'money'.padEnd(12)} ${money.join(';  ')}`]),
    ...(failing.length === 0 ? [] : [`${'checks'.padEnd(12)} ${failing.join(';  ')}`]),
  ];
}

/** One row's key and values, as `, e.g. AC-0017 12,400.07 -> 12,400.08`; what is too long for a line is left to `differences`. */
function exampleText(example: Reconciled['examples'][number][number], type: string): string {
  if (example === null) return '';
  const value = (text: string | null) =>
    text !== null && /^(int|decimal)/.test(type) ? groupedDecimal(text) : shownValue(text);
  const key = example.key.map(shownValue).join(', ');
  const values = `${value(example.source)} -> ${value(example.target)}`;
  if (key.length > 60) return '';
  return `, e.g. ${key}${values.length > 100 ? '' : ` ${values}`}`;
}
