import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { Engine } from '../../engine/workspace/engine.ts';
import { ask, EngineAtHand, finished } from './engine-at-hand.ts';

const hand = new EngineAtHand();
const rows = Array.from({ length: 300 }, (_, i) => `A${i},${i}.5,"m, ${i % 3}"`);
const csv = ['id,balance,memo', ...rows, ''].join('\n');
let engine: Engine;
let folder: string;
let run: string;
beforeAll(async () => {
  engine = hand.start();
  folder = await hand.small(engine, 'spots', csv, csv);
  run = (await finished(engine, 'run.start', {})).made!;
});
const wish = (more: Partial<CallInput<'spot.draw'>> = {}): CallInput<'spot.draw'> => ({
  ...{ run, side: 'source', table: 'accounts', method: 'random', size: 12, seed: 'x', column: null, confidence: 95 },
  ...more,
});
const draw = (more: Partial<CallInput<'spot.draw'>> = {}) => finished(engine, 'spot.draw', wish(more));
const bytesOf = (path: string) => readFileSync(join(folder, path));

describe('Spot checks of a workspace', () => {
  it('are drawn from its own export, kept by run, and the same when they are drawn again', async () => {
    const [first, second] = [await draw(), await draw()];
    expect([first.made, second.made]).toEqual(['001', '002']);
    const { samples } = await ask(engine, 'spot.list', { run });
    expect(samples.map(({ name, drawn, seed }) => [name, drawn, seed])).toEqual([
      ['001', '12', 'x'],
      ['002', '12', 'x'],
    ]);
    expect(samples[0]!.sentence).toMatch(/^If none of the 12 rows drawn is wrong, then with 95 % confidence/);
    expect(bytesOf(`spots/${run}/002.json`)).toEqual(bytesOf(`spots/${run}/001.json`));
    expect(bytesOf(`spots/${run}/001.csv`).toString().split('\r\n')).toHaveLength(14);
  });

  it('are shown page by page, each row with its canonical values and, asked for, as exported', async () => {
    const page = await ask(engine, 'spot.view', { run, name: '001', offset: 10, limit: 5 });
    expect([page.total, page.rows.map(({ number }) => number)]).toEqual(['12', ['11', '12']]);
    expect(page.files).toEqual({ sample: `spots/${run}/001.json`, sheet: `spots/${run}/001.csv` });
    const [{ number, row, cells }] = page.rows as [(typeof page.rows)[number]];
    const n = Number(row) - 1;
    expect(cells).toEqual([`${n}.50`, `A${n}`, `m, ${n % 3}`]);
    const { raw } = await ask(engine, 'spot.raw', { run, name: '001', number: Number(number) });
    expect(raw).toEqual([
      { column: 'id', text: `A${n}` },
      { column: 'balance', text: `${n}.5` },
      { column: 'memo', text: `m, ${n % 3}` },
    ]);
  });

  it('have a line in the journal, with seed and digest', async () => {
    const { lines } = await ask(engine, 'journal.view', { event: 'spot', offset: 0, limit: 9 });
    expect(lines.at(-1)!.written!.event).toEqual({
      ...{ event: 'spot', run, side: 'source', table: 'accounts', method: 'random', seed: 'x', size: '12' },
      sample: createHash('sha256')
        .update(bytesOf(`spots/${run}/001.json`))
        .digest('hex'),
    });
  });

  it('are saved outside the workspace as they are, with a sheet, and the journal says so', async () => {
    const of = { run, name: '001' } as const;
    const { name, text } = await ask(engine, 'spot.export', { ...of, as: 'sample' });
    expect([name, text]).toEqual([`${run}-001.json`, bytesOf(`spots/${run}/001.json`).toString()]);
    const sheet = await ask(engine, 'spot.file', { ...of, as: 'sheet' });
    expect([sheet.name, sheet.text]).toEqual([`${run}-001.csv`, bytesOf(`spots/${run}/001.csv`).toString()]);
    const { lines } = await ask(engine, 'journal.view', { event: 'export', offset: 0, limit: 9 });
    expect(lines.map(({ written }) => written!.event)).toEqual([{ event: 'export', run, as: `${run}-001.json` }]);
  });

  it('are verified by themselves where they are dropped on Verify', async () => {
    const dropped = { package: hand.handle('spots', 'spots', run, '001.json'), trust: null };
    await finished(engine, 'verify.start', dropped);
    const view = (await ask(engine, 'verify.view', {}))!;
    expect([view.sound, view.checks.map(({ name, result }) => `${name} ${result}`)]).toEqual([
      true,
      ['sample passed', 'records passed', 'ranks passed', 'conclusion passed', 'draw not_done'],
    ]);
    expect(view.checks[3]!.why).toContain('If none of the 12 rows drawn is wrong');
  });

  it('say why none can be drawn, and leave none', async () => {
    const job = await draw({ method: 'monetary', column: 'memo' });
    expect([job.state, job.problem?.what]).toEqual(['failed', 'Column "memo" holds no amounts']);
    expect((await ask(engine, 'spot.list', { run })).samples).toHaveLength(2);
    await expect(ask(engine, 'spot.draw', wish({ run: '../x' }))).rejects.toThrow();
    await expect(ask(engine, 'spot.draw', wish({ size: 0 }))).rejects.toThrow();
    await expect(ask(engine, 'spot.view', { run, name: '009', offset: 0, limit: 1 })).rejects.toThrow(/no such sample/);
  });

  it('draw nothing from an export that is another by now, and show no row of it as the one that was drawn', async () => {
    writeFileSync(join(folder, 'source/accounts.csv'), csv.replace('A7,7.5', 'A7,7.6'));
    expect((await draw()).problem).toMatchObject({ code: 'input_changed' });
    const { raw, rawWhy } = await ask(engine, 'spot.raw', { run, name: '001', number: 1 });
    expect([raw, rawWhy]).toEqual([null, 'The export is no longer the one that was compared']);
  });

  it('are refused where the file of one is not as it was drawn to be', async () => {
    writeFileSync(join(folder, `spots/${run}/002.json`), '{}');
    await expect(ask(engine, 'spot.view', { run, name: '002', offset: 0, limit: 1 })).rejects.toThrow(/Not a sample/);
  });
});
