import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { TallyError } from '../contract/problem.ts';
import type { BySide } from '../contract/side.ts';
import { signedPlan } from '../engine/evidence/signing/plan-signature.ts';
import { parsePlan } from '../engine/plan/parse-plan.ts';
import type { Plan } from '../engine/plan/plan.ts';

export interface OpenedPlan {
  readonly plan: Plan;
  readonly planBytes: Uint8Array;
  /** PLAN.sig, where somebody signed the plan. */
  readonly planSignature: Uint8Array | undefined;
  /** Absolute paths of the sides. */
  readonly folders: BySide<string>;
}

/** Reads a plan and resolves its sides against its own folder. */
export function openPlan(path: string): OpenedPlan {
  let planBytes: Uint8Array;
  try {
    planBytes = readFileSync(path);
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'There is no such plan' : 'The plan cannot be read';
    throw new TallyError('plan_invalid', why, path, 'Name a plan in YAML or JSON; tallystick plan proposes one');
  }
  const plan = parsePlan(planBytes, path);
  const at = (side: string) => resolve(dirname(path), side);
  const signature = `${path}.sig`;
  const planSignature = existsSync(signature) ? readFileSync(signature) : undefined;
  if (planSignature !== undefined) signedPlan(planBytes, planSignature, signature);
  return { plan, planBytes, planSignature, folders: { source: at(plan.paths.source), target: at(plan.paths.target) } };
}
