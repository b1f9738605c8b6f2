/**
 * A test build can seed one fault in a run, to show that it then ends as not proven, or ends well. In every other build
 * the constant is false and the seeds are not in the bundle.
 */
declare const __TALLYSTICK_FAULTS__: boolean | undefined;

export const faultsAreBuilt = typeof __TALLYSTICK_FAULTS__ !== 'undefined' && __TALLYSTICK_FAULTS__;

/** Where a fault can be: a row's way through the run, the files under it, a worker, a step that is interrupted. */
export type FaultPlace =
  | 'scanner'
  | 'stage'
  | 'hash'
  | 'canonical'
  | 'duckdb'
  | 'disk'
  | 'export'
  | 'worker'
  | 'SIGINT'
  | 'SIGTERM'
  | 'SIGKILL';

export interface Fault {
  readonly what: string;
  /** The row it strikes, from 0, of the target's first file. */
  readonly row: number;
}

/** What the test build is told to do at this place, as `place:what:row`; null for nothing. */
export function faultAt(place: FaultPlace): Fault | null {
  if (!faultsAreBuilt) return null;
  const [where, what = '', row = '0'] = (process.env['TALLYSTICK_FAULT'] ?? '').split(':');
  return where === place ? { what, row: Number(row) } : null;
}
