import type { App } from './app.svelte.ts';
import { nextStep } from './next-step.ts';

/** Opens a workspace and goes where one goes on in it. */
export async function openWorkspace(app: App, folder: string): Promise<void> {
  const workspace = await app.ask('workspace.open', { folder });
  if (workspace === null) return;
  app.workspace = workspace;
  app.go(nextStep(workspace));
}
