import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { snapshotSideView } from '../../contract/snapshots.ts';
import { Reading } from '../../engine/workspace/snapshots/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-reading-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('Exports that are being read', () => {
  it('show each file with its size as soon as it is met, and its digest when it is computed', () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'id\n1\n');
    const file = { name: 'a.csv', path, format: 'csv', compression: 'none', partitions: [] } as const;
    const reading = new Reading({ source: 'old', target: 'new' });
    expect(reading.view().source.tables).toEqual([]);
    reading.met('source', file);
    const [met] = reading.view().source.tables[0]!.files;
    expect(met).toEqual({ name: 'a.csv', bytes: '5', sha256: null, rows: null, certificate: null });
    reading.read('source', { ...file, bytes: 5, sha256: 'd'.repeat(64), rows: 1, columns: ['id'], plain: true });
    const view = z.strictObject({ source: snapshotSideView, target: snapshotSideView }).parse(reading.view());
    expect(view.source.tables[0]!.files).toEqual([{ ...met, sha256: 'd'.repeat(64), rows: '1' }]);
    expect(view.target).toEqual({ name: 'new', tables: [], notData: [], certificates: null });
  });
});
