import type { Handlers, JudgedInput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { proveDifference } from './prove-difference.ts';
import type { Session } from '../session.ts';

export type FindingsCalls = Extract<keyof Handlers, `findings.${string}`>;

/** The most cells a map is given in one answer. */
const mostCells = 2 ** 16;

export const findingsCalls = (session: Session): Handlers<FindingsCalls> => ({
  'findings.page': async ({ run, filter, offset, limit }) =>
    (await session.findings.of(run)).page(filter, offset, limit),
  'findings.find': async ({ run, filter, key }) => ({
    offset: await (await session.findings.of(run)).find(filter, key),
  }),
  'findings.inspect': async ({ run, line }) => {
    const findings = await session.findings.of(run);
    if (Number(line) >= findings.index.lines) throw new TallyError('usage', 'The run has no such difference', line);
    return findings.inspector.inspect(Number(line));
  },
  'findings.prove': (of) => prove(session, of),
  'findings.exportProof': async (of) => {
    const made = await prove(session, of);
    session.workspace.journal.append({ event: 'export', run: of.run, as: made.name });
    session.tellWorkspace();
    return made;
  },
  'findings.map': async ({ run, table, level, window }) => {
    const findings = await session.findings.of(run);
    const { depth } = findings.table(table);
    const at = Math.min(level, depth);
    const { first, count } = window ?? { first: 0, count: 2 ** at };
    if (count > mostCells || first + count > 2 ** at)
      throw new TallyError('usage', `A map has ${mostCells} cells at most, and ends with the last`, `level ${at}`);
    const cells = (await findings.bits(table)).cells(at, first, count);
    return { depth, level: at, differing: Buffer.from(cells.buffer).toString('base64') };
  },
});

async function prove(session: Session, { run, line, side }: JudgedInput<'findings.prove'>) {
  const findings = await session.findings.of(run);
  if (Number(line) >= findings.index.lines) throw new TallyError('usage', 'The run has no such difference', line);
  return proveDifference(findings, Number(line), side);
}
