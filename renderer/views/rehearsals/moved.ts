import type { CallInput, CallOutput } from '../../../contract/calls.ts';
import { movementNames } from '../../../contract/rehearsal.ts';
import type { GridColumn } from '../findings/grid-columns.ts';
import { kindLook, type Difference } from '../findings/kinds.ts';
import { gateWord } from '../../text/gates.ts';
import type { Compared, Scope } from './scopes.ts';

type Wish = CallInput<'rehearsals.moved'>;
export type MovedRow = CallOutput<'rehearsals.moved'>['rows'][number];

/** A count that was pressed: which differences it counts. */
export type Pressed = Pick<Wish, 'to' | 'what' | 'scope'>;
export type What = Wish['what'];

export const whatWords: Readonly<Record<What, string>> = {
  new: 'new',
  gone: 'gone',
  persisting: 'persisting',
  altered: 'persisting with other rows',
  back: 'back again',
};

export const scopeOfCount = ({ of, name }: Scope): Wish['scope'] => (of === 'all' ? { of } : { of, name });

export const pressedText = ({ to, what, scope }: Pressed): string => JSON.stringify([to, what, scope]);

/** As the address has it; null for what no count is. What it names is judged by the engine. */
export function pressedOf(text: string | undefined): Pressed | null {
  if (text === undefined) return null;
  try {
    const [to, name, scope] = JSON.parse(text) as [unknown, unknown, Wish['scope']];
    const what = movementNames.find((known) => known === name);
    return typeof to === 'number' && what !== undefined && typeof scope === 'object' ? { to, what, scope } : null;
  } catch {
    return null;
  }
}

/** What is listed, as its dialog is called: `New from run 2 to run 3, gate changed`. */
export function titleOf({ to, what, scope }: Pressed, { runs }: Compared, numberOf: (run: string) => string): string {
  const [from, then] = [runs[to - 1], runs[to]].map((run) => (run === undefined ? '?' : numberOf(run)));
  const of =
    scope.of === 'all'
      ? ''
      : scope.of === 'table'
        ? `, table ${scope.name}`
        : scope.of === 'gate'
          ? `, gate ${gateWord(scope.name)}`
          : `, ${kindLook[scope.kind].word} in table ${scope.table}`;
  const word = whatWords[what];
  return `${word[0]!.toUpperCase()}${word.slice(1)} from run ${from} to run ${then}${of}`;
}

/** The run that has what is listed: what is gone is in the one before. */
export const runOf = ({ to, what }: Pressed, { runs }: Compared): string | undefined =>
  runs[what === 'gone' ? to - 1 : to];

/** The difference in the findings of its run; of a table without a key, the listing that it is in. */
export function findingsOf({ table, kind, key, text }: MovedRow, run: string): Record<string, string> {
  const part =
    text ?? (key ?? []).reduce<string>((longest, one) => ((one ?? '').length > longest.length ? one! : longest), '');
  return { run, table, kind, ...(part === '' ? {} : { text: part.slice(0, 1000) }) };
}

const heads = ['table', 'key', 'differs in', 'source', 'target'] as const;
const [narrowest, widest] = [8, 30];

/** A row as the grid draws one, whatever its table: the columns are the list's own. */
export function gridRow({ table, kind, key, record, columns, column, text, source, target }: MovedRow): Difference {
  const place = (side: typeof source) => (side === null ? '–' : `${side.file}, row ${side.row}`);
  const named = key === null ? (text ?? record) : key.length === 1 ? key[0]! : JSON.stringify(key);
  const cells = [table, named, column ?? columns.join(', '), place(source), place(target)];
  return {
    ...{ line: '0', kind, key, keyDigest: null, columns: [], column: null, text: null },
    source: { cells, digest: '', file: '', row: '' },
    target: null,
  };
}

export const gridColumnsOf = (sample: readonly Difference[]): GridColumn[] =>
  heads.map((name, cell) => ({
    ...{ id: name, name, side: null, cell, isKey: name === 'key', isNumber: false },
    width: Math.min(
      widest,
      Math.max(narrowest, name.length, ...sample.map(({ source }) => (source?.cells[cell]?.length ?? 0) + 1)),
    ),
  }));
