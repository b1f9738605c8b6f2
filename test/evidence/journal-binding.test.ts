import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyNotBound } from '../../engine/evidence/journal/judge-binding.ts';
import { rememberJournal } from '../../engine/evidence/journal/remember-journal.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { temporaryFolder } from './tools.ts';

it('A sign-off may bind a journal that had no line: the empty tree’s root is the hash of nothing', async () => {
  const memory = rememberJournal(join(temporaryFolder(), 'journal.jsonl'), await loadHash('sha256'), new Set(['0']));
  const root = createHash('sha256').digest('hex');
  expect(whyNotBound({ size: '0', root }, memory)).toBeNull();
  expect(whyNotBound({ size: '0', root: 'ab'.repeat(32) }, memory)).toContain('not those that the sign-off binds');
  expect(whyNotBound({ size: '1', root }, memory)).toContain('shorter than the sign-off binds');
});
