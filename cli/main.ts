#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { exitStatusOf, problemOf, TallyError } from '../contract/problem.ts';
import { addAccept } from './commands/accept.ts';
import { addCompare } from './commands/compare.ts';
import { addDifferences } from './commands/differences.ts';
import { addFingerprint } from './commands/fingerprint.ts';
import { addInspect } from './commands/inspect.ts';
import { addKeygen } from './commands/keygen.ts';
import { addPlan } from './commands/plan.ts';
import { addProve } from './commands/prove.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addSample } from './commands/sample.ts';
import { addServe } from './commands/serve.ts';
import { addSign } from './commands/sign.ts';
import { addSpot } from './commands/spot.ts';
import { addVerify } from './commands/verify.ts';
import { openContext, type Context, type GlobalOptions } from './context.ts';
import { visible } from './shown-value.ts';

/** How a command is run: given a context, it answers with its exit status. */
export type Run = (work: (context: Context) => Promise<number>) => Promise<void>;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
process.stderr.on('error', () => undefined); // nobody listens: the status still tells
// A reader that has seen enough (`| head`) is no failure: the rest is dropped, and the status is the command's own.
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  const status = fail(new TallyError(problemOf(error).code, problemOf(error).what, 'standard output'));
  process.on('exit', () => (process.exitCode = status));
});
process.stdout.on('error', () => undefined);

const program = new Command('tallystick')
  .description('Reconciles two snapshot exports of a ledger, proves the result, and has people sign it.')
  .version(manifest.version)
  .option('--json', 'one JSON document on stdout, and errors as JSON on stderr')
  .option('--quiet', 'no progress and no messages')
  .option('--debug', 'a stack trace with an error')
  .helpCommand(false)
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride()
  .configureOutput({ writeErr: () => undefined });

const run: Run = async (work) => {
  const context = openContext(program.opts<GlobalOptions>(), stop.signal);
  try {
    process.exitCode = await work(context);
  } catch (error) {
    context.settle();
    throw error;
  }
};

for (const add of [
  addSample,
  addInspect,
  addPlan,
  addReconcile,
  addDifferences,
  addAccept,
  addFingerprint,
  addCompare,
  addKeygen,
  addSign,
  addSpot,
  addProve,
  addVerify,
  addServe,
])
  add(program, run);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = fail(error);
}

function fail(error: unknown): number {
  const options = program.opts<GlobalOptions>();
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0; // --help and --version
    const said = error.code === 'commander.help' ? 'No command was given' : error.message.replace(/^error: /, '');
    const [what, meant] = said.split('\n') as [string, string?];
    const sentence = what[0]!.toUpperCase() + what.slice(1).replace(/\.$/, '');
    const remedy = meant === undefined ? 'tallystick --help shows what there is' : meant.replace(/^\((.*)\)$/, '$1');
    report(new TallyError('usage', sentence, '', remedy), options);
    return exitStatusOf.usage;
  }
  const interrupted = stop.signal.aborted && !(error instanceof TallyError);
  const shown = interrupted ? new TallyError('interrupted', 'Interrupted') : error;
  report(shown, options);
  return exitStatusOf[problemOf(shown).code];
}

/** What, where, what to do: one or two lines, or a document; a stack trace with --debug alone. */
function report(error: unknown, { json, debug }: GlobalOptions): void {
  const { code, what, where, remedy } = problemOf(error);
  if (json === true) process.stderr.write(`${JSON.stringify({ error: { code, what, where, remedy } })}\n`);
  else {
    process.stderr.write(`tallystick: ${visible(what)}${where === '' ? '' : ` (${visible(where)})`}\n`);
    if (remedy !== '') process.stderr.write(`  ${remedy.split('\n').map(visible).join('\n')}\n`);
  }
  if (debug === true && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ''}\n`);
    if (typeof error.cause === 'string') process.stderr.write(`${error.cause}\n`);
  }
}
