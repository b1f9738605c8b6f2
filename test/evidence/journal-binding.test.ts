import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyNotBound } from '../../engine/evidence/journal/judge-binding.ts';
import { readJournal } from '../../engine/evidence/journal/read-journal.ts';
import { rememberJournal } from '../../engine/evidence/journal/remember-journal.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { temporaryFolder } from './tools.ts';

it('A file that is no journal is told of in a few sentences, whatever its length', async () => {
  const path = join(temporaryFolder(), 'journal.jsonl');
  writeFileSync(path, 'no line\n'.repeat(5000));
  const { faults, tree } = readJournal(path, await loadHash('sha256'));
  expect([tree.size, faults.length]).toEqual([5000, 21]);
  expect(faults[0]).toBe('Line 1 is not as it was written: The file is not JSON in UTF-8');
  expect(faults.at(-1)).toBe('4980 more lines are not as they were written');
});

it('A sign-off may bind a journal that had no line: the empty tree’s root is the hash of nothing', async () => {
  const memory = rememberJournal(join(temporaryFolder(), 'journal.jsonl'), await loadHash('sha256'), new Set(['0']));
  const root = createHash('sha256').digest('hex');
  expect(whyNotBound({ size: '0', root }, memory)).toBeNull();
  expect(whyNotBound({ size: '0', root: 'ab'.repeat(32) }, memory)).toContain('not those that the sign-off binds');
  expect(whyNotBound({ size: '1', root }, memory)).toContain('shorter than the sign-off binds');
});
