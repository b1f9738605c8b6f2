import type { JournalEvent } from '../../../contract/journal.ts';
import { count, counted } from '../../text/numbers.ts';

/** What a line records, for a reader: a few words, what they are of, and the digests that say so. */
export interface EventWords {
  readonly what: string;
  /** Text that others wrote, shown as it is. */
  readonly of: string;
  readonly digests: readonly { readonly of: string; readonly value: string }[];
  /** A run whose findings can be looked at. */
  readonly run: string | null;
}

/** The words for the events that lines can be narrowed to. */
export const eventNames: Readonly<Record<JournalEvent['event'], string>> = {
  open: 'openings',
  plan: 'plans',
  run: 'runs',
  exception: 'exceptions',
  signoff: 'sign-offs',
  export: 'exports',
  spot: 'spot checks',
  torn: 'torn lines',
};

const planWords: Readonly<Record<Extract<JournalEvent, { event: 'plan' }>['how'], string>> = {
  written: 'Plan changed',
  found: 'Plan found as it lay in the workspace',
  signed: 'Plan signed: its rules are fixed',
  unsigned: 'The plan’s signature was taken away',
};

export function eventWords(event: JournalEvent): EventWords {
  const words = { of: '', digests: [], run: null };
  switch (event.event) {
    case 'open':
      return {
        ...words,
        what: `Opened with Tallystick ${event.tool}`,
        of: event.user === '' ? '' : `by ${event.user}`,
      };
    case 'plan':
      return {
        ...words,
        what: planWords[event.how],
        of: 'by' in event && event.by !== null ? `by the key ${event.by}` : '',
        digests: [{ of: 'the plan’s identity', value: event.plan }],
      };
    case 'run':
      return runWords(event);
    case 'exception':
      return {
        what: `${counted(String(event.ids.length), 'exception')} of ${event.run}`,
        of: `in the new package ${event.made}`,
        digests: [{ of: 'the new report’s digest', value: event.report }],
        run: event.made,
      };
    case 'signoff': {
      const verb = event.decision === 'REJECT' ? 'Rejected' : 'Signed';
      return {
        what: event.state === 'failed' ? 'A sign-off could not be placed' : `${verb} by the ${event.role}`,
        of: event.name,
        digests: [{ of: 'the statement’s digest', value: event.statement }],
        run: event.run,
      };
    }
    case 'export':
      return { ...words, what: 'Saved outside the workspace', of: event.as, run: event.run };
    case 'spot':
      return {
        what: `Spot check drawn: ${counted(event.size, 'row')} asked for, ${event.method}`,
        of: `table ${event.table} in the ${event.side}, seed “${event.seed}”`,
        digests: [{ of: 'the sample’s digest', value: event.sample }],
        run: event.run,
      };
    case 'torn':
      return {
        ...words,
        what: `A torn line of ${count(event.bytes)} bytes was set aside`,
        of: event.file,
        digests: [{ of: 'its digest', value: event.sha256 }],
      };
  }
}

function runWords(event: Extract<JournalEvent, { event: 'run' }>): EventWords {
  const { run } = event;
  if (event.state === 'started')
    return { what: 'Run started', of: run, digests: [{ of: 'the plan’s identity', value: event.plan }], run: null };
  if (event.state === 'done')
    return {
      what: `Run ended: ${event.verdict.toLowerCase().replaceAll('_', ' ')}`,
      of: run,
      digests: [{ of: 'the report’s digest', value: event.report }],
      run,
    };
  return { what: `Run ${event.state}`, of: event.why === '' ? run : `${run}: ${event.why}`, digests: [], run: null };
}
