import { counted, grouped } from '../../../contract/grouped.ts';
import type { Exception } from '../../../contract/exception.ts';
import type { Report } from '../report/report.ts';
import { html, nothing, type Html } from './html.ts';
import { digest } from './numbers.ts';
import { note, paragraph, section } from './table.ts';
import { timeText } from './time-text.ts';
import { code, value } from './value.ts';

/** What people accepted although it differs, each bound to its rows; and what was accepted once and holds no more. */
export function exceptionsSection({ exceptions, carried }: Report): Html {
  const lapsed = carried?.lapsed ?? [];
  const old = new Set(carried?.stand ?? []);
  return section(
    'exceptions',
    'Exceptions',
    exceptions.length === 0
      ? paragraph(html`No difference was accepted as an exception.`)
      : html`${note(
          html`What is accepted here still differs, and the gates count it apart. An exception is approved by whoever it
          names, in a sign-off that lists its id; this page cannot say whether that was done.`,
        )}${exceptions.map((exception) => one(exception, stateOf(exception, old, carried)))}`,
    carried?.new === undefined
      ? nothing
      : note(
          html`Of the exceptions of an earlier run that this one was given ${grouped(String(carried.stand.length))}
          still stand and ${grouped(String(lapsed.length))} lapsed; ${counted(carried.new, 'difference')}
          ${carried.new === '1' ? 'is' : 'are'} new: named by none of them.`,
        ),
    lapsed.length === 0
      ? nothing
      : html`${note(
          html`Accepted in an earlier run, and lapsed: these take nothing out of the gates.`,
        )}${lapsed.map(({ exception, why }) => one(exception, html`<strong>lapsed</strong>: ${value(why)}`))}`,
  );
}

const stateOf = ({ id }: Exception, old: ReadonlySet<string>, carried: Report['carried']): Html =>
  old.has(id)
    ? html`carried over from an earlier run, and still stands`
    : carried === undefined
      ? html`accepted after the run`
      : html`new, accepted after the run`;

const one = (exception: Exception, state: Html): Html =>
  html`<h3>
      ${counted(exception.rows.count, 'difference')}: ${code(exception.kind)} in
      ${value(exception.table)}${whichRows(exception)}
    </h3>
    <dl>
      ${terms(exception, state).map(
        ([term, said]) =>
          html`<dt>${term}</dt>
            <dd>${said}</dd> `,
      )}
    </dl> `;

const terms = (exception: Exception, state: Html): (readonly [string, Html])[] => [
  ['reason', value(exception.reason)],
  ['owner', value(exception.owner)],
  ['approver', value(exception.approver)],
  ['expires', html`${timeText(exception.expires)}`],
  ['state', state],
  ...('keyDigest' in exception ? ([['key digest', digest(exception.keyDigest)]] as const) : []),
  ['bound to', digest(exception.rows.digest)],
  ['id', digest(exception.id)],
];

function whichRows(exception: Exception): Html {
  if ('keyDigest' in exception) return html`, one key`;
  const { column, condition } = exception.where;
  const of = column === null ? nothing : html`, in which ${value(column)} alone differs`;
  return condition === null ? of : html`${of}, where ${code(condition)}`;
}
