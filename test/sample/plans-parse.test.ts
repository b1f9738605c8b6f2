import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { samplePlan } from '../../engine/sample/sample-plan.ts';
import { genesisPlan } from '../genesis/genesis-export.ts';

const pack = join(import.meta.dirname, '../../traps');
const traps = readdirSync(pack)
  .map((trap) => join(trap, 'plan.yaml'))
  .filter((path) => existsSync(join(pack, path)));

describe('every plan that ships with the product', () => {
  it.each([
    ['of the sample ledger', samplePlan, ['accounts', 'postings', 'token_balances', 'transactions']],
    ['of the genesis accounts', genesisPlan, ['accounts']],
  ])('%s is a plan', (_, text, tables) => {
    expect(parsePlan(Buffer.from(text), 'plan.yaml').tables.map(({ name }) => name)).toEqual(tables);
  });

  it.each(traps)('%s of the trap pack is a plan, named after its trap', (path) => {
    expect(join(parsePlan(readFileSync(join(pack, path)), path).name, 'plan.yaml')).toBe(path);
  });
});
