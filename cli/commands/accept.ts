import { dirname, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { counted } from '../../contract/grouped.ts';
import { acceptableKinds, type AcceptableKind } from '../../contract/exception.ts';
import { acceptDifferences } from '../../engine/evidence/exceptions/accept-differences.ts';
import { differencesByKey, type KeyPart } from '../../engine/evidence/exceptions/find-key.ts';
import type { Names } from '../../engine/evidence/exceptions/named-rows.ts';
import { readPackageReport } from '../../engine/evidence/report/read-package-report.ts';
import { TallyError } from '../../contract/problem.ts';
import { tool } from '../../engine/reconcile/run/version.ts';
import { acceptInto } from '../../engine/workspace/runs/accept-into.ts';
import { withJournalOf } from '../../engine/workspace/journal/journal-of-package.ts';
import { writeRunRecord } from '../../engine/workspace/runs/run-log.ts';
import { addKey, splitKey, type KeyOption } from '../key-options.ts';
import type { Run } from '../main.ts';
import { printAccepted } from '../print-accepted.ts';
import { parseExpiry } from '../sizes.ts';

interface Options extends KeyOption {
  readonly null: readonly string[];
  readonly table: string;
  readonly kind?: AcceptableKind;
  readonly keyDigest?: string;
  readonly all?: boolean;
  readonly column?: string;
  readonly where?: string;
  readonly reason: string;
  readonly owner: string;
  readonly approver: string;
  readonly expires: string;
  readonly out: string;
}

export function addAccept(program: Command, run: Run): void {
  program
    .command('accept <package>')
    .description('a new package in which differences are accepted as an exception; the one named is not changed')
    .requiredOption('--table <name>', 'of which table')
    .option('--key <column=value>', 'the difference of this key; said once a key column', addKey, [])
    .option('--null <column>', 'a key column that is NULL', (name: string, before: string[]) => [...before, name], [])
    .option('--key-digest <hex>', 'the same by the key’s digest; the only way in a table without a key')
    .addOption(new Option('--kind <kind>', 'a class: differences of this kind').choices([...acceptableKinds]))
    .option('--column <name>', 'a class: in which this column alone differs')
    .option('--where <condition>', 'a class: whose rows, on each side there is, fulfil this')
    .option('--all', 'a class: all of the kind')
    .requiredOption('--reason <text>', 'why it is accepted')
    .requiredOption('--owner <name>', 'who answers for it')
    .requiredOption('--approver <name>', 'who will approve it in a sign-off, and is not the owner')
    .requiredOption('--expires <time>', 'until when it holds: a time, or a day to its end in UTC', parseExpiry)
    .requiredOption('-o, --out <dir>', 'the new package')
    .addHelpText(
      'after',
      '\nExample:\n  tallystick accept result --table accounts --key id=A7 --reason "rounded by hand" --owner ops@bank --approver cfo@bank --expires 2026-06-30 -o result-2',
    )
    .action((folder: string, options: Options) =>
      run(async (context) => {
        const { reason, owner, approver, expires } = options;
        const request = {
          ...{ reason, owner, approver, expires },
          folder: resolve(folder),
          out: resolve(options.out),
          names: await namesOf(resolve(folder), options),
          build: tool.version,
          now: new Date(),
          signal: context.signal,
        };
        const accepted = await withJournalOf(request.out, async (journal) => {
          if (journal === undefined) return acceptDifferences(request);
          const made = await acceptInto(journal, request);
          writeRunRecord(dirname(request.out), made.record);
          return made.accepted;
        });
        printAccepted(context, accepted);
        return 0;
      }),
    );
}

async function namesOf(folder: string, options: Options): Promise<Names> {
  const { table, kind, column = null, where: condition = null, all = false, keyDigest } = options;
  const columns = readPackageReport(folder).tables.find(({ name }) => name === table)?.key ?? [];
  const key: KeyPart[] = [
    ...options.key.map((text) => splitKey(text, columns)),
    ...options.null.map((name) => [name, null] as const),
  ];
  const isClass = column !== null || condition !== null || all;
  const isKey = key.length > 0 || keyDigest !== undefined;
  if (isKey === isClass)
    throw usage(
      isKey ? 'A difference and a class were both named' : 'Neither a difference nor a class was named',
      'Give --key, or --kind with --column, --where or --all',
    );
  if (isClass) {
    if (kind === undefined) throw usage('A class needs its kind', `Give --kind, one of ${acceptableKinds.join(', ')}`);
    if (all && (column !== null || condition !== null)) throw usage('--all leaves nothing to choose', 'Leave it out');
    return { table, kind, where: { column, condition } };
  }
  const found = await differencesByKey(folder, table, keyDigest ?? key);
  const wanted = kind === undefined ? found : found.filter((one) => one.kind === kind);
  const [only] = wanted;
  if (only === undefined)
    throw usage(
      `Table ${JSON.stringify(table)} has no such difference`,
      'tallystick differences lists them; an unrepresentable row cannot be accepted',
    );
  if (wanted.length > 1)
    throw usage(
      `${counted(wanted.length, 'kind')} of difference have this key: ${wanted.map((one) => one.kind).join(', ')}`,
      'Give --kind',
    );
  return { table, kind: only.kind, keyDigest: only.keyDigest };
}

const usage = (what: string, remedy: string): TallyError => new TallyError('usage', what, '', remedy);
