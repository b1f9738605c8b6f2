import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exception } from '../../contract/exception.ts';
import type { Report } from '../../engine/evidence/report/report.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { newKey } from '../evidence/small-package.ts';
import { holding, honest } from '../evidence/verify/exceptions-by-hand.ts';
import { verify } from '../evidence/verify/verify-by-hand.ts';
import { failuresOf, judged } from './stand-alone.ts';

const nothing = () => undefined;
const changedGate = (report: Report) => report.gates.find(({ name }) => name === 'changed')!;
/** What it says of the rows that exceptions are bound to, in a package that it finds sound. */
async function rowsOfExceptions(folder: string) {
  const { sound, checks } = await judged(folder);
  expect(sound).toBe(true);
  return checks.find(({ name }) => name === 'exceptions');
}
const notLookedAt = expect.stringMatching(/^Which rows they bind, which lapsed/) as string;
const ofClass = (condition: string | null): Exception => {
  return honest({ keyDigest: undefined, where: { column: null, condition } });
};

describe('the stand-alone verifier and the engine both', () => {
  it('find a package with an exception sound, of one key and of a class', async () => {
    for (const folder of [holding([honest()]), holding([])]) {
      expect((await verify(folder, { build: 'another' })).sound).toBe(true);
      expect(failuresOf(await judged(folder))).toEqual([]);
    }
  });

  const forgeries: readonly (readonly [fact: string, exception: () => Exception, change: (report: Report) => void])[] =
    [
      ['names another kind', () => honest({ kind: 'source_only' }), nothing],
      ['had expired', () => honest({ expires: '2026-01-31T02:10:00Z' }), nothing],
      ['is approved by its owner', () => honest({ approver: 'OPS@bank' }), nothing],
      ['has another’s id', () => ({ ...honest(), id: 'a'.repeat(64) }), nothing],
      ['is another in report.json', honest, (report) => (report.exceptions[0]!.reason = 'other')],
      ['takes out more than it names', honest, (report) => (changedGate(report).excepted = '2')],
    ];
  it.each(forgeries)('refuse a package whose exception %s', async (_, exception, change) => {
    const folder = holding([exception()], change);
    expect((await verify(folder, { build: 'another' })).sound).toBe(false);
    expect((await judged(folder)).sound).toBe(false);
  });
});

describe('what the stand-alone verifier does not read', () => {
  const unread: readonly (readonly [fact: string, exception: () => Exception, change: (report: Report) => void])[] = [
    ['is bound to another row', () => honest({ rows: { count: '1', digest: '0'.repeat(64) } }), nothing],
    ['counts more rows', () => honest({ rows: { count: '2', digest: honest().rows.digest } }), nothing],
    ['names a table that is not there', () => honest({ table: 'nowhere' }), nothing],
    ['takes out less than it names', honest, (report) => (changedGate(report).excepted = '0')],
    ['has a condition that is not true of the row', () => ofClass("id = 'x'"), nothing],
  ];
  it.each(unread)(
    'is named: the rows of an exception; the engine alone refuses one that %s',
    async (_, made, change) => {
      const folder = holding([made()], change);
      expect((await verify(folder, { build: 'another' })).sound).toBe(false);
      expect(await rowsOfExceptions(folder)).toMatchObject({ result: 'not_done', why: notLookedAt });
    },
  );

  it('is named: which exceptions had lapsed', async () => {
    const folder = holding([], (report) => {
      changedGate(report).excepted = '0';
      report.carried = { stand: [], lapsed: [{ exception: honest(), why: 'It expired' }] };
    });
    expect((await verify(folder, { build: 'another' })).sound).toBe(false);
    expect(await rowsOfExceptions(folder)).toMatchObject({ result: 'not_done', why: notLookedAt });
  });

  it('is held to what exceptions name by number all the same', async () => {
    const folder = holding([ofClass("id = 'changed'")]);
    expect(failuresOf(await judged(folder))).toEqual([]);
    const more = holding([ofClass("id = 'changed'")], (report) => (changedGate(report).excepted = '2'));
    expect(failuresOf(await judged(more)).join('\n')).toMatch(/changed excepts more than the exceptions/);
  });

  it('is named: the journal and the timestamp of a sign-off', async () => {
    const folder = holding([]);
    const head = { size: '3', root: '0'.repeat(64) };
    await signPackage({
      ...{ folder, key: newKey(), name: 'ada', role: 'preparer', decision: 'APPROVE', text: '' },
      ...{ at: '2026-01-31T09:00:00Z', journal: { run: 'r', head, path: '', append: () => undefined } },
    });
    writeFileSync(join(folder, 'signoffs/001.json.tsr'), 'a response');
    const { checks } = await judged(folder);
    const why = (name: string) => checks.find((check) => check.name === name);
    expect(why('sign-off 001: journal')).toMatchObject({
      result: 'not_done',
      why: expect.stringMatching(/^It binds 3 lines of a journal/) as string,
    });
    expect(why('sign-off 001: timestamp')).toMatchObject({
      result: 'not_done',
      why: expect.stringMatching(/its key is judged for now/) as string,
    });
  });
});
