import { counted, grouped, groupedDecimal } from '../contract/grouped.ts';
import type { Redrawn } from '../engine/evidence/spot/compare-spots.ts';
import type { Spot } from '../contract/spot.ts';
import type { Check } from '../engine/evidence/checks/check.ts';
import type { Context } from './context.ts';
import { printChecks, soundness } from './print-verification.ts';
import { shownValue, visible } from './shown-value.ts';

interface Written {
  readonly folder: string;
  readonly out: string;
  readonly sheet: string | undefined;
  /** Cells of the sheet that a spreadsheet would have run. */
  readonly escaped: number;
}

/** What was drawn, what it can conclude, what could not be drawn, and where it lies. */
export function printSpot(context: Context, spot: Spot, { folder, out, sheet, escaped }: Written): void {
  context.print(`DRAWN   ${what(spot)}`);
  context.print(`  concludes    ${visible(spot.conclusion.sentence)}`);
  for (const line of left(spot)) context.print(`  not drawn    ${line}`);
  for (const line of how(spot)) context.print(`  ${line}`);
  context.print(`  sample       ${out}      next: tallystick spot ${folder} --redraw ${out} --export …`);
  if (sheet === undefined) return;
  const said = escaped === 0 ? '' : `, ${counted(escaped, 'cell')} with a leading ' that a spreadsheet would have run`;
  context.print(`  sheet        ${sheet}${said}`);
}

export function printRedrawn(context: Context, spot: Spot, { differs, moved }: Redrawn): void {
  const { conclusion, rows } = spot;
  if (context.json) {
    const alike = differs === null;
    const drawn = String(rows.length);
    context.print(JSON.stringify({ alike, differs: differs ?? '', moved: String(moved), drawn, conclusion }));
    return;
  }
  if (differs !== null) {
    context.print(`NOT AS DRAWN   the sample is another from ${visible(differs)} on`);
    return;
  }
  context.print(`DRAWN ALIKE   ${what(spot)}`);
  context.print(`  concludes    ${visible(conclusion.sentence)}`);
  if (moved > 0) context.print(`  moved        ${counted(moved, 'row')} of it stand elsewhere in this export`);
}

/** What a sample shows of itself; with --json the document of `verify`. Gives the exit status. */
export function printSpotChecks(context: Context, spot: Spot | null, checks: readonly Check[]): 0 | 4 {
  const broken = checks.find(({ result }) => result === 'failed');
  const sound = broken === undefined;
  if (context.json) context.print(JSON.stringify({ sound, verdict: null, checks, signers: [] }));
  else {
    const said = sound ? `a sample: ${what(spot!)}` : `${broken.name}: ${broken.why}`;
    context.print(`${soundness(context, sound)}   ${said}`);
    printChecks(context, checks);
  }
  return sound ? 0 : 4;
}

function what({ rows, population, table, side, draw, size }: Spot): string {
  const drawn = grouped(rows.length);
  const asked =
    drawn === grouped(size) ? '' : ` (${draw.method === 'monetary' ? 'about ' : ''}${grouped(size)} asked for)`;
  const by = draw.column === null ? '' : ` by ${visible(draw.column)}`;
  const all = BigInt(population.rows) - BigInt(population.excluded) - BigInt(population.unrepresentable);
  return `${drawn}${asked} of ${counted(all, 'row')} of table ${visible(table)} in the ${side}   ${draw.method}${by}, seed "${visible(draw.seed)}"`;
}

function left({ population: { excluded, unrepresentable }, amounts }: Spot): string[] {
  const lines: string[] = [];
  if (excluded !== '0') lines.push(`${counted(excluded, 'row')} that the plan leaves out`);
  if (unrepresentable !== '0') lines.push(`${counted(unrepresentable, 'row')} with a value that has no form`);
  if (amounts !== undefined && amounts.zeros !== '0')
    lines.push(`${counted(amounts.zeros, 'row')} with an amount of 0`);
  if (amounts !== undefined && amounts.nulls !== '0') lines.push(`${counted(amounts.nulls, 'row')} without an amount`);
  return lines;
}

function how({ amounts, strata }: Spot): string[] {
  const lines = (strata ?? []).map(
    ({ value, rows, drawn }) => `stratum      ${shownValue(value)}: ${grouped(drawn)} of ${counted(rows, 'row')}`,
  );
  if (amounts === undefined) return lines;
  const { certain, negative } = amounts;
  if (certain !== '0') lines.push(`certain      ${counted(certain, 'row')} of the interval or more, always drawn`);
  if (negative.rows !== '0')
    lines.push(
      `negative     ${counted(negative.rows, 'row')}, ${groupedDecimal(negative.total)} in all, weighed without the sign`,
    );
  return lines;
}
