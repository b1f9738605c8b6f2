import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exception } from '../../../contract/exception.ts';
import { classExceptionSchema, keyExceptionSchema } from '../../../contract/exception.ts';
import { TallyError } from '../../../contract/problem.ts';
import { jcsBytes } from '../../canonical/jcs.ts';
import { parsePlan } from '../../plan/parse-plan.ts';
import { loadHash } from '../../tree/hashes.ts';
import { readReport } from '../checks/read-report.ts';
import { firstLines } from '../differences/first-lines.ts';
import { PackageWriter, refuseOccupied } from '../package-writer.ts';
import { readDifferences } from '../differences/read-differences.ts';
import { renderReport } from '../page/render-report.ts';
import type { Report } from '../report/report.ts';
import { demandUnchanged, unsound } from '../signing/unchanged-files.ts';
import { addUpAccepted } from './accepted.ts';
import { bindRows } from './bind-rows.ts';
import { exceptedTables } from './excepted-table.ts';
import {
  exceptionsBytes,
  exceptionsName,
  idOf,
  parseExceptions,
  refuseOwnApproval,
  type Unnamed,
} from './exceptions-file.ts';
import { judgedWith } from './judged-with.ts';
import type { Names } from './named-rows.ts';

export interface AcceptRequest extends Pick<Exception, 'reason' | 'owner' | 'approver' | 'expires'> {
  /** The package as it is; nothing in it is changed. */
  readonly folder: string;
  /** The new one's folder; it must not exist or be empty. */
  readonly out: string;
  readonly names: Names;
  /** This build's version. */
  readonly build: string;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
  /** Told of the report, and of the bytes of report.json, before the package has its name; what it throws ends it. */
  readonly onSealed?: ((report: Report, bytes: Uint8Array) => void) | undefined;
}

export interface AcceptedDifferences {
  readonly package: string;
  readonly exception: Exception;
  readonly report: Report;
  /** The bytes of report.json. */
  readonly bytes: Uint8Array;
}

/** Writes a new, unsigned package with one exception more, judged again from the counts (formats.md section 10). */
export async function acceptDifferences(request: AcceptRequest): Promise<AcceptedDifferences> {
  const { folder, out, names, build, signal } = request;
  refuseOccupied(out);
  const read = (name: string): Uint8Array => readFileSync(join(folder, name));
  const statement = readReport(read('report.json'));
  const sums = await demandUnchanged(folder, statement.subject);
  const report = statement.predicate;
  refuseForeign(report, build, folder);
  const plan = parsePlan(read('plan.yaml'), 'plan.yaml');
  if (plan.identity !== report.plan.identity) throw unsound('plan.yaml is not the plan that report.json names');
  const tables = exceptedTables(plan);
  const differences = () => readDifferences(join(folder, 'differences.ndjson'), signal);
  const [rows] = await bindRows([names], tables, await loadHash(plan.hash), differences);
  if (typeof rows !== 'object') throw refusal(rows ?? '');
  if (rows.count === '0') throw refusal('No difference of the package is meant by this');
  const exception = newException(request, rows, report.at);
  const before = parseExceptions(read(exceptionsName), exceptionsName);
  if (before.some(({ id }) => id === exception.id)) throw refusal('The package holds this very exception already');
  const exceptions = [...before, exception].sort((a, b) => (a.id < b.id ? -1 : 1));
  const judged = judgedWith(statement, plan, exceptions, await addUpAccepted(exceptions, tables, differences));
  const bytes = jcsBytes(judged.statement);

  const writer = new PackageWriter(out);
  try {
    const made = new Map([
      [exceptionsName, exceptionsBytes(exceptions)],
      ['report.json', bytes],
      ['report.html', pageOf(bytes, folder)],
    ]);
    for (const [name, sha256] of sums) {
      signal?.throwIfAborted();
      const content = made.get(name);
      if (content !== undefined) writer.write(name, content);
      else if ((await writer.copy(name, join(folder, name))) !== sha256)
        throw unsound(`${name} changed while it was copied`);
    }
    request.onSealed?.(judged.statement.predicate, bytes);
    return { package: writer.finish(), exception, report: judged.statement.predicate, bytes };
  } catch (error) {
    writer.abort();
    throw error;
  }
}

const pageOf = (report: Uint8Array, folder: string): Uint8Array =>
  Buffer.from(renderReport(report, firstLines(join(folder, 'differences.ndjson'))), 'utf8');

function refuseForeign({ verdict, tool }: Report, build: string, folder: string): void {
  if (verdict === 'NOT_PROVEN')
    throw new TallyError(
      'not_proven',
      'The reconciliation is not proven, so nothing of it can be accepted',
      folder,
      'See its disagreements, and reconcile again',
    );
  if (tool.version !== build)
    throw new TallyError(
      'usage',
      `The package was made by tallystick ${tool.version}, and this is ${build}`,
      folder,
      'Use the build that made it, or reconcile again',
    );
}

function newException(request: AcceptRequest, rows: Exception['rows'], at: string): Exception {
  const { names, reason, owner, approver, expires, now } = request;
  refuseOwnApproval(request, refusal);
  if (new Date(expires) <= now) throw refusal(`An exception that expires at ${expires} would not hold today`);
  if (expires <= at)
    throw refusal(`The report is of ${at}, when an exception that expires at ${expires} holds no more`);
  const { table, kind } = names;
  const said = { table, kind, rows, reason, owner, approver, expires };
  const unnamed: Unnamed =
    'keyDigest' in names ? { ...said, keyDigest: names.keyDigest } : { ...said, where: names.where };
  const schema = 'keyDigest' in unnamed ? keyExceptionSchema : classExceptionSchema;
  const judged = schema.safeParse({ ...unnamed, id: '0'.repeat(64) });
  if (!judged.success) {
    const [issue] = judged.error.issues;
    throw refusal(`The exception cannot be written: its ${issue!.path.join('.')} ${issue!.message}`);
  }
  return { ...unnamed, id: idOf(unnamed) };
}

const refusal = (what: string): TallyError => new TallyError('usage', what, '', 'Nothing was accepted');
