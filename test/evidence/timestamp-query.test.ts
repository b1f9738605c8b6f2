import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { timestampQuery } from '../../engine/evidence/timestamp/timestamp-query.ts';
import { run } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-query-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('What an authority is asked is to the byte what openssl asks it', () => {
  for (const length of [0, 1, 55, 64, 100_000]) {
    const bytes = randomBytes(length);
    const [file, query] = [join(folder, 'signed'), join(folder, 'query')];
    writeFileSync(file, bytes);
    const made = run('openssl', ['ts', '-query', '-data', file, '-sha256', '-cert', '-no_nonce', '-out', query]);
    expect(made.stderr === '' || made.status === 0).toBe(true);
    expect(Buffer.from(timestampQuery(bytes)).toString('hex')).toBe(readFileSync(query).toString('hex'));
  }
});
