import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Handlers } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { sides } from '../../../contract/side.ts';
import { judgePlan } from '../../plan/parse-plan.ts';
import { proposalYaml } from '../../propose/proposal-yaml.ts';
import { propose } from '../../propose/propose.ts';
import type { JobContext } from '../jobs.ts';
import { editColumn, editTable, ignoreColumn, removeColumn, setPath } from './plan-edit.ts';
import type { PlanSigningCalls } from './plan-signing.ts';
import { viewPlan, type PlanView } from './plan-view.ts';
import { columnNamed, previewOf, tableNamed } from './preview.ts';
import type { Session } from '../session.ts';
import { testKey } from './test-key.ts';
import { writtenPath } from '../workspace-file.ts';
import type { Workspace } from '../workspace.ts';

export type PlanCalls = Exclude<Extract<keyof Handlers, `plan.${string}`>, PlanSigningCalls>;

export function planCalls(session: Session): Handlers<PlanCalls> {
  const shown = async (): Promise<PlanView> => {
    session.tellWorkspace();
    const view = await viewPlan(session.workspace);
    if (view === null) throw new TallyError('usage', 'There is no plan yet', '', 'Propose one, or open one');
    return view;
  };
  const edit = (change: (text: string) => string): Promise<PlanView> => {
    const { plan } = session.workspace;
    if (plan.text === null) throw new TallyError('usage', 'There is no plan yet', '', 'Propose one, or open one');
    plan.write(change(plan.text));
    return shown();
  };
  const write = (text: string): Promise<PlanView> => {
    session.workspace.plan.write(text);
    return shown();
  };
  const step = (by: -1 | 1): Promise<PlanView> => {
    session.workspace.plan.step(by);
    return shown();
  };
  const good = () => {
    const found = session.workspace.plan.good;
    if (found === null) throw new TallyError('usage', 'There is no plan yet', '', 'Propose one, or mend the text');
    return found.plan;
  };
  return {
    'plan.propose': () => session.start('propose', (context) => proposePlan(session, context)),
    'plan.view': () => viewPlan(session.workspace),
    'plan.write': ({ text }) => write(text),
    'plan.edit': (change) => edit((text) => editColumn(text, change)),
    'plan.editTable': ({ table, option, value }) => edit((text) => editTable(text, table, option, value)),
    'plan.removeColumn': ({ table, column }) => edit((text) => removeColumn(text, table, column)),
    'plan.ignore': ({ table, side, column, reason }) => edit((text) => ignoreColumn(text, table, side, column, reason)),
    'plan.undo': () => step(-1),
    'plan.redo': () => step(1),
    'plan.use': async ({ plan }) => {
      const path = session.means.resolve(plan);
      const signature = signatureBeside(path);
      if (signature !== null) refuseSecondSignature(session.workspace);
      const used = await write(withOwnPaths(session.workspace, readPlan(path)));
      // Also one that no longer holds, now that the plan names this workspace's sides: it is said, and not dropped.
      if (signature !== null)
        writeFileSync(session.workspace.plan.signaturePath, signature, { flag: 'wx', mode: 0o600 });
      return used;
    },
    'plan.preview': async ({ table, column }) => {
      const found = tableNamed(good().tables, table);
      return previewOf(columnNamed(found, column), await session.pairs.of(found));
    },
    'plan.testKey': ({ table }) => {
      const plan = good();
      return session.alone('testKey', (signal) => testKey(session, plan, tableNamed(plan.tables, table), signal));
    },
  };
}

/** Whatever a plan from elsewhere calls its sides, the workspace's own are meant; one that means them keeps every byte. */
function withOwnPaths({ folder, folders }: Workspace, text: string): string {
  const judged = judgePlan(Buffer.from(text));
  const paths = 'plan' in judged ? judged.plan.paths : null;
  return sides.reduce(
    (changed, side) =>
      paths !== null && resolve(folder, paths[side]) === folders[side]
        ? changed
        : setPath(changed, side, writtenPath(folder, folders[side])),
    text,
  );
}

function signatureBeside(path: string): Uint8Array | null {
  return existsSync(`${path}.sig`) ? readFileSync(`${path}.sig`) : null;
}

function refuseSecondSignature({ plan }: Workspace): void {
  if (existsSync(plan.signaturePath))
    throw new TallyError(
      'usage',
      'The plan has come with a signature, and another lies here',
      'plan.yaml.sig',
      'Take the one here away, and use the plan again',
    );
}

function readPlan(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    throw new TallyError('plan_invalid', 'The plan cannot be read', '', 'Choose a plan in YAML or JSON', { cause });
  }
}

async function proposePlan(session: Session, { signal, onProgress }: JobContext): Promise<null> {
  const { workspace } = session;
  const limits = session.limits();
  const pool = session.means.startPool(limits.threads, signal);
  try {
    const proposal = await propose({
      paths: workspace.folders,
      planFolder: workspace.folder,
      limits: { ...limits, memory: Math.floor(limits.memory / 2) },
      scan: (file, csv) => pool.run('scan', { file, csv }),
      stageOwn: (file, csv, columns, out) => pool.run('stage', { file, csv, columns, out }),
      onProgress,
      signal,
    });
    // The report is called as the workspace is, and not after a folder on this machine.
    workspace.plan.write(withOwnPaths(workspace, proposalYaml({ ...proposal, name: workspace.name })));
    return null;
  } finally {
    await pool.close();
  }
}
