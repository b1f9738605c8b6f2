import type { Job } from '../../contract/job.ts';

/** The job of a kind that was started last, whatever became of it. */
export const latestJob = (jobs: Iterable<Job>, kind: Job['kind']): Job | null =>
  [...jobs].findLast((job) => job.kind === kind) ?? null;
