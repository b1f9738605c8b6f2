/** The steps of a run in their order; each is shown by name. */
export const runSteps = ['open', 'stage', 'hash', 'compare', 'drill', 'cross-check', 'judge'] as const;
export type RunStep = (typeof runSteps)[number];

/** What work is counted in. */
export const progressUnits = ['bytes', 'rows', 'buckets', 'files', 'tables', 'checks', 'packages'] as const;

/** One notice of progress. `done` and `total` are in `unit`; a total of null is not known: show no bar, only what is done. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: (typeof progressUnits)[number];
  readonly detail?: string;
}
export type OnProgress = (progress: Progress) => void;
