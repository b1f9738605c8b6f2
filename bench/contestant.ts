import type { Data } from './data.ts';
import type { Command, Measured } from './measure.ts';

/** Who does the job: tells source from target, and says how many keys, or how many rows, are not the same. */
export interface Contestant {
  readonly name: string;
  /** Why it cannot take part here; null: it can. */
  readonly absent: () => string | null;
  /** Debian's packages that bring it. */
  readonly packages?: readonly string[];
  /** What it needs besides the exports, made once and not measured. */
  readonly prepare?: (data: Data, say: (text: string) => void) => Promise<void>;
  readonly command: (data: Data, scratch: string) => Command;
  /** What it found, which must be what was put in: whoever does not do the job is not measured. */
  readonly found: (run: Measured, scratch: string) => number;
  /** `keys`: a changed row counts once. `rows`: once for each side. */
  readonly counts: 'keys' | 'rows';
}

export const expectedOf = ({ changed, missing }: Data, counts: Contestant['counts']): number =>
  (counts === 'rows' ? 2 : 1) * changed + missing;

export const always = (): null => null;
