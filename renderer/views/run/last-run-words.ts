import type { CallOutput } from '../../../contract/calls.ts';
import type { ShapeName } from '../../components/Shape.svelte';
import { duration } from '../../text/numbers.ts';

type EndedRun = CallOutput<'run.list'>['runs'][number];

export interface LastRunWords {
  readonly title: string;
  readonly shape: ShapeName;
  readonly text: string;
}

const nothingStays = 'It left nothing half-written, and the plan and the exports are as they were.';

/** How the last run ended, and what that means for the next; `planned`: whether there is a plan to run. */
export function lastRunWords(last: EndedRun | null, planned: boolean): LastRunWords {
  if (last === null)
    return planned
      ? {
          title: 'Ready to reconcile',
          shape: 'ring',
          text: 'Reads both exports once, digests every row, compares both trees, and checks the result by a second path.',
        }
      : {
          title: 'There is no plan to run yet',
          shape: 'ring',
          text: 'A run follows a plan: it says what is compared, and how.',
        };
  const words: Record<EndedRun['state'], LastRunWords> = {
    done: {
      title: last.seconds === null ? 'Done' : `Done in ${duration(Number(last.seconds))}`,
      shape: 'disc',
      text: `The package with all evidence is the folder runs/${last.run} of the workspace.`,
    },
    failed: { title: 'The last run failed', shape: 'cross', text: nothingStays },
    cancelled: { title: 'The last run was cancelled', shape: 'half', text: nothingStays },
    'cut off': {
      title: 'The last run was cut off',
      shape: 'bang',
      text: 'The program ended while it ran. It left nothing half-written and can be started again.',
    },
  };
  return words[last.state];
}
