import type { Report } from '../report.ts';
import { demand } from './judge.ts';

/** This build accepts no exceptions, so it can vouch for none: a package that holds one is refused, not passed over. */
export function checkExceptions(bytes: Uint8Array, { exceptions, gates }: Report): string {
  const none = exceptions.length === 0 && gates.every(({ excepted }) => excepted === '0');
  demand(
    none && bytes.length === 0,
    'The package holds exceptions, and this build cannot judge them',
    'exceptions.jsonl',
  );
  return 'There are none';
}
