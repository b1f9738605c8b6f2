import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { changedFiles } from '../evidence/verify/changed-files.ts';
import { equalLedger, formlessLedger, ledger } from '../evidence/verify/ledger-by-hand.ts';
import { forgery } from '../evidence/verify/verify-by-hand.ts';
import { failuresOf, judged, now, standAlone } from './stand-alone.ts';

const { limits, hashes } = standAlone;
const usual = { ...limits };
afterEach(() => {
  Object.assign(limits, usual);
});

/** The files of a folder, held in memory so that pieces of a byte cost nothing. */
function heldFiles(folder: string) {
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile());
  const held = names.map((name): [string, Uint8Array] => [name, readFileSync(join(folder, name))]);
  const reading = held.map(([name, all]) => {
    const bytes = (from: number, to: number) => Promise.resolve(all.subarray(from, to));
    return [name, { size: all.length, bytes }] as const;
  });
  return { files: new Map(reading) };
}

async function judgedInPieces(folder: string, piece: number) {
  limits.piece = piece;
  try {
    return await standAlone.verifyPackage(heldFiles(folder), { allowed: null, revoked: null, now: now.getTime() });
  } finally {
    limits.piece = usual.piece;
  }
}

describe('the stand-alone verifier, which reads files of any size in pieces', () => {
  it.each([
    ['every kind of difference', ledger],
    ['rows without a form', formlessLedger],
    ['no difference', equalLedger],
  ] as const)('says the same of a package with %s wherever pieces cut its lines and entries', async (_, tables) => {
    const folder = forgery(tables).seal();
    const whole = await judged(folder);
    expect(failuresOf(whole)).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (piece) => {
        expect(await judgedInPieces(folder, piece)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('says the same of a package that is tampered with', async () => {
    const packages = changedFiles.map(([what, change]) => {
      const forged = forgery();
      change(forged);
      return [what, forged.seal()] as const;
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...packages),
        fc.integer({ min: 1, max: 300 }),
        async ([what, folder], piece) => {
          expect([what, await judgedInPieces(folder, piece)]).toEqual([what, await judged(folder)]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses a line that is longer than it reads, and does not gather it', async () => {
    const folder = forgery().seal();
    limits.piece = 64;
    limits.line = 256;
    expect(failuresOf(await judged(folder)).join('\n')).toMatch(
      /^tables: The line has no end, or more than 256 bytes \(differences\.ndjson, line 1\)/m,
    );
  });

  it('joins subtrees that are equal once at each height: a deep tree of few rows costs no digest a bucket', async () => {
    const depth = 14;
    const folder = forgery([{ ...ledger[0]!, depth }]).seal();
    const { sha256 } = hashes;
    let digests = 0;
    hashes.sha256 = (...parts) => {
      digests++;
      return sha256(...parts);
    };
    try {
      expect(failuresOf(await judged(folder))).toEqual([]);
    } finally {
      hashes.sha256 = sha256;
    }
    expect(digests).toBeGreaterThan(depth);
    expect(digests).toBeLessThan(2 ** depth / 4);
  });

  it('reads a record with a text of millions of characters', async () => {
    const [accounts] = ledger;
    const long = `${','.repeat(9_000_000)}"quoted"`;
    const source = accounts!.source.map((row) =>
      row.cells[1] === 'changed' ? { ...row, cells: row.cells.with(2, long) } : row,
    );
    expect(failuresOf(await judged(forgery([{ ...accounts!, source }]).seal()))).toEqual([]);
  });
});
