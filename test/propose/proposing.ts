import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import type { Plan } from '../../engine/plan/plan.ts';
import { propose, type Proposal } from '../../engine/propose/propose.ts';
import { proposalYaml } from '../../engine/propose/proposal-yaml.ts';

export interface Proposed {
  readonly proposal: Proposal;
  readonly yaml: string;
  readonly plan: Plan;
  /** Where the plan was written. */
  readonly path: string;
}

/** Proposes plans of real files, in a folder that is gone when the test file ends. */
export class Proposing {
  readonly path = mkdtempSync(join(tmpdir(), 'tallystick-propose-'));
  #next = 0;

  constructor() {
    afterAll(() => rmSync(this.path, { recursive: true }));
  }

  fresh(): string {
    const folder = join(this.path, String(this.#next++));
    mkdirSync(folder);
    return folder;
  }

  /** Writes files below a fresh folder, their names beginning with source/ or target/, and proposes for them. */
  of(files: Readonly<Record<string, string>>): Promise<Proposed> {
    const folder = this.fresh();
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return this.between(join(folder, 'source'), join(folder, 'target'), folder);
  }

  /** Proposes, writes the plan into `folder`, and judges it. */
  async between(source: string, target: string, folder: string): Promise<Proposed> {
    const proposal = await propose({
      paths: { source, target },
      planFolder: folder,
      limits: { memory: 2 ** 29, threads: 2, temp: join(this.path, 'temp') },
      onProgress: () => undefined,
    });
    const yaml = proposalYaml(proposal);
    const path = join(folder, 'proposed.yaml');
    writeFileSync(path, yaml);
    return { proposal, yaml, plan: parsePlan(Buffer.from(yaml), path), path };
  }
}

/** Lines of a small CSV file. */
export const lines = (header: string, rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;
