import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { layHere, type LaidForm, type LaidPieces, type LayFile } from '../../engine/reconcile/differences/laid-file.ts';
import { viewColumns } from '../../engine/evidence/differences/difference-csv.ts';
import { startHashPool } from '../../workers/supervise.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-aside-'));
const cancel = new AbortController();
const pool = startHashPool(1, cancel.signal);
let files = 0;
const fresh = (): string => join(folder, `${files++}`);
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

/** Pieces in memory that is shared, as workers give them. */
const shared = (length: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  for (let i = 0; i < length; i++) bytes[i] = (i * 31 + seed * 7 + (i >> 8)) & 255;
  return bytes;
};
const texts = (part: number): LaidPieces['text'] => [shared(700_000 + part, part), shared(0, 0), shared(3, part)];
const views = (part: number): LaidPieces['view'] => {
  const values = shared(4 * 9000, part).fill(0);
  const columns = viewColumns.map((_, c) =>
    c % 2 === 0
      ? { valid: new Uint8Array(9000).fill(1), values }
      : { valid: new Uint8Array(9000), values: new Uint8Array(0) },
  );
  return [{ rows: 9000, columns }];
};

async function laid<F extends LaidForm>(lay: LayFile, form: F, part: (i: number) => LaidPieces[F]) {
  const path = fresh();
  const file = lay(form, path);
  await Promise.all([0, 1, 2, 3, 4].map((i) => file.append(part(i)))); // each before the one before is done
  const sha256 = await file.close();
  return { bytes: readFileSync(path), sha256 };
}

describe('a file that is laid in a thread of its own', () => {
  it.each([
    ['text', texts],
    ['view', views],
  ] as const)('is the bytes that are laid here, in the order in which they came: %s', async (form, part) => {
    const [aside, here] = [await laid(pool.layFile, form, part), await laid(layHere, form, part)];
    expect(aside.bytes.equals(here.bytes)).toBe(true);
    const sha256 = createHash('sha256').update(aside.bytes).digest('hex');
    expect([aside.sha256, here.sha256]).toEqual([sha256, sha256]);
  });

  it('is never laid over one that is there: its first piece says so, and every other', async () => {
    const path = fresh();
    writeFileSync(path, 'mine');
    const file = pool.layFile('text', path);
    for (const asked of [file.append(texts(1)), file.append(texts(2)), file.close()])
      await expect(asked).rejects.toMatchObject({ problem: { code: 'machine', where: path } });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('is given up at once, and whoever waits for it is told', async () => {
    const file = pool.layFile('text', fresh());
    const asked = file.append(texts(1)).then(
      () => 'laid',
      () => 'told',
    );
    await file.abort();
    expect(['laid', 'told']).toContain(await asked);
    await expect(file.append(texts(2))).rejects.toMatchObject({ problem: { code: 'machine' } });
  });

  it('ends with the workers when the work is cancelled', async () => {
    const file = pool.layFile('text', fresh());
    await file.append(texts(1));
    cancel.abort();
    await expect(file.close()).rejects.toMatchObject({ problem: { code: 'machine' } });
  });
});
