import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { sides, type Side } from '../../contract/side.ts';
import { compareSpots } from '../../engine/evidence/spot/compare-spots.ts';
import { spotSheet } from '../../engine/evidence/spot/spot-sheet.ts';
import { confidences, mostRows, seedPattern, spotMethods, type Spot, type SpotMethod } from '../../contract/spot.ts';
import { largestSpot, parseSpot, spotBytes } from '../../engine/evidence/spot/spot.ts';
import { openSpottable, type Spottable } from '../../engine/evidence/spot/spottable.ts';
import { drawSpot, type SpotWish } from '../../engine/reconcile/spot/draw-spot.ts';
import { withJournalOf, workspaceOf } from '../../engine/workspace/journal/journal-of-package.ts';
import { readWorkspaceFile } from '../../engine/workspace/workspace-file.ts';
import { startHashPool } from '../../workers/supervise.ts';
import type { Context } from '../context.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { printRedrawn, printSpot } from '../print-spot.ts';
import { readGiven } from '../read-given.ts';
import { removeDead } from '../remove-dead.ts';
import { parseWhole } from '../sizes.ts';
import { writeWhole } from '../write-whole.ts';

interface Options extends LimitOptions {
  readonly side?: Side;
  readonly table?: string;
  readonly method?: SpotMethod;
  readonly size?: number;
  readonly seed?: string;
  readonly column?: string;
  readonly confidence?: number;
  readonly export?: string;
  readonly out?: string;
  readonly sheet?: string;
  readonly redraw?: string;
}

export function addSpot(program: Command, run: Run): void {
  const { least, most } = confidences;
  limitOptions(program.command('spot <package>'))
    .description('a sample for a second look by hand, redrawn alike by anyone, and what it can conclude')
    .addOption(new Option('--side <side>', 'of which side').choices([...sides]))
    .option('--table <name>', 'of which table')
    .addOption(new Option('--method <method>', 'how rows are drawn').choices([...spotMethods]))
    .option('--size <n>', 'how many rows; of a monetary sample about as many', parseWhole(1, mostRows))
    .option('--seed <text>', 'what the draw depends on; best named by somebody who did not make the export')
    .option('--column <name>', 'of the amounts, or of the strata, which are the plan’s shards unless said')
    .option('--confidence <percent>', 'of what it can conclude; 95 unless said', parseWhole(least, most))
    .option('--export <path>', 'that side’s export, which is read again; in a workspace its own unless said')
    .option('-o, --out <file>', 'where to write the sample; standard output unless said')
    .option('--sheet <file>', 'writes it as CSV too, to be filled in')
    .option('--redraw <file>', 'draws a sample again and compares: its file says how')
    .addHelpText(
      'after',
      '\nExample:\n  tallystick spot result --side source --table accounts --method monetary --column balance --size 60 --seed "lottery of 31 January" --export exports/old -o sample.json',
    )
    .action((folder: string, options: Options) =>
      run(async (context) => {
        const { redraw } = options;
        if (redraw !== undefined) return redrawn(context, folder, redraw, options);
        await drawn(context, folder, options);
        return 0;
      }),
    );
}

async function drawn(context: Context, folder: string, options: Options): Promise<void> {
  const { out, sheet } = options;
  const side = demand(options.side, '--side source or target');
  const table = demand(options.table, '--table NAME');
  const wish: SpotWish = {
    method: demand(options.method, `--method ${spotMethods.join('|')}`),
    size: demand(options.size, '--size N'),
    seed: demand(options.seed, '--seed TEXT'),
    column: options.column ?? null,
    confidence: options.confidence ?? 95,
  };
  if (!seedPattern.test(wish.seed))
    throw new TallyError('usage', 'A seed is one line of 1 to 200 characters', '--seed', 'Give another');
  for (const file of [out, sheet])
    if (file !== undefined && existsSync(file))
      throw new TallyError('output_not_empty', 'The output is there already', file, 'Name another file');
  const spot = await draw(context, folder, openSpottable(folder, side, table), wish, options);
  const bytes = spotBytes(spot);
  const filled = sheet === undefined ? null : spotSheet(spot);
  const files = new Map<string, string | Uint8Array>();
  if (out !== undefined) files.set(resolve(out), bytes);
  if (sheet !== undefined) files.set(resolve(sheet), filled!.text);
  await withJournalOf(resolve(folder), (journal) => {
    const { method, seed, size } = wish;
    const sample = createHash('sha256').update(bytes).digest('hex');
    journal?.append({ event: 'spot', run: journal.run, side, table, method, seed, size: String(size), sample });
    writeWhole(files);
    return Promise.resolve();
  });
  if (out === undefined || context.json) context.printExactly(bytes);
  else printSpot(context, spot, { folder, out, sheet, escaped: filled?.escaped ?? 0 });
}

async function redrawn(context: Context, folder: string, file: string, options: Options): Promise<0 | 4> {
  const draws = ['side', 'table', 'method', 'size', 'seed', 'column', 'confidence', 'out', 'sheet'] as const;
  const given = draws.find((name) => options[name] !== undefined);
  if (given !== undefined)
    throw new TallyError('usage', 'A sample is drawn again as its file says', `--${given}`, 'Leave it out');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestSpot)
    throw new TallyError('evidence_unsound', `The file is larger than any sample, ${largestSpot} bytes`, file);
  const spot = parseSpot(readGiven(file, 'sample'), basename(file));
  const spottable = openSpottable(folder, spot.side, spot.table);
  const { column, method, root, seed } = spot.draw;
  if (root !== spottable.table.roots[spot.side])
    throw new TallyError(
      'evidence_unsound',
      `The sample was drawn from other rows: from the root ${root}, and the ${spot.side} of the package has ${spottable.table.roots[spot.side]}`,
      file,
      'Name the package that it was drawn from',
    );
  const wish = { method, seed, column, size: Number(spot.size), confidence: Number(spot.conclusion.confidence) };
  const judged = compareSpots(spot, await draw(context, folder, spottable, wish, options));
  printRedrawn(context, spot, judged);
  return judged.differs === null ? 0 : 4;
}

function demand<T>(given: T | undefined, option: string): T {
  if (given === undefined) throw new TallyError('usage', 'It is not said what is drawn', '', `Give ${option}`);
  return given;
}

async function draw(
  context: Context,
  folder: string,
  spottable: Spottable,
  wish: SpotWish,
  options: Options,
): Promise<Spot> {
  const path = exportOf(folder, spottable.side, options);
  const limits = limitsOf(options);
  removeDead(context, limits.temp);
  const pool = startHashPool(limits.threads, context.signal);
  const { onProgress, signal } = context;
  const spot = await drawSpot({ spottable, wish, path, limits, pool, onProgress, signal }).finally(() => pool.close());
  signal.throwIfAborted(); // whoever interrupts the last step too wants nothing written
  return spot;
}

function exportOf(folder: string, side: Side, options: Options): string {
  if (options.export !== undefined) return resolve(options.export);
  const workspace = workspaceOf(resolve(folder));
  if (workspace !== null) return readWorkspaceFile(workspace).folders[side];
  throw new TallyError(
    'usage',
    'The package holds digests of all rows and records of those that differ, so a sample is drawn from the export',
    folder,
    `Give the ${side}’s export with --export: it is read again to the same root`,
  );
}
