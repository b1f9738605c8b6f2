import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { documents } from '../../cli/documents.ts';
import { reportStatementSchema } from '../../engine/evidence/report/report.ts';
import { fingerprintSchema } from '../../engine/tree/fingerprint.ts';
import { freshFolder, tallystick } from './tallystick.ts';

/** The sample ledger, reconciled, fingerprinted and signed; what each command printed, by a name for it. */
const printed = new Map<string, string>();
const cwd = freshFolder();

async function run(name: string, ...args: string[]): Promise<void> {
  const { stdout, stderr } = await tallystick([...args, '--json', '--quiet'], { cwd });
  printed.set(name, stdout === '' ? stderr : stdout);
}

beforeAll(async () => {
  await run('sample', 'sample', 'ledger', '--rows', '20000');
  await run('inspect', 'inspect', 'ledger/source');
  await run('plan', 'plan', 'ledger/source', 'ledger/target');
  await run('reconcile', 'reconcile', 'ledger/plan.yaml', '-o', 'result');
  await run('differences', 'differences', 'result', '--limit', '0');
  await run('fingerprint', 'fingerprint', 'ledger/plan.yaml', '--side', 'source', '-o', 'a.json');
  copyFileSync(join(cwd, 'result/target.fingerprint.json'), join(cwd, 'b.json'));
  await run('compare', 'compare', 'a.json', 'b.json');
  writeFileSync(join(cwd, 'word'), 'open sesame\n');
  await run('keygen', 'keygen', 'key', '--passphrase-file', 'word');
  await run('sign', 'sign', 'result', '--key', 'key', '--passphrase-file', 'word', '--as', 'ops@bank');
  await run('verify', 'verify', 'result');
  await run('verify, with the exports', 'verify', 'result', '--source', 'ledger/source', '--target', 'ledger/target');
  await run('an error', 'reconcile', 'none.yaml');
});

describe('What a command prints with --json', () => {
  const schemas: readonly (readonly [string, z.ZodType])[] = [
    ['sample', documents.sample],
    ['inspect', documents.inspect],
    ['plan', documents.proposal],
    ['reconcile', reportStatementSchema],
    ['differences', documents.differences],
    ['fingerprint', fingerprintSchema],
    ['compare', documents.compare],
    ['keygen', documents.keygen],
    ['sign', documents.sign],
    ['verify', documents.verify],
    ['verify, with the exports', documents.verify],
    ['an error', documents.error],
  ];
  it.each(schemas)('is one document of its published schema: %s', (name, schema) => {
    expect(schema.safeParse(JSON.parse(printed.get(name)!)).error).toBeUndefined();
  });

  it('and each line of differences.ndjson is one of those', () => {
    const lines = readFileSync(join(cwd, 'result/differences.ndjson'), 'utf8').trimEnd().split('\n');
    const { differences } = JSON.parse(printed.get('differences')!) as { differences: unknown[] };
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(differences);
  });
});
