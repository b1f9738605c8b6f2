import { createHash } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { counted } from '../../contract/grouped.ts';
import { TallyError } from '../../contract/problem.ts';
import { bringSignature } from '../../engine/evidence/signing/bring-signature.ts';
import { bringTimestamp } from '../../engine/evidence/signing/bring-timestamp.ts';
import { makeStatement, refuseForeignName, signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { planNamespace, signPlan } from '../../engine/evidence/signing/plan-signature.ts';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { withJournalOf, withJournalOfPlan } from '../../engine/workspace/journal/journal-of-package.ts';
import type { Context } from '../context.ts';
import type { Run } from '../main.ts';
import { leftUnapproved, type ExceptionsListed } from '../left-unapproved.ts';
import { readGiven, readTrust } from '../read-given.ts';
import { parseTime } from '../sizes.ts';
import { openSigningKey, type KeyOptions } from '../signing-key.ts';

interface Options extends KeyOptions {
  readonly as?: string;
  readonly role: 'preparer' | 'approver' | 'auditor';
  readonly reject?: boolean;
  readonly text: string;
  readonly at?: string;
  readonly trust?: string;
  readonly exception: readonly string[];
  readonly statement?: string;
  readonly signature?: string;
  readonly reportSignature?: string;
  readonly timestamp?: string;
}

export function addSign(program: Command, run: Run): void {
  program
    .command('sign <package-or-plan>')
    .description('a sign-off of a package, beside what is signed; or, of a plan before a run, that its rules are fixed')
    .option('--key <file>', 'an OpenSSH or PKCS#8 private key, Ed25519 or ECDSA P-256; with --agent its .pub')
    .option('--agent', 'ssh-agent signs, with the key it has, or with the one that --key names')
    .option('--as <name>', 'who signs, as the auditor’s allowed_signers names you')
    .addOption(new Option('--role <role>', 'as what').choices(['preparer', 'approver', 'auditor']).default('preparer'))
    .option('--reject', 'the decision is REJECT')
    .option('--text <text>', 'what to say with it', '')
    .option(
      '--exception <id>',
      'an exception that this approves, 8 digits of its id at least; said once for each',
      (id: string, before: readonly string[]) => [...before, id],
      [],
    )
    .option('--at <time>', 'the time to claim; now unless said', parseTime)
    .option('--passphrase-file <file>', 'whose first line opens the key')
    .option('--trust <allowed_signers>', 'refuse a name that this list does not give to the key')
    .option('--statement <file>', 'write the statement there, unsigned; with --signature, read it from there')
    .option('--signature <file>', 'bring in a signature by ssh-keygen -Y sign -n tallystick-signoff over the statement')
    .option('--report-signature <file>', 'a preparer’s, by ssh-keygen -Y sign -n tallystick-report over report.json')
    .option('--timestamp <file>', 'bring in an RFC 3161 response over the signature of a sign-off')
    .addHelpText(
      'after',
      '\nExample:\n  tallystick sign result --key ~/.ssh/tallystick --as ops@bank --role preparer --text "rehearsal 4"',
    )
    .action((path: string, options: Options) =>
      run(async (context) => {
        if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) await signThePlan(path, options, context);
        else if (options.timestamp !== undefined) await takeTimestamp(path, options.timestamp, context);
        else if (options.signature !== undefined) await takeSignature(path, options, options.signature, context);
        else if (options.statement !== undefined) await writeStatement(path, options, options.statement, context);
        else await signThePackage(path, options, context);
        return 0;
      }),
    );
}

const allowedBy = ({ trust }: Options, context: Context) =>
  trust === undefined ? {} : { allowed: readTrust(trust, context) };

function wishOf(path: string, options: Options) {
  const { as: name, role, text, exception: exceptions } = options;
  if (name === undefined) throw new TallyError('usage', 'It is not said who signs', '', 'Give --as NAME');
  const decision = options.reject === true ? ('REJECT' as const) : ('APPROVE' as const);
  return { folder: resolve(path), name, role, decision, text, exceptions, at: options.at ?? now() };
}

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** Said, and no reason to refuse: whoever approves a package need not approve an exception. */
function tellLeft(context: Context, signoff: ExceptionsListed & { readonly folder: string }): void {
  const left = leftUnapproved(signoff.folder, signoff);
  if (left !== null) context.say(`tallystick: ${left}`);
}

async function signThePackage(path: string, options: Options, context: Context): Promise<void> {
  const wish = wishOf(path, options);
  const key = await openSigningKey(options);
  const allowed = allowedBy(options, context);
  const files = await withJournalOf(wish.folder, (journal) => signPackage({ ...wish, key, journal, ...allowed }));
  told(context, path, wish, key.fingerprint, files);
  tellLeft(context, wish);
}

async function takeSignature(path: string, options: Options, signature: string, context: Context): Promise<void> {
  const { statement, reportSignature } = options;
  if (statement === undefined)
    throw new TallyError('usage', 'A signature was given without its statement', signature, 'Give --statement FILE');
  const given = (file: string, what: string) => ({ name: file, bytes: readGiven(file, what) });
  const wish = {
    folder: resolve(path),
    statement: given(statement, 'statement'),
    signature: given(signature, 'signature'),
    reportSignature: reportSignature === undefined ? null : given(reportSignature, 'signature of the report'),
    ...allowedBy(options, context),
  };
  const { files, signoff, key, since } = await withJournalOf(wish.folder, (journal) =>
    bringSignature({ ...wish, journal }),
  );
  // Whoever signed saw nothing of what came after.
  if (since !== null && since > 0)
    context.say(`tallystick: the journal has ${counted(since, 'line')} more than the statement binds`);
  if (since === null && signoff.journal !== null)
    context.say('tallystick: the statement binds a journal that is not at hand: verify --journal judges it');
  told(context, path, signoff, key, files);
  tellLeft(context, { ...signoff, folder: wish.folder });
}

async function writeStatement(path: string, options: Options, out: string, context: Context): Promise<void> {
  const wish = wishOf(path, options);
  const { statement } = await withJournalOf(wish.folder, (journal) => makeStatement({ ...wish, journal }, null));
  writeNew(out, statement);
  tellLeft(context, wish);
  if (context.json) return void context.print(JSON.stringify({ ...summary(wish), key: null, files: [out] }));
  context.print(`UNSIGNED   ${wish.name}, ${wish.role}: ${out}`);
  context.print(`next: ssh-keygen -Y sign -n tallystick-signoff -f KEY ${out}`);
  const ofReport = wish.role === 'preparer' ? ' --report-signature REPORT.sig' : '';
  if (ofReport !== '')
    context.print(`      ssh-keygen -Y sign -n tallystick-report -f KEY < ${path}/report.json > REPORT.sig`);
  context.print(`      tallystick sign ${path} --statement ${out} --signature ${out}.sig${ofReport}`);
}

async function takeTimestamp(path: string, response: string, context: Context): Promise<void> {
  const file = await bringTimestamp(resolve(path), readGiven(response, 'time-stamp response'), response);
  if (context.json) context.print(JSON.stringify({ files: [file] }));
  else {
    context.print(`TIMESTAMP   ${file}`);
    context.print(`next: tallystick verify ${path} --trust allowed_signers --tsa authority.pem`);
  }
}

async function signThePlan(path: string, options: Options, context: Context): Promise<void> {
  const bytes = readGiven(path, 'plan');
  const { identity } = parsePlan(bytes, path);
  const key = await openSigningKey(options);
  const { as: name = '' } = options;
  const { allowed } = allowedBy(options, context);
  if (allowed !== undefined)
    refuseForeignName(allowed, { name, role: 'auditor', at: options.at ?? now() }, key.publicBlob, [planNamespace]);
  const file = `${path}.sig`;
  await withJournalOfPlan(resolve(path), async (append) => {
    const signature = Buffer.from(await signPlan(bytes, key));
    refuseTaken(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    append?.({ event: 'plan', how: 'signed', plan: identity, sha256, by: key.fingerprint });
    writeNew(file, signature);
  });
  if (context.json) context.print(JSON.stringify({ key: key.fingerprint, files: [file] }));
  else {
    context.print(`SIGNED   the plan, by ${key.fingerprint}`);
    context.print(`  ${file}`);
    context.print(`next: tallystick reconcile ${path}`);
  }
}

/** Nothing that is there is ever written over. */
function writeNew(path: string, bytes: Uint8Array): void {
  refuseTaken(path);
  try {
    writeFileSync(path, bytes, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw taken(path);
  }
}

function refuseTaken(path: string): void {
  if (existsSync(path)) throw taken(path);
}

const taken = (path: string): TallyError =>
  new TallyError('output_not_empty', 'The file is there already', path, 'Move it away, or name another');

type Said = Pick<ReturnType<typeof wishOf>, 'name' | 'role' | 'decision'>;
const summary = ({ decision, name, role }: Said) => ({ decision, name, role });

function told(context: Context, path: string, said: Said, key: string, files: readonly string[]): void {
  if (context.json) return void context.print(JSON.stringify({ ...summary(said), key, files }));
  context.print(`${said.decision}   ${said.name}, ${said.role}, by ${key}`);
  for (const file of files) context.print(`  ${file}`);
  context.print(`next: tallystick verify ${path} --trust allowed_signers`);
}
