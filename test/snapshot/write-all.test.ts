import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { writeAll } from '../../engine/snapshot/files/write-all.ts';

const folder = mkdtempSync(join(tmpdir(), 'tally-write-all-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bytes that no shift of themselves equals. */
const bytesOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 13 + seed) & 255);

const length = fc.oneof(
  fc.constantFrom(0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 18),
  fc.integer({ min: 0, max: 1 << 20 }),
);

test('What is written is there, at its position or behind what was written before, and its digest is that of the file', () => {
  fc.assert(
    fc.property(fc.array(length, { maxLength: 4 }), fc.boolean(), (lengths, placed) => {
      const path = join(folder, 'file');
      const digest = createHash('sha256');
      const parts = lengths.map((of, i) => bytesOf(of, i));
      const fd = openSync(path, 'w');
      let at = 0;
      for (const part of parts) {
        writeAll(fd, part, placed ? at : null, digest);
        at += part.length;
      }
      closeSync(fd);
      expect(readFileSync(path).equals(Buffer.concat(parts))).toBe(true);
      const sum = execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64);
      expect(digest.digest('hex')).toBe(sum);
    }),
    { numRuns: 15 },
  );
});
