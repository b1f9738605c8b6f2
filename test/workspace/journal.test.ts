import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { parseSignoff } from '../../engine/evidence/signing/signoff-statement.ts';
import { verifyPackage } from '../../engine/evidence/verify-package.ts';
import type { Engine } from '../../engine/workspace/engine.ts';
import { ask, EngineAtHand, finished, planText, smallTable } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const csv = 'id,balance,memo\nA,1.00,x\n';
for (const name of ['ops', 'boss']) hand.write(`${name}.key`, makeEd25519Key(`${name}@bank`).privateFile);

const linesOf = (folder: string): Record<string, unknown>[] =>
  readFileSync(join(folder, 'journal.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** RFC 9162 section 2.1.1, written here and nowhere else used. */
function rootOf(leaves: readonly string[]): Buffer {
  const sha256 = (...parts: (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256('\0', leaves[0]!);
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256('\x01', rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

const view = (engine: Engine) => ask(engine, 'journal.view', { event: null, offset: 0, limit: 100 });
const failures = async (engine: Engine) =>
  (await view(engine)).checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`);

let folder = '';
let run = '';
beforeAll(async () => {
  const engine = hand.start();
  folder = await hand.small(engine, 'kept', csv, csv);
  run = (await finished(engine, 'run.start', {})).made!;
  await hand.approve(engine, run, 'ops', 'preparer');
  await ask(engine, 'run.export', { run, as: 'html' });
  await hand.approve(engine, run, 'boss', 'approver');
  await engine.close();
});

/** A copy of the workspace, its journal changed by somebody, opened again. */
async function opened(name: string, change: (path: string) => void): Promise<{ engine: Engine; path: string }> {
  cpSync(folder, join(hand.path, name), { recursive: true });
  const path = join(hand.path, name, 'journal.jsonl');
  change(path);
  const engine = hand.start();
  await ask(engine, 'workspace.open', { folder: hand.handle(name) });
  return { engine, path };
}

describe('the journal of a workspace', () => {
  it('has a line for every opening, plan, run, sign-off and export, in the order in which they were', () => {
    expect(linesOf(folder).map(({ event, state }) => [event, state].filter(Boolean).join(' '))).toEqual([
      'open',
      'plan',
      'run started',
      'run done',
      'signoff signed',
      'export',
      'signoff signed',
    ]);
    const report = readFileSync(join(folder, 'runs', run, 'report.json'));
    expect(linesOf(folder)[3]).toMatchObject({
      ...{ run, verdict: 'RECONCILED', report: createHash('sha256').update(report).digest('hex') },
    });
  });

  it('is bound by each sign-off with size and root of the lines before it, as RFC 9162 has them', () => {
    const lines = readFileSync(join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    const signoffs = ['001', '002'].map((number) => {
      const bytes = readFileSync(join(folder, 'runs', run, 'signoffs', `${number}.json`));
      return { bytes, journal: parseSignoff(bytes, '').journal };
    });
    expect(signoffs.map(({ journal }) => journal)).toEqual(
      [4, 6].map((size) => ({ size: String(size), root: rootOf(lines.slice(0, size)).toString('hex') })),
    );
    expect(linesOf(folder)[4]!['statement']).toBe(createHash('sha256').update(signoffs[0]!.bytes).digest('hex'));
  });

  it('holds when it is opened again, and grows by that', async () => {
    const { engine } = await opened('again', () => undefined);
    expect(await failures(engine)).toEqual([]);
    expect((await ask(engine, 'workspace.view', {}))?.journal).toEqual({ state: 'done', line: '8 lines' });
    const exports = await ask(engine, 'journal.view', { event: 'export', offset: 0, limit: 10 });
    expect(exports).toMatchObject({
      total: '1',
      lines: [{ line: '6', written: { event: { as: 'report.html', run } } }],
    });
    const second = await ask(engine, 'journal.view', { event: null, offset: 1, limit: 2 });
    expect(second.lines.map(({ line }) => line)).toEqual(['7', '6']);
  });

  it('sets a torn last line aside, says so, and goes on', async () => {
    const { engine, path } = await opened('torn', (journal) => appendFileSync(journal, '{"at":"2026-0'));
    expect((await ask(engine, 'workspace.view', {}))?.journal).toMatchObject({ state: 'waiting' });
    expect(readFileSync(join(path, '../journal.torn-1'), 'utf8')).toBe('{"at":"2026-0');
    expect(linesOf(join(path, '..')).slice(7)).toMatchObject([
      { event: 'torn', file: 'journal.torn-1', bytes: '13' },
      { event: 'open' },
    ]);
    expect(await failures(engine)).toEqual([]);
  });

  it('is shown as tampered where it was rolled back below what a sign-off binds', async () => {
    const { engine } = await opened('rolled back', (journal) => {
      const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/);
      writeFileSync(journal, lines.slice(0, 4).join(''));
    });
    expect((await ask(engine, 'workspace.view', {}))?.journal).toEqual({ state: 'failed', line: 'Tampered with' });
    const found = await failures(engine);
    expect(found).toEqual([
      `${run}, sign-off 001: journal: The journal has lost the line of the sign-off: its first 4 lines hold, and no more`,
      `${run}, sign-off 002: journal: The journal is shorter than the sign-off binds: 6 lines then, 5 now`,
    ]);
    // Never repaired: closing and opening it again changes nothing of that.
    await ask(engine, 'workspace.close', {});
    await ask(engine, 'workspace.open', { folder: hand.handle('rolled back') });
    expect((await ask(engine, 'workspace.view', {}))?.journal.state).toBe('failed');
  });

  it('is shown as tampered where a line was edited, with the line', async () => {
    const { engine } = await opened('edited', (journal) => {
      writeFileSync(
        journal,
        readFileSync(journal, 'utf8').replace('"verdict":"RECONCILED"', '"verdict":"NOT_RECONCILED"'),
      );
    });
    const found = await failures(engine);
    expect(found[0]).toContain('Line 5 names another root for the lines above it: one of lines 4 and 5 was changed');
    expect(found.slice(1)).toEqual([
      `${run}, sign-off 001: journal: The journal's first 4 lines are not those that the sign-off binds`,
      `${run}, sign-off 002: journal: The journal's first 6 lines are not those that the sign-off binds`,
    ]);
  });

  it('is shown as tampered where it was made anew with every line below an edit', async () => {
    const { engine } = await opened('made anew', (journal) => {
      const lines: string[] = [];
      for (const line of linesOf(folder)) {
        if (line['event'] === 'export') continue;
        lines.push(JSON.stringify({ ...line, before: rootOf(lines).toString('hex') }));
      }
      writeFileSync(journal, `${lines.join('\n')}\n`);
    });
    expect(await failures(engine)).toEqual([
      `${run}, sign-off 002: journal: The journal's first 6 lines are not those that the sign-off binds`,
    ]);
  });

  it('is shown as tampered where it was removed, and nothing is recorded over somebody else’s change', async () => {
    const removed = await opened('removed', (journal) => rmSync(journal));
    expect((await failures(removed.engine))[0]).toMatch(/: package: The journal has no line of the report/);
    const { engine, path } = await opened('changed while open', () => undefined);
    appendFileSync(path, 'x\n');
    const before = readFileSync(path);
    expect(await engine.answer('run.export', { run, as: 'pdf' })).toMatchObject({
      problem: { code: 'evidence_unsound', what: 'Somebody else changed the journal while the workspace was open' },
    });
    expect(readFileSync(path)).toEqual(before);
    expect((await failures(engine))[0]).toContain('Line 9 is not as it was written');
  });

  it('records a plan that another program wrote, and a run that was cut off or cancelled', async () => {
    const { engine } = await opened('meanwhile', (journal) => {
      writeFileSync(join(journal, '../plan.yaml'), `${planText(smallTable)}# by hand\n`);
      const record = JSON.parse(readFileSync(join(journal, `../runs/${run}.json`), 'utf8')) as Record<string, unknown>;
      const cut = { ...record, run: 'cut', state: 'working', verdict: null };
      writeFileSync(join(journal, '../runs/cut.json'), JSON.stringify(cut));
    });
    const job = finished(engine, 'run.start', {});
    const { jobs } = await ask(engine, 'jobs.view', {});
    await ask(engine, 'jobs.cancel', { job: jobs.at(-1)!.id });
    expect((await job).state).toBe('cancelled');
    const { lines } = await view(engine);
    expect(lines.slice(0, 5).map(({ written }) => written?.event)).toMatchObject([
      { event: 'run', state: 'cancelled' },
      { event: 'run', state: 'started' },
      { event: 'run', state: 'cut off', run: 'cut' },
      { event: 'plan', how: 'found' },
      { event: 'open' },
    ]);
    expect(await failures(engine)).toEqual([]);
  });
});

describe('an auditor with the package', () => {
  const checksOf = async (journal: string | null) => {
    const found = await verifyPackage(join(folder, 'runs', run), {
      ...{ trust: { allowed: null, now: new Date() }, build: '', journal },
    });
    return found.checks.filter(({ name }) => name.includes('journal'));
  };

  it('is told what the sign-offs bind, and that it was not looked at without the journal', async () => {
    expect(await checksOf(null)).toMatchObject([
      {
        name: 'sign-off 001: journal',
        result: 'not_done',
        why: 'It binds the first 4 lines of a journal that was not given',
      },
      { name: 'sign-off 002: journal', result: 'not_done' },
    ]);
  });

  it('holds a copy of the journal against them', async () => {
    const copy = join(hand.path, 'copy.jsonl');
    copyFileSync(join(folder, 'journal.jsonl'), copy);
    expect((await checksOf(copy)).map(({ result }) => result)).toEqual(['passed', 'passed', 'passed', 'passed']);
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('"open"', '"Open"'));
    expect((await checksOf(copy)).map(({ result }) => result)).toEqual(['failed', 'passed', 'failed', 'failed']);
  });

  it('finds in the folder nothing but journal, runs and what was there', () => {
    expect(existsSync(join(folder, 'journal.jsonl'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('journal'))).toEqual(['journal.jsonl']);
  });
});
