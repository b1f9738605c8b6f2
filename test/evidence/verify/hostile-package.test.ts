import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TallyError } from '../../../contract/problem.ts';
import { printable } from '../../../engine/evidence/checks/judge.ts';
import { temporaryFolder } from '../tools.ts';
import { equalLedger } from './ledger-by-hand.ts';
import { resum } from './package-by-hand.ts';
import { failures, forgery, verify } from './verify-by-hand.ts';

const names = [...forgery().files.keys(), 'report.html', 'report.json'].sort();
const mebibytes = 2 ** 20;

describe('bytes that mean harm', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(4096)],
    ['brackets without end', Buffer.alloc(mebibytes, '[')],
    ['half of a text', Buffer.from('{"a":"\ud83d')],
    ['a number for a document', Buffer.from('1')],
    ['null for a document', Buffer.from('null')],
    ['an object for a list', Buffer.from('{"subject":{},"predicate":{"tables":{}}}')],
  ])('of a document that holds %s are a failed check in every file', async (_, bytes) => {
    for (const name of names.filter((each) => each !== 'run.json')) {
      const folder = forgery().seal();
      writeFileSync(join(folder, name), bytes);
      resum(folder, names);
      const unchanged = forgery().files.get(name)?.equals(bytes) === true;
      expect([name, (await failures(folder)).length > 0]).toEqual([name, !unchanged]);
    }
  });

  it('in 100 MiB of empty lists are refused before they fill the memory', async () => {
    const folder = forgery().seal();
    const lists = Buffer.alloc(100 * mebibytes, '[],');
    for (const name of ['report.json', 'differences.ndjson']) writeFileSync(join(folder, name), lists);
    expect((await failures(folder)).join('\n')).toContain('report: The JSON has too many parts (report.json)');
    const other = forgery(equalLedger);
    other.files.set('differences.ndjson', Buffer.concat([lists, Buffer.from('\n')]));
    expect((await failures(other.seal())).join('\n')).toContain(
      'differences: The JSON has too many parts (differences.ndjson, line 1)',
    );
  });

  it('in a name cannot move what a terminal shows', async () => {
    const folder = forgery().seal();
    writeFileSync(join(folder, 'a\u001b[2J\n\u202eb'), '');
    const { checks } = await verify(folder);
    expect(checks[0]!.why).toBe('Not part of the evidence: a\\u{1b}[2J\\u{a}\\u{202e}b');
    expect(printable('x'.repeat(5000))).toHaveLength(1000);
  });
});

describe('verify', () => {
  it('ends with an error where there is no package at all', async () => {
    const folder = temporaryFolder();
    const problem = async (path: string) => (await verify(path).catch((error: unknown) => error)) as TallyError;
    expect((await problem(join(folder, 'x'))).problem.code).toBe('input_missing');
    writeFileSync(join(folder, 'file'), '');
    expect((await problem(join(folder, 'file'))).problem.code).toBe('input_missing');
  });

  it('finds an empty folder unsound', async () => {
    const { sound, verdict, checks } = await verify(temporaryFolder());
    expect({ sound, verdict }).toEqual({ sound: false, verdict: null });
    expect(checks.filter(({ result }) => result === 'failed').map(({ why }) => why)).toEqual([
      'The file is missing (SHA256SUMS)',
      'The file is missing (report.json)',
    ]);
  });

  it('stops when it is interrupted', async () => {
    const stop = new AbortController();
    const folder = forgery().seal();
    stop.abort();
    await expect(verify(folder, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.skipIf(!existsSync('/proc/self/fd'))('gives back every file it opened', async () => {
    const folder = forgery().seal();
    const open = () => readdirSync('/proc/self/fd').length;
    await verify(folder);
    const before = open();
    for (let i = 0; i < 5; i++) await verify(folder);
    expect(open()).toBe(before);
  });
});
