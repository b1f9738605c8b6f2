/**
 * A test build can seed one fault in either path to show that the run then ends as not proven. In every other build
 * the constant is false and the seeds are not in the bundle.
 */
declare const __TALLYSTICK_FAULTS__: boolean | undefined;

export type FaultPlace = 'scanner' | 'stage' | 'canonical' | 'hash' | 'duckdb';

/** What the test build is told to do at this place: drop a row, alter one, or nothing. */
export function faultAt(place: FaultPlace): 'drop' | 'alter' | null {
  if (typeof __TALLYSTICK_FAULTS__ === 'undefined' || !__TALLYSTICK_FAULTS__) return null;
  const [where, what] = (process.env['TALLYSTICK_FAULT'] ?? '').split(':');
  return where === place && (what === 'drop' || what === 'alter') ? what : null;
}
