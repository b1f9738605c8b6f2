import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ask, EngineAtHand, finished, planText } from './engine-at-hand.ts';

const hand = new EngineAtHand();

const table = `  - name: accounts
    source: { files: accounts.csv }
    target: { files: accounts.csv }
    key: [id]
    where: { source: "state <> 'X'", reason: "closed" }
    columns:
      id: { type: int }
      balance: { type: decimal(2), source: { scale: -2 } }
      memo: { type: text, rules: [trim] }
`;

/** Keys are written in two ways and stand in two orders; one row is closed, one has no form, one differs. */
function exportsOf(rows: number) {
  const numbers = Array.from({ length: rows }, (_, i) => i);
  const source = numbers.map(
    (i) => `${String(i).padStart(6, '0')},${i * 100 + 5},"memo ${i}",${i === 3 ? 'X' : 'A'}\n`,
  );
  const target = numbers
    .toReversed()
    .map((i) => `${i},${i === 7 ? 'none' : `${i}.0${i === 9 ? 6 : 5}`}," memo ${i}"\n`);
  return [`id,balance,memo,state\n${source.join('')}`, `id,balance,memo\n${target.join('')}`] as const;
}

describe('the preview of a column', () => {
  it('shows five real rows, raw and canonical on both sides, paired by canonical key, the same every time', async () => {
    const engine = hand.start();
    await hand.small(engine, 'preview', ...exportsOf(2000), table);
    const first = await ask(engine, 'plan.preview', { table: 'accounts', column: 'balance' });
    expect(first.rows).toHaveLength(5);
    for (const { key, source, target, equal } of first.rows) {
      expect(source).toEqual({ raw: String(Number(key) * 100 + 5), canonical: `${key}.05`, formed: true });
      expect(target?.raw).toMatch(/^(\d+\.0[56]|none)$/);
      expect(equal).toBe(source?.canonical === target?.canonical);
    }
    expect(first.rows.map(({ key }) => key)).not.toContain('3'); // left out by the plan
    expect(await ask(engine, 'plan.preview', { table: 'accounts', column: 'balance' })).toEqual(first);
    await ask(engine, 'workspace.close', {});
    await ask(engine, 'workspace.open', { folder: hand.handle('preview') });
    expect(await ask(engine, 'plan.preview', { table: 'accounts', column: 'balance' })).toEqual(first);
    await engine.close();
  });

  it('follows the rules as they are edited, on the same rows', async () => {
    const engine = hand.start();
    await hand.small(engine, 'live', ...exportsOf(50), table);
    const preview = () => ask(engine, 'plan.preview', { table: 'accounts', column: 'memo' });
    const before = await preview();
    expect(before.rows.every(({ equal }) => equal)).toBe(true);
    const change = { table: 'accounts', column: 'memo', side: null, option: 'rules', value: null };
    await ask(engine, 'plan.edit', change);
    const after = await preview();
    expect(after.rows.map(({ key }) => key)).toEqual(before.rows.map(({ key }) => key));
    expect(after.rows.every(({ equal }) => !equal)).toBe(true);
    expect(after.rows[0]?.target?.canonical).toBe(after.rows[0]?.target?.raw);
    await engine.close();
  });

  it('marks what has no form, and does not call it equal', async () => {
    const engine = hand.start();
    await hand.small(engine, 'formless', ...exportsOf(8), table);
    const { rows } = await ask(engine, 'plan.preview', { table: 'accounts', column: 'balance' });
    const all = [...rows];
    expect(all.length).toBe(5);
    await ask(engine, 'plan.edit', { table: 'accounts', column: 'balance', side: null, option: 'type', value: 'bool' });
    const bad = await ask(engine, 'plan.preview', { table: 'accounts', column: 'balance' });
    // Problems do not stop the preview: it shows the last plan without any.
    expect(bad.rows.map(({ key }) => key)).toEqual(all.map(({ key }) => key));
    await ask(engine, 'plan.edit', { table: 'accounts', column: 'memo', side: null, option: 'type', value: 'uuid' });
    await ask(engine, 'plan.edit', {
      table: 'accounts',
      column: 'balance',
      side: null,
      option: 'type',
      value: 'decimal(2)',
    });
    const memo = await ask(engine, 'plan.preview', { table: 'accounts', column: 'memo' });
    for (const { source, target, equal } of memo.rows) {
      expect(source).toMatchObject({ canonical: null, formed: false });
      expect(target).toMatchObject({ canonical: null, formed: false });
      expect(equal).toBe(false);
    }
    await engine.close();
  });

  it('shows rows alone where no key meets', async () => {
    const engine = hand.start();
    await hand.small(engine, 'strangers', 'id,balance,memo,state\n1,1,a,A\n', 'id,balance,memo\n2,1.00,b\n', table);
    const { rows } = await ask(engine, 'plan.preview', { table: 'accounts', column: 'id' });
    expect(rows.map(({ source, target, equal }) => [source?.raw ?? null, target?.raw ?? null, equal])).toEqual([
      ['1', null, false],
      [null, '2', false],
    ]);
    await engine.close();
  });

  it('reads compressed CSV, NDJSON and Hive partitions as a run does', async () => {
    const engine = hand.start();
    const mixed = `  - name: t
    source: { files: "*.ndjson" }
    target: { files: "**/*.csv.gz" }
    key: [id]
    columns:
      id: { type: int }
      note: { type: text }
      nested: { type: text, target: note }
      day: { type: date, source: { format: "%d.%m.%Y" } }
`;
    await hand.small(engine, 'mixed', 'id\n', 'id\n', mixed);
    hand.write(
      'mixed/source/t.ndjson',
      '{"id":1,"note":"=1+1","nested":{"b":1,"a":[1.0]},"day":"31.01.2026"}\n{"id":2,"nested":-0,"day":"01.02.2026"}\n',
    );
    hand.write('mixed/target/day=2026-01-31/t.csv.gz', gzipSync('id;note\n1;x\n'));
    hand.write('mixed/target/day=2026-02-01/t.csv.gz', gzipSync('id;note\n2;\n'));
    await ask(engine, 'plan.edit', { table: 't', column: 'id', side: null, option: 'type', value: 'int' });
    await ask(engine, 'plan.editTable', {
      table: 't',
      option: 'target',
      value: '{ files: "**/*.csv.gz", csv: { delimiter: ";" } }',
    });
    const shown = async (column: string) => {
      const { rows } = await ask(engine, 'plan.preview', { table: 't', column });
      return rows.map(({ key, source, target, equal }) => [
        key,
        source?.raw,
        source?.canonical,
        target?.raw,
        target?.canonical,
        equal,
      ]);
    };
    expect(await shown('day')).toEqual([
      ['1', '31.01.2026', '2026-01-31', '2026-01-31', '2026-01-31', true],
      ['2', '01.02.2026', '2026-02-01', '2026-02-01', '2026-02-01', true],
    ]);
    expect(await shown('note')).toEqual([
      ['1', '=1+1', '=1+1', 'x', 'x', false],
      ['2', null, null, null, null, true],
    ]);
    expect((await shown('nested')).map((row) => row.slice(1, 3))).toEqual([
      ['{"a":[1],"b":1}', '{"a":[1],"b":1}'],
      ['-0', '-0'],
    ]);
    await engine.close();
  });
});

describe('the test of a key', () => {
  it('counts rows, different keys and NULLs, canonical and over every row', async () => {
    const engine = hand.start();
    const source = 'id,balance,memo,state\n1,1,a,A\n01,1,a,A\n2,1,a,A\n,1,a,A\n3,1,a,X\n';
    const target = 'id,balance,memo\n1,1.00,a\n2,1.00,a\n3,1.00,a\nx,1.00,a\n';
    await hand.small(engine, 'key', source, target, table);
    expect(await ask(engine, 'plan.testKey', { table: 'accounts' })).toEqual({
      key: ['id'],
      // One row is left out by the plan; 1 and 01 are one key; NULL is a key, and is said.
      source: { rows: '5', distinct: '3', nulls: '1' },
      target: { rows: '4', distinct: '3', nulls: '0' }, // x is no int
    });
    await ask(engine, 'plan.editTable', { table: 'accounts', option: 'key', value: '[id, memo]' });
    expect((await ask(engine, 'plan.testKey', { table: 'accounts' })).key).toEqual(['id', 'memo']);
    await ask(engine, 'plan.editTable', { table: 'accounts', option: 'key', value: null });
    expect(await engine.answer('plan.testKey', { table: 'accounts' })).toMatchObject({
      problem: { what: 'The table has no key' },
    });
    expect(await engine.answer('plan.testKey', { table: 'other' })).toMatchObject({ problem: { code: 'usage' } });
    await engine.close();
  });

  it('does not take (1,11) and (11,1) for one key', async () => {
    const engine = hand.start();
    const keys = 'id,balance,memo,state\n1,1,11,A\n11,1,1,A\n';
    await hand.small(engine, 'composite', keys, keys, table.replace('key: [id]', 'key: [id, memo]'));
    expect((await ask(engine, 'plan.testKey', { table: 'accounts' })).source.distinct).toBe('2');
    await engine.close();
  });
});

describe('the plan on screen', () => {
  it('says in words how each side writes a column, and what is unmapped once the exports were read', async () => {
    const engine = hand.start();
    await hand.small(engine, 'words', ...exportsOf(5), table);
    const before = await ask(engine, 'plan.view', {});
    expect(before?.tables[0]?.columns.map(({ name, source, rules }) => [name, source.form, rules])).toEqual([
      ['balance', ['× 10⁻²'], []],
      ['id', [], []],
      ['memo', [], ['trim']],
    ]);
    expect(before?.tables[0]?.unmapped).toEqual([]);
    await finished(engine, 'snapshots.read', {});
    expect((await ask(engine, 'plan.view', {}))?.tables[0]?.unmapped).toEqual([{ side: 'source', column: 'state' }]);
    const ignored = await ask(engine, 'plan.ignore', {
      table: 'accounts',
      side: 'source',
      column: 'state',
      reason: 'ours',
    });
    expect(ignored.tables[0]).toMatchObject({
      unmapped: [],
      ignored: [{ side: 'source', column: 'state', reason: 'ours' }],
    });
    const removed = await ask(engine, 'plan.removeColumn', { table: 'accounts', column: 'memo' });
    expect(removed.tables[0]?.unmapped).toEqual([
      { side: 'source', column: 'memo' },
      { side: 'target', column: 'memo' },
    ]);
    await engine.close();
  });

  it('is proposed from the two exports, and is then the workspace’s', async () => {
    const engine = hand.start();
    const rows = Array.from({ length: 300 }, (_, i) => i);
    const source = `id,balance,memo\n${rows.map((i) => `AC-${i},${i * 3}.00,note ${i % 7}`).join('\n')}\n`;
    const target = `id,balance,memo\n${rows.map((i) => `AC-${i},${i * 3}.${i === 5 ? '01' : '00'},note ${i % 7}`).join('\n')}\n`;
    hand.write('proposed/source/accounts.csv', source);
    hand.write('proposed/target/accounts.csv', target);
    const sides = { source: hand.handle('proposed', 'source'), target: hand.handle('proposed', 'target') };
    await ask(engine, 'workspace.create', {
      name: 'rehearsal 4: "last" #2',
      ...sides,
      folder: hand.handle('proposed'),
    });
    expect(await ask(engine, 'plan.view', {})).toBeNull();
    expect(await finished(engine, 'plan.propose', {})).toMatchObject({ kind: 'propose', state: 'done' });
    const view = await ask(engine, 'plan.view', {});
    expect(view).toMatchObject({ problems: [], tables: [{ name: 'accounts', key: ['id'] }] });
    expect(readFileSync(join(hand.path, 'proposed', 'plan.yaml'), 'utf8')).toBe(view?.text);
    // What is signed is called as the people who sign it call it.
    expect(parse(view!.text)).toMatchObject({ name: 'rehearsal 4: "last" #2' });
    const { made } = await finished(engine, 'run.start', {});
    expect((await ask(engine, 'run.report', { run: made! })).differences.lines).toBe('1');
    await engine.close();
  });
});

describe('the snapshots of a workspace', () => {
  it('are files with digests and counts, tables, and columns with profiles, and last', async () => {
    const engine = hand.start();
    await hand.small(engine, 'read', ...exportsOf(40), planText(table).slice(planText('').length));
    expect(await ask(engine, 'snapshots.view', {})).toBeNull();
    await finished(engine, 'snapshots.read', {});
    const view = await ask(engine, 'snapshots.view', {});
    const [accounts] = view!.source.tables;
    expect(accounts).toMatchObject({ name: 'accounts', rows: '40', files: [{ name: 'accounts.csv', rows: '40' }] });
    expect(accounts?.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const balance = accounts?.columns.find(({ name }) => name === 'balance');
    expect(balance).toMatchObject({ nulls: '0', distinct: '40', minimum: '5', maximum: '3905' });
    expect(balance?.histogram.reduce((sum, { rows }) => sum + Number(rows), 0)).toBe(40);
    expect([balance?.histogram[0]?.from, balance?.histogram.at(-1)?.to]).toEqual(['5', '3905']);
    expect(accounts?.columns.find(({ name }) => name === 'state')?.top).toEqual([
      { value: 'A', rows: '39' },
      { value: 'X', rows: '1' },
    ]);
    await ask(engine, 'workspace.close', {});
    const opened = await ask(engine, 'workspace.open', { folder: hand.handle('read') });
    expect(opened.steps.snapshots).toMatchObject({
      state: 'done',
      line: expect.stringMatching(/^2 files, /) as unknown,
    });
    expect(await ask(engine, 'snapshots.view', {})).toEqual(view);
    await engine.close();
  });
});
