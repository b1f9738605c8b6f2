import { sides } from '../../../contract/side.ts';
import type { Report } from '../../evidence/report/report.ts';
import { defaultReading, type Reading } from '../../canonical/types.ts';
import type { Plan } from '../../plan/plan.ts';

type Blind = NonNullable<Report['selfTest']>['blindTo'][number];

/** What the plan makes no difference of, column by column: the whole of it, whether or not a row that was drawn shows it. */
export function blindColumns({ tables }: Plan): Blind[] {
  return tables.flatMap((table) =>
    sides.flatMap((side) => [
      ...table.columns.flatMap(({ name: column, type, sides: of }) =>
        [...rulesOf(of[side].reading), ...(type.kind === 'float' ? [{ by: 'float' as const, texts: [] }] : [])].map(
          (rule) => ({ side, table: table.name, column, ...rule }),
        ),
      ),
      ...table.ignore
        .filter((ignored) => ignored.side === side)
        .map(({ column }) => ({ side, table: table.name, column, by: 'ignored' as const, texts: [] })),
    ]),
  );
}

function rulesOf(reading: Reading): Pick<Blind, 'by' | 'texts'>[] {
  const { nullTexts, rules, trueTexts, falseTexts } = reading;
  const found: Pick<Blind, 'by' | 'texts'>[] = [];
  if (nullTexts.length > 0) found.push({ by: 'null', texts: [[...nullTexts]] });
  const coded = codesOf(reading);
  if (coded.length > 0) found.push({ by: 'values', texts: coded });
  found.push(...rules.map((by) => ({ by, texts: [] })));
  const lists = [trueTexts, falseTexts].filter((list) => list.length > 1).map((list) => [...list]);
  const isGiven = trueTexts.join('\n') !== defaultReading.trueTexts.join('\n');
  if (isGiven && lists.length > 0) found.push({ by: 'true_false', texts: lists });
  return found;
}

/** Texts that become one and the same value, a list a value; with `keep`, the value's own text is one of them. */
function codesOf({ values, valuesElseKeep }: Reading): string[][] {
  const byValue = new Map<string, Set<string>>();
  for (const [text, value] of values ?? []) {
    const texts = byValue.get(value) ?? new Set(valuesElseKeep && values?.has(value) !== true ? [value] : []);
    byValue.set(value, texts.add(text));
  }
  return [...byValue.values()].map((texts) => [...texts]).filter((texts) => texts.length > 1);
}
