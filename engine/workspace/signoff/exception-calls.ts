import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers, JudgedInput } from '../../../contract/calls.ts';
import { acceptableKinds } from '../../../contract/exception.ts';
import { TallyError } from '../../../contract/problem.ts';
import { bindRows } from '../../evidence/exceptions/bind-rows.ts';
import { exceptedTables } from '../../evidence/exceptions/excepted-table.ts';
import type { Names } from '../../evidence/exceptions/named-rows.ts';
import { readDifferences } from '../../evidence/differences/read-differences.ts';
import { parsePlan } from '../../plan/parse-plan.ts';
import { tool } from '../../reconcile/run/version.ts';
import { loadHash } from '../../tree/hashes.ts';
import { acceptInto } from '../runs/accept-into.ts';
import type { RunFindings } from '../findings/run-findings.ts';
import type { Session } from '../session.ts';

export type ExceptionCalls = 'exceptions.count' | 'exceptions.accept' | 'exceptions.of';

export const exceptionCalls = (session: Session): Handlers<ExceptionCalls> => ({
  'exceptions.count': ({ run, names }) =>
    session.alone('count', async (signal) => {
      const findings = await session.findings.of(run);
      const plan = planOf(findings);
      const differences = () => readDifferences(join(findings.package, 'differences.ndjson'), signal);
      const [bound] = await bindRows(
        [named(findings, names)],
        exceptedTables(plan),
        await loadHash(plan.hash),
        differences,
      );
      if (typeof bound !== 'object') throw new TallyError('usage', bound ?? '');
      return { rows: bound.count };
    }),
  'exceptions.accept': async ({ run, names, ...said }) => ({ run: await accept(session, run, names, said) }),
  'exceptions.of': async ({ run, line }) => {
    const findings = await session.findings.of(run);
    return { ids: findings.acceptedBy(findings.lines.read(lineOf(findings, line))) };
  },
});

type Chosen = JudgedInput<'exceptions.count'>['names'];
type Said = Pick<JudgedInput<'exceptions.accept'>, 'reason' | 'owner' | 'approver' | 'expires'>;

async function accept(session: Session, run: string, chosen: Chosen, said: Said): Promise<string> {
  const { workspace } = session;
  const findings = await session.findings.of(run);
  const now = new Date();
  const at = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const made = workspace.runs.fresh(at);
  const { record } = await acceptInto(workspace.journal.of(made), {
    ...said,
    folder: findings.package,
    out: join(workspace.runs.folder, made),
    names: named(findings, chosen),
    build: tool.version,
    now,
  });
  workspace.runs.write(record);
  session.tellWorkspace();
  return made;
}

function named(findings: RunFindings, chosen: Chosen): Names {
  if (!('line' in chosen)) {
    const { table, kind, column, condition } = chosen;
    return { table, kind, where: { column, condition } };
  }
  const { table, kind, keyDigest } = findings.lines.read(lineOf(findings, chosen.line));
  const acceptable = acceptableKinds.find((one) => one === kind);
  if (acceptable === undefined || keyDigest === null)
    throw new TallyError('usage', 'A row without a form has no digest that an exception could be bound to');
  return { table, kind: acceptable, keyDigest };
}

function lineOf({ index }: RunFindings, line: string): number {
  if (Number(line) >= index.lines) throw new TallyError('usage', 'The run has no such difference', line);
  return Number(line);
}

const planOf = (findings: RunFindings) => parsePlan(readFileSync(join(findings.package, 'plan.yaml')), 'plan.yaml');
