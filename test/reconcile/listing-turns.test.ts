import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { sides } from '../../contract/side.ts';
import { giveUpTurn, listingTurns, takeTurn } from '../../engine/reconcile/fold/listing-turns.ts';
import { RunFolder } from '../../engine/reconcile/run/run-folder.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { Ledgers } from './ledger.ts';

const pool = startHashPool(2);
const folder = new RunFolder(new Ledgers().fresh());
afterAll(() => pool.close());

const files = () => ({ paths: { source: folder.file('listings'), target: folder.file('listings') }, package: '' });
const empty = {
  ...({ hash: 'sha256', depth: 2, count: 1, keyed: true, only: sides } as const),
  entries: { source: [], target: [] },
};

describe('the listings of a table', () => {
  it('lie range by range, whatever each has of either side', () => {
    const given = files();
    const turns = listingTurns(given, 3);
    const bytes = (text: string) => Buffer.from(text);
    takeTurn(turns[0]!, { source: [bytes('ab'), bytes('c')], target: [] });
    takeTurn(turns[1]!, { source: [], target: [bytes('x')] });
    takeTurn(turns[2]!, { source: [bytes('d')], target: [bytes('yz')] });
    expect(readFileSync(given.paths.source, 'latin1')).toBe('abcd');
    expect(readFileSync(given.paths.target, 'latin1')).toBe('xyz');
  });

  it('wait for a range before them, in workers, and end with it where it gives up', async () => {
    const turns = listingTurns(files(), 3);
    const folding = [1, 2].map((range) =>
      pool.run('fold', { ...empty, first: range, listings: turns[range]!, out: folder.file('range') }),
    );
    const ended = Promise.allSettled(folding);
    giveUpTurn(turns[0]!);
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('go on behind a range that has told what it writes, though it is given up later', async () => {
    const turns = listingTurns(files(), 2);
    const second = pool.run('fold', { ...empty, first: 1, listings: turns[1]!, out: folder.file('range') });
    takeTurn(turns[0]!, { source: [], target: [] });
    giveUpTurn(turns[0]!);
    expect((await second).rows).toBeNull();
  });
});
