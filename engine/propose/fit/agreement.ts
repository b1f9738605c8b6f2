/** How far two columns say the same of the aligned rows. */
export interface Agreement {
  /** Rows in which at least one side has a value: two NULLs agree, and say nothing. */
  readonly rows: number;
  readonly agree: number;
  /** The share that would agree if the rows were mixed: what says nothing about these two columns. */
  readonly chance: number;
}

/** What stands in a row for the comparison; undefined: nothing that can be compared. */
export type Cells = readonly (string | null | undefined)[];

const shifts = [1, 2, 3];

/** Compares cells row by row, and again with the rows mixed: they stand in no order that means anything. */
export function agreementOf(source: Cells, target: Cells, limit = source.length): Agreement {
  const rows = Math.min(limit, source.length);
  const count = (shift: number) => {
    let informative = 0;
    let agree = 0;
    for (let i = 0; i < rows; i++) {
      const a = source[i];
      const b = target[(i + shift) % rows];
      if (a === null && b === null) continue;
      informative++;
      if (a !== undefined && a === b) agree++;
    }
    return { informative, agree };
  };
  const { informative, agree } = count(0);
  const mixed = rows > 3 ? shifts.map(count) : [];
  const chances = mixed.map((one) => (one.informative === 0 ? 0 : one.agree / one.informative));
  return { rows: informative, agree, chance: Math.min(1, ...(chances.length === 0 ? [0] : [mean(chances)])) };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

export const share = ({ rows, agree }: Agreement): number => (rows === 0 ? 0 : agree / rows);

/** How much of what chance leaves open the agreement explains, 0 to 1; 0 where chance leaves nothing open. */
export const lift = (agreement: Agreement): number =>
  agreement.chance >= 1 ? 0 : Math.max(0, (share(agreement) - agreement.chance) / (1 - agreement.chance));
