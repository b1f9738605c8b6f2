import type { WorkspaceView } from './app.svelte.ts';
import { steps, type Step } from './route.ts';

/** Where one goes on in a workspace that was just opened: a verdict is read first, else the first step that is not done. */
export function nextStep(workspace: WorkspaceView): Step {
  if (workspace.verdict !== null) return 'findings';
  return steps.find((step) => workspace.steps[step].state !== 'done') ?? 'findings';
}
