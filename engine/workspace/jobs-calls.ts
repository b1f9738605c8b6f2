import type { Handlers } from '../../contract/calls.ts';
import type { Session } from './session.ts';

export type JobsCalls = 'jobs.view' | 'jobs.cancel';

export const jobsCalls = ({ jobs }: Session): Handlers<JobsCalls> => ({
  'jobs.view': () => ({ jobs: jobs.all() }),
  'jobs.cancel': ({ job }) => {
    jobs.cancel(job);
    return {};
  },
});
