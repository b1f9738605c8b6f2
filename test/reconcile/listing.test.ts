import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPlan } from '../../cli/open-plan.ts';
import type { HashPool } from '../../engine/reconcile/run/hash-pool.ts';
import { defaultLimits } from '../../engine/reconcile/run/limits.ts';
import { reconcile } from '../../engine/reconcile/reconcile.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();

describe('a run that is cancelled while it lists differences', () => {
  it.each([1, 2, 5])('at part %i leaves nothing, and says that it was interrupted', async (part) => {
    const rows = (memo: string) => csv([['id', 'memo'], ...Array.from({ length: 60_000 }, (_, i) => [`A${i}`, memo])]);
    const side = { files: 'accounts.csv' };
    const columns = { id: { type: 'text' }, memo: { type: 'text' } };
    const planPath = ledgers.write(
      { tables: [{ name: 'accounts', source: side, target: side, key: ['id'], columns }] },
      { 'source/accounts.csv': rows('x'), 'target/accounts.csv': rows('y') },
    );
    const [folder, temp] = [ledgers.fresh(), ledgers.fresh()];
    mkdirSync(join(folder, 'out'));
    const cancel = new AbortController();
    const workers = startHashPool(2, cancel.signal);
    let listed = 0;
    const run: HashPool['run'] = (name, ...request) => {
      if (name === 'list' && ++listed === part) cancel.abort();
      return workers.run(name, ...request);
    };
    const running = reconcile({
      ...openPlan(planPath),
      ...{ out: join(folder, 'out', 'package'), at: '2026-01-31T02:10:00Z', keepStage: false },
      ...{ pool: { ...workers, run }, limits: defaultLimits({ threads: 2, temp, memory: 2 ** 30 }) },
      ...{ onProgress: () => undefined, signal: cancel.signal },
    });
    await expect(running).rejects.toMatchObject({ problem: { code: 'interrupted' } });
    await workers.close();
    expect(listed).toBeGreaterThanOrEqual(part);
    expect([readdirSync(join(folder, 'out')), readdirSync(temp)]).toEqual([[], []]);
  });
});
