import { typeName } from '../canonical/type-name.ts';
import { parseDecimal } from './decimal-text.ts';
import { entriesOf, judgeName, judgeNames, judgeSum } from './judge-names.ts';
import type { TableJudge } from './judge-names.ts';
import type { PlanPath } from './plan-problem.ts';
import type { CheckDocument } from './plan-schema.ts';

/** Checks name columns that are there and of types that can be checked so. */
export function judgeChecks(here: TableJudge, tables: ReadonlyMap<string, TableJudge>): void {
  entriesOf(here.table.checks).forEach((check, index) => {
    if (here.judge.sound([...here.path, 'checks', index])) judgeCheck(here, ['checks', index], check, tables);
  });
}

function judgeCheck(
  here: TableJudge,
  at: PlanPath,
  check: CheckDocument,
  tables: ReadonlyMap<string, TableJudge>,
): void {
  const { judge, path, types } = here;
  if ('by' in check) judgeNames(here, [...at, 'by'], check.by ?? [], 'column');
  if ('sum' in check) {
    judgeSum(here, [...at, 'sum'], check.sum);
    if (parseDecimal(check.equals) === null)
      judge.refuse([...path, ...at, 'equals'], `${JSON.stringify(check.equals)} is not a decimal`, 'Write it like "0"');
  } else if ('sequence' in check) {
    const type = judgeName(here, [...at, 'sequence'], check.sequence) ? types.get(check.sequence) : null;
    if (type !== null && type !== undefined && type.kind !== 'int')
      judge.refuse(
        [...path, ...at, 'sequence'],
        `${JSON.stringify(check.sequence)} is ${type.kind}`,
        'A sequence is of int',
      );
    if (check.step === 0) judge.refuse([...path, ...at, 'step'], 'A sequence has no step of 0');
  } else if ('chain' in check) judgeChain(here, [...at, 'chain'], check.chain);
  else if ('unique' in check) judgeNames(here, [...at, 'unique'], check.unique, 'column');
  else judgeRefers(here, [...at, 'refers'], check.refers, tables);
}

function judgeChain(here: TableJudge, at: PlanPath, chain: Extract<CheckDocument, { chain: unknown }>['chain']): void {
  const there = (['hash', 'previous', 'order'] as const).filter((part) => judgeName(here, [...at, part], chain[part]));
  const hash = here.types.get(chain.hash);
  const previous = here.types.get(chain.previous);
  if (there.length === 3 && hash && previous && typeName(hash) !== typeName(previous))
    here.judge.refuse(
      [...here.path, ...at, 'previous'],
      `${JSON.stringify(chain.previous)} is ${typeName(previous)}, and the hash it repeats is ${typeName(hash)}`,
      'Give both one type',
    );
}

function judgeRefers(
  here: TableJudge,
  at: PlanPath,
  refers: Extract<CheckDocument, { refers: unknown }>['refers'],
  tables: ReadonlyMap<string, TableJudge>,
): void {
  judgeNames(here, [...at, 'columns'], refers.columns, 'column');
  const refuse = (part: PlanPath, what: string, remedy = '') =>
    here.judge.refuse([...here.path, ...at, ...part], what, remedy);
  const other = tables.get(refers.table);
  if (other === undefined) {
    refuse(
      ['table'],
      `There is no table ${JSON.stringify(refers.table)}`,
      here.judge.suggest(refers.table, () => [...tables.keys()]),
    );
    return;
  }
  if (!other.judge.sound([...other.path, 'key'])) return;
  const key = other.table.key ?? [];
  const named = JSON.stringify(refers.table);
  if (key.length === 0) refuse(['table'], `The table ${named} has no key to refer to`);
  else if (key.length !== refers.columns.length)
    refuse(
      ['columns'],
      `The key of ${named} has ${key.length} columns, and ${refers.columns.length} refer to it`,
      `Its key is ${key.join(', ')}`,
    );
  else
    refers.columns.forEach((column, index) => {
      const mine = here.types.get(column);
      const theirs = other.types.get(key[index]!);
      if (mine && theirs && typeName(mine) !== typeName(theirs))
        refuse(
          ['columns', index],
          `${JSON.stringify(column)} is ${typeName(mine)}, and ${JSON.stringify(key[index])} of ${named} is ${typeName(theirs)}`,
          'Give both one type',
        );
    });
}
