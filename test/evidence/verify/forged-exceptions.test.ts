import { describe, expect, it } from 'vitest';
import type { Exception } from '../../../contract/exception.ts';
import { holding, honest } from './exceptions-by-hand.ts';
import { failures } from './verify-by-hand.ts';

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
    ['names another kind', { kind: 'source_only' }, new RegExp(`${lapsed.source}No such difference has its key`)],
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

  it('is refused when it says another number of differences that are new than no exception names', async () => {
    const exception = honest();
    const saying = (fresh: bigint) =>
      holding([exception], (report) => {
        report.carried = { stand: [exception.id], lapsed: [], new: String(BigInt(report.differences.lines) + fresh) };
      });
    expect(await failures(saying(-1n))).toEqual([]);
    expect((await failures(saying(0n))).join('\n')).toMatch(
      /^exceptions: \d+ differences are named by no exception that the run was given, and report.json says \d+/,
    );
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
