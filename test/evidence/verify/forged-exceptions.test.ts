import { describe, expect, it } from 'vitest';
import type { Exception } from '../../../contract/exception.ts';
import { exceptionsBytes, idOf } from '../../../engine/evidence/exceptions/exceptions-file.ts';
import type { Report } from '../../../engine/evidence/report.ts';
import { failures, forgery } from './verify-by-hand.ts';
import { H } from './tree-by-hand.ts';

interface Line {
  table: string;
  kind: Exception['kind'];
  keyDigest: string;
  source: { digest: string } | null;
  target: { digest: string } | null;
}

/** An exception for the first changed row, made by the letter of formats.md. */
function honest(change: Partial<Exception> = {}): Exception {
  const lines = forgery().files.get('differences.ndjson')!.toString('utf8').trim().split('\n');
  const line = lines.map((text) => JSON.parse(text) as Line).find(({ kind }) => kind === 'changed')!;
  const entry = [line.keyDigest, line.source!.digest, line.target!.digest].join('');
  const exception = {
    ...{ table: line.table, kind: line.kind, keyDigest: line.keyDigest, reason: 'agreed' },
    ...{ owner: 'ops@bank', approver: 'cfo@bank', expires: '2026-06-30T23:59:59Z' },
    rows: { count: '1', digest: H(Buffer.from(entry, 'hex')).toString('hex') },
    ...change,
  } as Exception;
  return { ...exception, id: idOf(exception) };
}

/** A package that holds them, its report, page and sums made to fit. */
function holding(exceptions: readonly Exception[], change: (report: Report) => void = () => undefined): string {
  const forged = forgery();
  forged.files.set('exceptions.jsonl', Buffer.from(exceptionsBytes(exceptions)));
  forged.report.exceptions.push(...exceptions);
  forged.report.gates.find(({ name }) => name === 'changed')!.excepted = String(exceptions.length);
  change(forged.report);
  return forged.seal();
}

describe('a package with an exception that was made by hand', () => {
  it('is sound', async () => {
    expect(await failures(holding([honest()]))).toEqual([]);
  });

  const lapsed = /^exceptions: Exception [0-9a-f]{64} has lapsed: /;
  const forgeries: readonly (readonly [fact: string, change: Partial<Exception>, failure: RegExp])[] = [
    [
      'is bound to another row',
      { rows: { count: '1', digest: '0'.repeat(64) } },
      new RegExp(`${lapsed.source}A row that`),
    ],
    [
      'counts more rows',
      { rows: { count: '2', digest: '0'.repeat(64) } },
      new RegExp(`${lapsed.source}It was accepted for 2`),
    ],
    ['names another kind', { kind: 'source_only' }, new RegExp(`${lapsed.source}Nothing that it names`)],
    ['names a table that is not there', { table: 'nowhere' }, new RegExp(`${lapsed.source}There is no table`)],
    ['had expired', { expires: '2026-01-31T02:10:00Z' }, new RegExp(`${lapsed.source}It expired at`)],
    [
      'is approved by its owner',
      { approver: 'OPS@bank' },
      /^exceptions: The owner "ops@bank" cannot be the approver too/,
    ],
  ];
  it.each(forgeries)('is refused when it %s, in its own words', async (_, change, failure) => {
    expect((await failures(holding([honest(change)]))).join('\n')).toMatch(failure);
  });

  it('is refused when its id is not its own', async () => {
    const exception = { ...honest(), id: 'a'.repeat(64) };
    expect((await failures(holding([exception]))).join('\n')).toMatch(
      /^exceptions: The id is not that of the exception/,
    );
  });

  it('is refused when report.json and exceptions.jsonl do not say the same, or the gates except more than it accepts', async () => {
    const other = holding([honest()], (report) => (report.exceptions[0]!.reason = 'other'));
    expect((await failures(other)).join('\n')).toMatch(/^exceptions: The exceptions are not those of report.json/);
    const more = holding([honest()], (report) => (report.gates.find(({ name }) => name === 'changed')!.excepted = '2'));
    expect((await failures(more)).join('\n')).toMatch(/^gates: Judged again from the counts, the gate changed/);
  });

  it('is refused when it calls lapsed what stands', async () => {
    const exception = honest();
    const forged = holding([], (report) => {
      report.gates.find(({ name }) => name === 'changed')!.excepted = '0';
      report.carried = { stand: [], lapsed: [{ exception, why: 'It expired' }] };
    });
    expect((await failures(forged)).join('\n')).toMatch(
      /^exceptions: Exception [0-9a-f]{64} is called lapsed, and it stands/,
    );
  });
});
