import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { verifyPackage } from '../../engine/evidence/verify-package.ts';
import { tool } from '../../engine/reconcile/run/version.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const engine = hand.start();
const source = 'id,balance,memo\nA,1.00,x\nB,2.00,y\nC,3.00,z\n';
const target = 'id,balance,memo\nA,1.50,x\nB,2.00,q\nC,3.00,z\nD,bad,\n';
const said = { reason: 'agreed', owner: 'ops@bank', approver: 'cfo@bank', expires: '2999-01-01T23:59:59Z' };
let folder = '';
let run = '';
const shaOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const lines = async (of: string, kind: 'changed' | 'unrepresentable') =>
  (
    await ask(engine, 'findings.page', {
      run: of,
      filter: { table: 'accounts', kind, column: null, shard: null, total: null, buckets: null, text: '' },
      offset: 0,
      limit: 10,
    })
  ).rows;

beforeAll(async () => {
  folder = await hand.small(engine, 'excepted', source, target);
  run = (await finished(engine, 'run.start', {})).made!;
});

describe('a difference of a run', () => {
  it('is accepted into a new package, which is the last run then, and the old one is as it was', async () => {
    const report = join(folder, 'runs', run, 'report.json');
    const before = shaOf(report);
    const [first] = await lines(run, 'changed');
    const { run: made } = await ask(engine, 'exceptions.accept', { run, names: { line: first!.line }, ...said });
    expect(shaOf(report)).toBe(before);
    expect((await ask(engine, 'workspace.view', {}))?.run).toBe(made);
    const { exceptions, gates } = await ask(engine, 'run.report', { run: made });
    expect(exceptions).toMatchObject([{ ...said, kind: 'changed', keyDigest: first!.keyDigest }]);
    expect(gates.find(({ name }) => name === 'changed')).toMatchObject({ value: '2', excepted: '1', pass: false });
    const found = await verifyPackage(join(folder, 'runs', made), {
      trust: { allowed: null, now: new Date() },
      build: tool.version,
    });
    expect(found.checks.filter(({ result }) => result === 'failed')).toEqual([]);
    const journal = await ask(engine, 'journal.view', { event: 'exception', offset: 0, limit: 10 });
    expect(journal.checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(journal.lines.map(({ written }) => written?.event)).toMatchObject([
      { run, made, report: shaOf(join(folder, 'runs', made, 'report.json')), ids: exceptions.map(({ id }) => id) },
    ]);
    // The exception is found at its difference, and at no other.
    const ids = await Promise.all(
      (await lines(made, 'changed')).map(
        async ({ line }) => (await ask(engine, 'exceptions.of', { run: made, line })).ids,
      ),
    );
    expect(ids.map(({ length }) => length).toSorted()).toEqual([0, 1]);
    // The page marks it by what it is told of each difference.
    const shown = await lines(made, 'changed');
    expect(shown.map(({ accepted }) => accepted ?? false).toSorted()).toEqual([false, true]);
    run = made;
  });

  it('is counted as one of a class before it is accepted, and a condition that is none is refused in its words', async () => {
    const names = { table: 'accounts', kind: 'changed' as const, column: 'memo', condition: "id = 'B'" };
    expect(await ask(engine, 'exceptions.count', { run, names })).toEqual({ rows: '1' });
    expect(await ask(engine, 'exceptions.count', { run, names: { ...names, column: null, condition: null } })).toEqual({
      rows: '2',
    });
    expect(await engine.answer('exceptions.count', { run, names: { ...names, condition: 'nope = 1' } })).toMatchObject({
      problem: { what: 'Table "accounts" has no column "nope"' },
    });
    const { run: made } = await ask(engine, 'exceptions.accept', { run, names, ...said });
    expect((await ask(engine, 'run.report', { run: made })).exceptions).toHaveLength(2);
    run = made;
  });

  it('without a form, or by an owner who approves, is not accepted', async () => {
    const [formless] = await lines(run, 'unrepresentable');
    expect(await engine.answer('exceptions.accept', { run, names: { line: formless!.line }, ...said })).toMatchObject({
      problem: { what: 'A row without a form has no digest that an exception could be bound to' },
    });
    const [first] = await lines(run, 'changed');
    const own = { run, names: { line: first!.line }, ...said, approver: 'OPS@bank' };
    expect(await engine.answer('exceptions.accept', own)).toMatchObject({
      problem: { what: 'The owner "ops@bank" cannot be the approver too' },
    });
  });
});

describe('exceptions of a workspace', () => {
  it('are approved by whom they name alone, and carried into the next run, which says what lapsed', async () => {
    hand.write('cfo.key', makeEd25519Key('cfo@bank').privateFile);
    const { exceptions } = await ask(engine, 'run.report', { run });
    const ids = exceptions.map(({ id }) => id);
    const wish = {
      run,
      key: hand.handle('cfo.key'),
      passphrase: null,
      role: 'auditor',
      decision: 'APPROVE',
      text: '',
      exceptions: ids,
    } as const;
    expect(await engine.answer('signoff.sign', { ...wish, name: 'eve@bank' })).toMatchObject({
      problem: { code: 'usage' },
    });
    const view = await ask(engine, 'signoff.sign', { ...wish, name: 'cfo@bank' });
    expect(view.signed[0]?.exceptions?.toSorted()).toEqual(ids.toSorted());
    hand.write('excepted/target/accounts.csv', target.replace('B,2.00,q', 'B,2.00,r'));
    const next = (await finished(engine, 'run.start', {})).made!;
    const { carried } = await ask(engine, 'run.report', { run: next });
    expect(carried).toMatchObject({
      stand: [expect.any(String)],
      lapsed: [{ why: expect.stringMatching(/^A row that it names is not as it was accepted/) as string }],
    });
  });
});
