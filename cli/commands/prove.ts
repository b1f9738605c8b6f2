import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { sides, type Side } from '../../contract/side.ts';
import type { Proof } from '../../engine/evidence/proof/proof.ts';
import { keyRecordOf, openProvable, type Provable } from '../../engine/evidence/proof/provable.ts';
import { proveFromPackage } from '../../engine/evidence/proof/prove-from-package.ts';
import { keyColumns } from '../../engine/evidence/proof/verify-proof.ts';
import { proveFromExport } from '../../engine/reconcile/prove-from-export.ts';
import { startHashPool } from '../../workers/supervise.ts';
import type { Context } from '../context.ts';
import { addKey, splitKey, type KeyOption } from '../key-options.ts';
import { limitOptions, limitsOf, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { shownKey, visible } from '../shown-value.ts';
import { writeWhole } from '../write-whole.ts';

interface Options extends LimitOptions, KeyOption {
  readonly side: Side;
  readonly table: string;
  readonly null: readonly string[];
  readonly row?: string;
  readonly export?: string;
  readonly out?: string;
}

export function addProve(program: Command, run: Run): void {
  limitOptions(program.command('prove <package>'))
    .description('one record’s inclusion, or a key’s absence, as one small file')
    .addOption(new Option('--side <side>', 'of which side').choices([...sides]).makeOptionMandatory())
    .requiredOption('--table <name>', 'of which table')
    .option('--key <column=value>', 'a key column’s canonical text without quotes', addKey, [])
    .option('--null <column>', 'a key column that is NULL', (name: string, before: string[]) => [...before, name], [])
    .option('--row <digest>', 'the row digest, where the key stands in several rows')
    .option('--export <path>', 'that side’s export, for a row that the package does not list; it is read again')
    .option('-o, --out <file>', 'where to write the proof; standard output unless said')
    .addHelpText(
      'after',
      '\nExample:\n  tallystick prove result --side target --table accounts --key account_id=AC-0017 -o AC-0017.proof.json',
    )
    .action((folder: string, options: Options) =>
      run(async (context) => {
        const { side, table, out } = options;
        if (out !== undefined && existsSync(out))
          throw new TallyError('output_not_empty', 'The output is there already', out, 'Name another file with -o');
        const provable = openProvable(folder, side, table);
        const key = keyRecordOf(provable.table, keyOf(options, keyColumns(provable.table)));
        const { proof, bytes } = await prove(context, provable, key, options);
        if (out !== undefined) writeWhole(new Map([[resolve(out), bytes]]));
        if (out === undefined || context.json) context.print(Buffer.from(bytes).toString('utf8'));
        else context.print(sentence(proof, side, out));
        return 0;
      }),
    );
}

function keyOf({ key, null: nulls }: Options, columns: readonly string[]): ReadonlyMap<string, string | null> {
  const given = new Map<string, string | null>();
  const parts = [...key.map((text) => splitKey(text, columns)), ...nulls.map((name) => [name, null] as const)];
  for (const [name, value] of parts) {
    if (given.has(name)) throw new TallyError('usage', `The key column "${name}" is given twice`);
    given.set(name, value);
  }
  return given;
}

async function prove(context: Context, provable: Provable, key: string, options: Options) {
  const row = options.row ?? null;
  const made = await proveFromPackage(provable, key, row);
  if (!('needsExport' in made)) return made;
  if (options.export === undefined)
    throw new TallyError(
      'usage',
      made.needsExport,
      `table "${provable.table.name}"`,
      `Give the ${provable.side}’s export with --export: it is read again to the same root`,
    );
  const limits = limitsOf(options);
  const pool = startHashPool(limits.threads, context.signal);
  try {
    const { onProgress, signal } = context;
    return await proveFromExport({
      provable,
      path: resolve(options.export),
      key,
      row,
      limits,
      pool,
      onProgress,
      signal,
    });
  } finally {
    await pool.close();
  }
}

const sentence = ({ claim, key, table, identity }: Proof, side: Side, out: string): string =>
  `${claim.toUpperCase()}   ${shownKey(key)} ${claim === 'included' ? 'is in' : 'is not in'} table ${visible(table)} of the ${side}\n` +
  `  snapshot   ${String(identity)}\n  proof      ${out}      next: tallystick verify ${out}`;
