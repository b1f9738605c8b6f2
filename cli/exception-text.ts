import { counted, grouped } from '../contract/grouped.ts';
import type { Exception } from '../contract/exception.ts';
import type { Report } from '../engine/evidence/report/report.ts';
import { shownValue } from './shown-value.ts';

/** One exception on one line: which, how much, whose. */
function exceptionText(exception: Exception): string {
  const { id, table, kind, rows, owner, approver, expires } = exception;
  const which = 'keyDigest' in exception ? '' : classText(exception.where);
  const people = `owner ${shownValue(owner)}, approver ${shownValue(approver)}, expires ${expires}`;
  return `${id.slice(0, 12)}  ${kind} in ${shownValue(table)}${which}, ${counted(rows.count, 'difference')};  ${people}`;
}

function classText({ column, condition }: { column: string | null; condition: string | null }): string {
  const of = column === null ? '' : ` of ${shownValue(column)} alone`;
  return condition === null ? of : `${of} where ${shownValue(condition)}`;
}

/** What a report says of exceptions: those that hold, new or carried, and those that lapsed and why. */
export function exceptionLines({ exceptions, carried, gates }: Report): string[] {
  const old = new Set(carried?.stand ?? []);
  const excepted = gates
    .filter((gate) => gate.excepted !== '0')
    .map(({ name, value, excepted: count }) =>
      name.includes('.') ? `${name} ${counted(count, 'row')} left out` : `${name} ${grouped(count)} of ${value}`,
    );
  const lapsed = carried?.lapsed ?? [];
  return [
    ...exceptions.map(
      (exception) => `${(old.has(exception.id) ? 'still stands' : 'exception').padEnd(12)} ${exceptionText(exception)}`,
    ),
    ...lapsed.map(({ exception, why }) => `${'lapsed'.padEnd(12)} ${exceptionText(exception)}:  ${why}`),
    ...(carried === undefined
      ? []
      : [
          `${'carried'.padEnd(12)} ${counted(carried.stand.length, 'exception still stands', 'exceptions still stand')}, ${lapsed.length} lapsed${newText(carried)}`,
        ]),
    ...(excepted.length === 0 ? [] : [`${'accepted'.padEnd(12)} ${excepted.join(';  ')}`]),
  ];
}

const newText = ({ new: fresh }: NonNullable<Report['carried']>): string =>
  fresh === undefined ? '' : `;  ${counted(fresh, 'difference is new', 'differences are new')}, named by none of them`;
