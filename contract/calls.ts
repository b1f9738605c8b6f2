import { z } from 'zod';
import { acceptableKinds } from './exception.ts';
import { jobSchema } from './job.ts';
import { journalEvents, journalView } from './journal.ts';
import { comparedView, movedPage, movedScope, movementNames, rehearsalView } from './rehearsal.ts';
import { reportSchema } from './report.ts';
import { mostRows, rawView, spotName, spotSummary, spotView, spotWish } from './spot.ts';
import {
  bucketMapView,
  chosenView,
  differenceFilter,
  differencePage,
  folderView,
  handle,
  hostView,
  inspectedView,
  keyTestView,
  keysView,
  planSignatureView,
  planView,
  previewView,
  runView,
  side,
  signoffView,
  snapshotsView,
  verifyView,
  workspaceView,
} from './views.ts';

const nothing = z.strictObject({});
const done = z.strictObject({});
const jobStarted = z.strictObject({ job: z.string() });
const run = z.string().regex(/^[A-Za-z0-9._-]{1,120}$/);
const comparedRuns = z.array(run).min(2).max(200);
const name = z.string().min(1).max(1000);
/** Of a table or a column: what exports and plans call them, and that may be nothing. */
const given = z.string().max(1000);
const number = z.string().regex(/^\d{3,9}$/);
const signingKey = {
  key: z.union([handle, z.strictObject({ vault: z.string() })]),
  passphrase: z.string().nullable(),
};
const provenLine = z.strictObject({ run, line: z.string().regex(/^\d{1,15}$/), side });

/** A sample, or the sheet of it that is filled in by hand. */
const spotFile = z.strictObject({ run, name: spotName, as: z.enum(['sample', 'sheet']) });
const namedText = z.strictObject({ name: z.string(), text: z.string() });

/** What an exception names: the difference of a line, or a class of differences. */
const exceptionNames = {
  names: z.union([
    z.strictObject({ line: z.string().regex(/^\d{1,15}$/) }),
    z.strictObject({
      table: given,
      kind: z.enum(acceptableKinds),
      column: given.nullable(),
      condition: z.string().min(1).max(10_000).nullable(),
    }),
  ]),
};

/** A call: who answers it, what it takes, what it gives. Both sides are judged: the page is not trusted, nor is a host. */
const call = <B extends 'host' | 'engine', I extends z.ZodType, O extends z.ZodType>(by: B, input: I, output: O) => ({
  by,
  input,
  output,
});

/**
 * Everything the page can ask. `host` calls are answered by what shows the page (the shell, the loopback server), for
 * they need dialogs and paths; `engine` calls by the engine, wherever it runs. Preload, hosts and tests derive from this.
 */
export const calls = {
  'host.view': call('host', nothing, hostView),
  /** A dialog of the system; empty when cancelled. On the loopback the page browses instead. */
  'host.choose': call(
    'host',
    z.strictObject({
      what: z.enum([
        'export',
        'plan',
        'package',
        'proof',
        'journal',
        'key',
        'allowed_signers',
        'certificate',
        'revoked',
        'authorities',
        'timestamp',
        'workspace',
      ]),
    }),
    z.strictObject({ chosen: z.array(chosenView) }),
  ),
  /** Loopback alone: a folder below the one the server was started in. */
  'host.browse': call('host', z.strictObject({ folder: handle.nullable() }), folderView),
  'host.saveReport': call(
    'host',
    z.strictObject({ run, as: z.enum(['html', 'pdf']) }),
    z.strictObject({ saved: z.boolean() }),
  ),
  /** The proof of a difference's row, or of its absence, to where the user says. */
  'host.saveProof': call('host', provenLine, z.strictObject({ saved: z.boolean() })),
  /** What a time-stamping authority is asked over a sign-off, to where the user says. */
  'host.saveSample': call('host', spotFile, z.strictObject({ saved: z.boolean() })),
  'host.saveQuery': call('host', z.strictObject({ run, number }), z.strictObject({ saved: z.boolean() })),
  'host.openExternal': call('host', z.strictObject({ url: z.url() }), done),
  /** Remembers a key in the system's store, or refuses where that would not protect it. */
  'host.rememberKey': call(
    'host',
    z.strictObject({ key: handle, passphrase: z.string(), name }),
    z.strictObject({ id: z.string() }),
  ),
  'host.forgetKey': call('host', z.strictObject({ id: z.string() }), done),

  'workspace.view': call('engine', nothing, workspaceView.nullable()),
  /** A new workspace over two exports; null puts it into the host's usual folder. */
  'workspace.create': call(
    'engine',
    z.strictObject({ name, source: handle, target: handle, folder: handle.nullable() }),
    workspaceView,
  ),
  'workspace.open': call('engine', z.strictObject({ folder: handle }), workspaceView),
  'workspace.close': call('engine', nothing, done),
  /** Writes the sample ledger into a workspace of its own, reads, plans and reconciles it: one click to a whole result. */
  'workspace.sample': call('engine', z.strictObject({ rows: z.number().int().min(1000).max(10_000_000) }), jobStarted),

  'jobs.view': call('engine', nothing, z.strictObject({ jobs: z.array(jobSchema) })),
  'jobs.cancel': call('engine', z.strictObject({ job: z.string() }), done),

  /** Digests and describes every file of both sides. */
  'snapshots.read': call('engine', nothing, jobStarted),
  'snapshots.view': call('engine', nothing, snapshotsView.nullable()),
  /** Whose signatures on certificates count, from now on and in every run; both exports are to be read again then. */
  'snapshots.trust': call('engine', z.strictObject({ list: handle.nullable() }), done),
  /** A certificate by hand; and back, by its place among those given. */
  'snapshots.give': call('engine', z.strictObject({ side, certificate: handle }), done),
  'snapshots.takeBack': call('engine', z.strictObject({ side, at: z.number().int().min(0) }), done),

  'plan.propose': call('engine', nothing, jobStarted),
  'plan.view': call('engine', nothing, planView.nullable()),
  /** The plan's text as edited; kept as a draft even with problems, and never lost. */
  'plan.write': call('engine', z.strictObject({ text: z.string().max(4_000_000) }), planView),
  /** One option of a column, on one side or both: the text is changed in place and its comments stay. */
  'plan.edit': call(
    'engine',
    z.strictObject({
      table: given,
      column: given,
      side: side.nullable(),
      option: z.string().max(40),
      /** YAML of the value; null removes the option. */
      value: z.string().max(100_000).nullable(),
    }),
    planView,
  ),
  /** The same for an option of the table itself, such as its key. */
  'plan.editTable': call(
    'engine',
    z.strictObject({
      table: given,
      option: z.string().max(40),
      /** YAML of the value; null removes the option. */
      value: z.string().max(100_000).nullable(),
    }),
    planView,
  ),
  /** Unpairs a column: both its sides are unmapped again. */
  'plan.removeColumn': call('engine', z.strictObject({ table: given, column: given }), planView),
  'plan.ignore': call(
    'engine',
    z.strictObject({ table: given, side, column: given, reason: z.string().min(1).max(10_000) }),
    planView,
  ),
  'plan.undo': call('engine', nothing, planView),
  'plan.redo': call('engine', nothing, planView),
  'plan.use': call('engine', z.strictObject({ plan: handle }), planView),
  /** Five real rows of a column, raw and canonical on both sides. */
  'plan.preview': call('engine', z.strictObject({ table: given, column: given }), previewView),
  'plan.testKey': call('engine', z.strictObject({ table: given }), keyTestView),

  /** Whether the rules of the next run are fixed in advance, and by whom. */
  'plan.signature': call('engine', nothing, z.strictObject({ signature: planSignatureView })),
  'plan.sign': call('engine', z.strictObject(signingKey), z.strictObject({ signature: planSignatureView })),
  /** Takes a signature away, to run by rules that nobody fixed in advance. */
  'plan.unsign': call('engine', nothing, z.strictObject({ signature: planSignatureView })),

  'run.start': call('engine', nothing, jobStarted),
  'run.list': call('engine', nothing, z.strictObject({ runs: z.array(runView) })),
  'run.report': call('engine', z.strictObject({ run }), reportSchema),
  /** report.html as it lies in the package. */
  'run.page': call('engine', z.strictObject({ run }), z.strictObject({ html: z.string() })),
  /** The same, to be saved outside the workspace: the journal says so first. */
  'run.export': call(
    'engine',
    z.strictObject({ run, as: z.enum(['html', 'pdf']) }),
    z.strictObject({ html: z.string() }),
  ),

  /** Every run of the workspace, the latest first, and who has signed it. */
  'rehearsals.view': call('engine', nothing, z.strictObject({ rehearsals: z.array(rehearsalView) })),
  /** Runs held against each other in their order: what is new, gone, persisting, back again. */
  'rehearsals.compare': call('engine', z.strictObject({ runs: comparedRuns }), jobStarted),
  /** What came of it; null where these runs are not those that were compared last. */
  'rehearsals.compared': call('engine', z.strictObject({ runs: comparedRuns }), comparedView.nullable()),
  /** The differences behind a count of theirs: what moved to the run of this index from the one before. */
  'rehearsals.moved': call(
    'engine',
    z.strictObject({
      runs: comparedRuns,
      to: z.number().int().min(1).max(199),
      what: z.enum(movementNames),
      scope: movedScope,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    movedPage,
  ),

  'findings.page': call(
    'engine',
    z.strictObject({
      run,
      filter: differenceFilter,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    differencePage,
  ),
  /** Where a key stands in the filtered listing; null when it does not. */
  'findings.find': call(
    'engine',
    z.strictObject({ run, filter: differenceFilter, key: z.string().max(10_000) }),
    z.strictObject({ offset: z.number().int().nullable() }),
  ),
  'findings.inspect': call('engine', z.strictObject({ run, line: z.string().regex(/^\d{1,15}$/) }), inspectedView),
  /** One side of a difference as a proof: its row's inclusion, or its key's absence (formats.md section 9). */
  'findings.prove': call('engine', provenLine, z.strictObject({ name: z.string(), text: z.string() })),
  /** The same, to be saved outside the workspace: the journal says so first. */
  'findings.exportProof': call('engine', provenLine, z.strictObject({ name: z.string(), text: z.string() })),
  'findings.map': call(
    'engine',
    z.strictObject({
      run,
      table: given,
      level: z.number().int().min(0).max(24),
      /** Some of the cells, at most 65,536; without it all of them, at most as many. */
      window: z.strictObject({ first: z.number().int().min(0), count: z.number().int().min(1) }).optional(),
    }),
    bucketMapView,
  ),

  /** How many differences an exception would name, and what it would be bound to; a problem says why it can name none. */
  'exceptions.count': call('engine', z.strictObject({ run, ...exceptionNames }), z.strictObject({ rows: z.string() })),
  /** A new package beside the run's own, with one exception more; gives its name as a run. */
  'exceptions.accept': call(
    'engine',
    z.strictObject({
      run,
      ...exceptionNames,
      reason: z.string().min(1).max(10_000),
      owner: name,
      approver: name,
      expires: z.iso.datetime({ precision: 0 }),
    }),
    z.strictObject({ run }),
  ),
  /** Ids of the exceptions that name a difference. */
  'exceptions.of': call(
    'engine',
    z.strictObject({ run, line: z.string().regex(/^\d{1,15}$/) }),
    z.strictObject({ ids: z.array(z.string()) }),
  ),

  'signoff.view': call('engine', z.strictObject({ run }), signoffView),
  'signoff.sign': call(
    'engine',
    z.strictObject({
      run,
      ...signingKey,
      name,
      role: z.enum(['preparer', 'approver', 'auditor']),
      decision: z.enum(['APPROVE', 'REJECT']),
      text: z.string().max(10_000),
      /** Ids of the exceptions that this person approves. */
      exceptions: z.array(z.string().regex(/^[0-9a-f]{64}$/)).optional(),
    }),
    signoffView,
  ),

  'keys.view': call('engine', nothing, keysView),
  'timestamp.query': call(
    'engine',
    z.strictObject({ run, number }),
    z.strictObject({ name: z.string(), base64: z.string() }),
  ),
  /** Puts an authority's response beside the signature that it is over. */
  'timestamp.bring': call('engine', z.strictObject({ run, response: handle }), signoffView),

  /** A sample of a run's rows for a second look by hand, drawn from the export and kept in the workspace. */
  'spot.draw': call('engine', spotWish.extend({ run }), jobStarted),
  'spot.list': call('engine', z.strictObject({ run }), z.strictObject({ samples: z.array(spotSummary) })),
  'spot.view': call(
    'engine',
    z.strictObject({
      run,
      name: spotName,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    spotView,
  ),
  /** One of its rows as the export has it: `number` is its place in the sample, from 1. */
  'spot.raw': call(
    'engine',
    z.strictObject({ run, name: spotName, number: z.number().int().min(1).max(mostRows) }),
    rawView,
  ),
  'spot.file': call('engine', spotFile, namedText),
  /** The same, to be saved outside the workspace: the journal says so first. */
  'spot.export': call('engine', spotFile, namedText),

  'journal.view': call(
    'engine',
    z.strictObject({
      event: z.enum(journalEvents).nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    journalView,
  ),

  /** A package, a run's own among them; or a proof, a sample or a journal, each of them by itself. */
  'verify.start': call(
    'engine',
    z.strictObject({
      package: z.union([handle, z.strictObject({ run })]),
      trust: handle.nullable(),
      /** Keys no longer to be trusted; `revokedSince` spares what a trusted timestamp puts before it. */
      revoked: handle.nullable().optional(),
      revokedSince: z.iso.datetime({ precision: 0 }).nullable().optional(),
      /** Certificates of time-stamping authorities that are believed. */
      authorities: handle.nullable().optional(),
      /** The exports, both or neither: with them at hand the run is repeated. */
      source: handle.nullable().optional(),
      target: handle.nullable().optional(),
      /** A workspace's journal, or the workspace: what the sign-offs bind is judged by it. */
      journal: handle.nullable().optional(),
    }),
    jobStarted,
  ),
  'verify.view': call('engine', nothing, verifyView.nullable()),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<K extends CallName> = z.input<Calls[K]['input']>;
export type CallOutput<K extends CallName> = z.output<Calls[K]['output']>;
/** What an answering side is given: the input as judged. */
export type JudgedInput<K extends CallName> = z.output<Calls[K]['input']>;
export type CallNameBy<B extends 'host' | 'engine'> = {
  [K in CallName]: Calls[K]['by'] extends B ? K : never;
}[CallName];
/** One function a call: a table that lacks one does not compile. */
export type Handlers<N extends CallName = CallName> = {
  readonly [K in N]: (input: JudgedInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;
};
