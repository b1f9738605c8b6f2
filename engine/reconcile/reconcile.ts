import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Exception } from '../../contract/exception.ts';
import type { OnProgress } from '../../contract/progress.ts';
import { sides, type BySide } from '../../contract/side.ts';
import { carryExceptions } from '../evidence/exceptions/carry-exceptions.ts';
import { readDifferences, readDifferencesOf } from '../evidence/differences/read-differences.ts';
import { PackageWriter, refuseOccupied } from '../evidence/package-writer.ts';
import { signedPlan } from '../evidence/signing/plan-signature.ts';
import type { Report } from '../evidence/report/report.ts';
import type { Plan } from '../plan/plan.ts';
import { markOwned, unmark } from '../snapshot/files/owner-mark.ts';
import { buildReport } from './build-report.ts';
import type { RunCertificates } from './certify-sides.ts';
import { checkListed } from './judge/cross-check.ts';
import { fingerprintSide } from './fingerprint-side.ts';
import type { FoldedBuckets } from './fold/compare-table.ts';
import type { HashPool } from './run/hash-pool.ts';
import { KeptStages } from './read/kept-stages.ts';
import { judgeRun } from './judge-run.ts';
import type { JudgedTable } from './judge/judge-tables.ts';
import type { Limits } from './run/limits.ts';
import type { Example } from './differences/listed-table.ts';
import { RunFolder } from './run/run-folder.ts';
import { runFailed } from './run/run-failed.ts';
import { runStages } from './run-stages.ts';
import { tool } from './run/version.ts';
import { listingsIn } from './fold/write-tree.ts';
import { writeEvidence } from './write-evidence.ts';

export interface ReconcileRequest {
  readonly plan: Plan;
  /** The plan's bytes as read: the package carries them. */
  readonly planBytes: Uint8Array;
  /** Of the plan, made before the run; the report carries it. */
  readonly planSignature?: Uint8Array | undefined;
  /** Absolute paths of the sides. */
  readonly folders: BySide<string>;
  /** The package's folder; it must not exist or be empty. */
  readonly out: string;
  /** The time the operator claims, RFC 3339 in UTC, whole seconds. */
  readonly at: string;
  readonly limits: Limits;
  /** Leaves what was staged for later runs (engine/reconcile/read/kept-stages.ts), and says where. */
  readonly keepStage: boolean;
  /** Takes up what earlier runs have left; so does one that leaves it. */
  readonly useKept?: boolean | undefined;
  /** Exceptions of an earlier run: those whose rows are the same still hold. */
  readonly exceptions?: readonly Exception[] | undefined;
  readonly pool: HashPool;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
  /** Told of buckets as they are proven equal or found different. */
  readonly onBuckets?: ((table: string, buckets: FoldedBuckets) => void) | undefined;
  /** Told of the report, and of the bytes of report.json, before the package has its name; what it throws ends the run. */
  readonly onSealed?: ((report: Report, bytes: Uint8Array) => void) | undefined;
  /** What else vouches for the sides, and whose signatures count; unless said, what lies there, and nobody's. */
  readonly certificates?: RunCertificates | undefined;
}

export interface Reconciled {
  readonly report: Report;
  /** The bytes of report.json. */
  readonly bytes: Uint8Array;
  readonly package: string;
  /** What was left for later runs: how many files lie there, and how many have no stage since they were read directly. */
  readonly stage: { readonly folder: string; readonly files: number; readonly direct: number } | null;
  /** Files whose stage an earlier run had left. */
  readonly reused: number;
  /** For each table and column of the report, one row that changed in it. */
  readonly examples: readonly (readonly (Example | null)[])[];
}

/** The whole run, the seven steps of architecture.md: a package written whole, or an error and nothing. */
export async function reconcile(request: ReconcileRequest): Promise<Reconciled> {
  const { plan, limits, signal } = request;
  refuseOccupied(request.out);
  const { planBytes, planSignature } = request;
  const signed = planSignature === undefined ? null : signedPlan(planBytes, planSignature, 'PLAN.sig');
  const started = performance.now();
  const kept = request.keepStage || request.useKept === true ? new KeptStages(limits.temp) : undefined;
  if (request.keepStage) kept?.prepare();
  const folder = new RunFolder(limits.temp);
  let writer: PackageWriter | null = null;
  let judged = false;
  let done = false;
  try {
    // Before the work: a place that takes no package is said now and not after an hour.
    writer = new PackageWriter(request.out);
    markOwned(writer.folder);
    const stages = await runStages({
      ...{ ...request, only: sides, depth: null, direct: true, kept, folder },
      listings: listingsIn(writer, request.out),
    });
    const staged = stages.tables;
    const fingerprints = {
      source: fingerprintSide(staged, 'source', plan.hash),
      target: fingerprintSide(staged, 'target', plan.hash),
    };
    const { tables, certified, tested, listed, changed } = await judgeRun(
      request,
      stages,
      fingerprints,
      writer,
      folder,
    ).finally(stages.close);
    // What is left takes no turns. An interrupt that has come is heard in the second one from here.
    await setImmediate();
    await setImmediate();
    signal?.throwIfAborted();
    judged = true;
    const disagreements = [
      ...tables.flatMap((table, i) => [
        ...table.disagreements,
        ...checkListed(table.plan.name, listed.tables[i]!.unlike),
      ]),
      ...changed,
    ];
    const differences = join(writer.folder, 'differences.ndjson');
    const carried =
      request.exceptions === undefined
        ? null
        : await carryExceptions(
            request.exceptions,
            plan,
            request.at,
            (keys) =>
              keys === undefined ? readDifferences(differences, signal) : readDifferencesOf(differences, keys, signal),
            BigInt(listed.lines),
          );
    const report = buildReport({
      plan,
      at: request.at,
      tool,
      identities: { source: fingerprints.source?.identity ?? null, target: fingerprints.target?.identity ?? null },
      certified,
      tables,
      listed,
      tested,
      disagreements,
      carried,
      signed,
    });
    const seconds = (performance.now() - started) / 1000;
    const bytes = writeEvidence({
      writer,
      planBytes,
      tables,
      listed,
      fingerprints,
      report,
      limits,
      seconds,
    });
    signal?.throwIfAborted();
    const stage = request.keepStage ? leaveStages(kept!, tables) : null;
    request.onSealed?.(report, bytes);
    unmark(writer.folder);
    const path = writer.finish();
    done = true;
    const examples = listed.tables.map(({ columns }) => columns.map(({ example }) => example));
    return { report, bytes, package: path, stage, reused: stagesOf(tables).filter(isReused).length, examples };
  } catch (error) {
    throw runFailed(error, signal, judged ? request.out : limits.temp);
  } finally {
    if (!done) writer?.abort();
    folder.remove();
  }
}

const stagesOf = (tables: readonly JudgedTable[]) =>
  tables.flatMap(({ plan, staged }) =>
    sides.flatMap((side) => staged[side].map(({ file, raw }) => ({ file, raw, csv: plan.sides[side].csv }))),
  );

const isReused = ({ raw }: ReturnType<typeof stagesOf>[number]): boolean => raw?.kept === true;

function leaveStages(kept: KeptStages, tables: readonly JudgedTable[]): NonNullable<Reconciled['stage']> {
  const all = stagesOf(tables);
  for (const { file, raw, csv } of all) if (raw !== null && raw.kept !== true) kept.keep(file, csv, raw);
  const files = all.filter(({ raw }) => raw !== null).length;
  return { folder: kept.folder, files, direct: all.length - files };
}
