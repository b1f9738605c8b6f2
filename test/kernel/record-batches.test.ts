import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { RecordBatches } from '../../engine/reconcile/hash/record-batches.ts';
import { stagedEntryBytes } from '../../engine/reconcile/hash/staged-entry.ts';
import { kernel } from './hash-batch.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('entries of a batch of long records', () => {
  it('have the digest of the key in its own order, where that asks for more room than the row did', () => {
    const arena = new Arena(kernel);
    const rows = Array.from({ length: 1000 }, (_, i) => [
      `${i} ${'a'.repeat(2000 + ((i * 7919) % 2000))}`,
      `${i} ${'b'.repeat(1500)}`,
    ]);
    const cells = [0, 1].map((c) => {
      const column = { starts: arena.alloc(4000), ends: arena.alloc(4000), valid: arena.alloc(1000) };
      arena.bytes(column.valid, 1000).fill(1);
      rows.forEach((row, i) => {
        const bytes = Buffer.from(row[c]!);
        const at = arena.alloc(bytes.length + 16);
        arena.bytes(at, bytes.length).set(bytes);
        arena.u32(column.starts, 1000)[i] = at;
        arena.u32(column.ends, 1000)[i] = at + bytes.length;
      });
      return column;
    });
    const marks = { drop: arena.alloc(1000), altered: arena.alloc(1000) };
    for (const at of Object.values(marks)) arena.bytes(at, 1000).fill(0);
    const text = { type: { kind: 'text' } } as const;
    const entries = arena.alloc(1000 * stagedEntryBytes + 16);
    const batches = new RecordBatches(kernel, arena, cells, [text, text], [1, 0], 'sha256');
    expect(batches.digest({ rows: 1000, firstRow: 0 }, marks, entries, 0)).toBe(1000);
    const hex = (at: number) => Buffer.from(arena.bytes(at, 32)).toString('hex');
    const found = rows.map((_, i) => [hex(entries + i * stagedEntryBytes), hex(entries + i * stagedEntryBytes + 32)]);
    expect(found).toEqual(rows.map(([a, b]) => [sha256(`"${b}","${a}"`), sha256(`"${a}","${b}"`)]));
  });
});
