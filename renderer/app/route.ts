export const steps = ['snapshots', 'match', 'run', 'findings', 'signoff'] as const;
export type Step = (typeof steps)[number];
export const views = ['start', ...steps, 'rehearsals', 'journal', 'verify'] as const;
export type View = (typeof views)[number];

const isStep = (view: View): view is Step => steps.some((step) => step === view);

/** Whether a screen shows the open workspace. */
export const needsWorkspace = (view: View): boolean => isStep(view) || view === 'rehearsals' || view === 'journal';

/** Where the page is: kept in the address behind `#`, so that back, forward and reload work in a window and a browser. */
export interface Route {
  readonly view: View;
  readonly params: ReadonlyMap<string, string>;
}

/** `#findings?run=x` as a route; anything unknown is Start. */
export function routeOf(hash: string): Route {
  const [name, query = ''] = hash.replace(/^#/, '').split('?');
  const view = views.find((known) => known === name);
  return view === undefined
    ? { view: 'start', params: new Map() }
    : { view, params: new Map(new URLSearchParams(query)) };
}

export function hashOf(view: View, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params).toString();
  return query === '' ? `#${view}` : `#${view}?${query}`;
}

export const titles: Readonly<Record<View, string>> = {
  start: 'Start',
  snapshots: 'Snapshots',
  match: 'Match',
  run: 'Run',
  findings: 'Findings',
  signoff: 'Sign-off',
  rehearsals: 'Rehearsals',
  journal: 'Journal',
  verify: 'Verify',
};
