import { failed, notDone, type Check } from '../checks/check.ts';
import type { Trust } from './judge-signoff.ts';
import { judgeTimestamp } from '../timestamp/judge-timestamp.ts';

/** For when a signature is judged: a trusted timestamp says that it was there, or else it is known to be there now. */
export interface JudgedTime {
  readonly at: Date;
  readonly byTimestamp: boolean;
}

/** Judges a time-stamp response over a signature; null for both where there is none. */
export function judgeTime(
  label: string,
  signatureName: string,
  signature: Uint8Array | null,
  response: Uint8Array | null,
  { now, authorities = [] }: Trust,
): { readonly checks: Check[]; readonly judged: JudgedTime } {
  const verifying: JudgedTime = { at: now, byTimestamp: false };
  if (response === null) return { checks: [], judged: verifying };
  const name = `${label}: timestamp`;
  const file = signatureName.replace(/\.sig$/, '.tsr');
  if (signature === null)
    return { checks: [failed(name, `${file} has no ${signatureName} beside it`)], judged: verifying };
  const verdict = judgeTimestamp(response, signature, authorities);
  switch (verdict.kind) {
    case 'trusted': {
      const why = `${signatureName} was there at ${timeText(verdict.time)}, says ${verdict.authority}`;
      return { checks: [{ name, result: 'passed', why }], judged: { at: verdict.time, byTimestamp: true } };
    }
    case 'untrusted':
      return { checks: [notDone(name, `${file} ${verdict.why}`)], judged: verifying };
    case 'refused':
      return { checks: [failed(name, `${file} ${verdict.why}`)], judged: verifying };
  }
}

/** How a time was come by, as a sentence without a final stop. */
export const judgedText = ({ at, byTimestamp }: JudgedTime): string =>
  byTimestamp
    ? `Judged for ${timeText(at)}, by its trusted timestamp`
    : `Judged for the time of verifying, ${timeText(at)}: it has no trusted timestamp`;

/** RFC 3339 in UTC, whole seconds where they are. */
export const timeText = (at: Date): string => at.toISOString().replace('.000Z', 'Z');
