import { sides } from '../../contract/side.ts';
import { demandUnchanged } from './run/demand-unchanged.ts';
import type { HashPool } from './run/hash-pool.ts';
import type { StagedTable } from './run-stages.ts';

/** Exports that were not staged are read more than once: what fails then is asked first whether a file has changed. */
export const failedOver =
  (tables: readonly Pick<StagedTable, 'direct' | 'sides'>[], pool: HashPool) =>
  async (error: unknown): Promise<never> => {
    for (const { direct, sides: opened } of tables)
      if (direct !== null)
        for (const side of sides) for (const file of opened[side].files) await demandUnchanged(file, side, pool);
    throw error;
  };
