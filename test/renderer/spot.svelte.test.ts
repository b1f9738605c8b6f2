import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import App from '../../renderer/App.svelte';
import type { CallOutput } from '../../contract/calls.ts';
import { answering, opened } from './answering.ts';
import { report } from './report-values.ts';

const sentence = 'If none of the 2 rows drawn is wrong, then with 95 % confidence at most 7 of the 9 rows are.';
const listed = {
  ...{ name: '001', side: 'source' as const, table: 'accounts', method: 'monetary' as const },
  ...{ seed: 'lottery', drawn: '2', sentence },
};
const view = (offset = 0): CallOutput<'spot.view'> => ({
  files: { sample: 'spots/run-1/001.json', sheet: 'spots/run-1/001.csv' },
  spot: {
    amounts: { certain: '1', negative: { rows: '2', total: '-12400.07' }, nulls: '0', total: '99.00', zeros: '3' },
    columns: [
      { name: 'balance', type: 'decimal(2)' },
      { name: 'id', type: 'text' },
    ],
    conclusion: { atMost: '7', confidence: '95', of: '9', percent: '77.78', sentence },
    draw: { column: 'balance', method: 'monetary', root: 'a'.repeat(64), seed: 'lottery', type: 'tallystick/spot/v1' },
    ...{ hash: 'sha256', key: ['id'], plan: 'b'.repeat(64), side: 'source', size: '2', table: 'accounts' },
    population: { excluded: '0', rows: '9', unrepresentable: '1' },
  },
  total: '2',
  offset,
  rows: [
    { number: '1', file: 'a.csv', row: '17', cells: ['12400.07', 'AC-1'] },
    { number: '2', file: 'a.csv', row: '4', cells: [null, '<b>x</b>'] },
  ],
});
const engine = (more: Parameters<typeof answering>[0] = {}) =>
  answering(
    opened({
      'run.report': () => report,
      'signoff.view': () => ({ needed: { preparer: '1', approver: '1' }, signed: [], keys: [] }),
      'spot.list': () => ({ samples: [] }),
      'spot.view': ({ offset }) => view(offset),
      'spot.raw': () => ({ raw: [{ column: 'AccountID', text: ' AC-1' }], rawWhy: '' }),
      ...more,
    }),
  );
async function spots(transport = engine()) {
  await render(App, { transport });
  await expect.element(page.getByRole('button', { name: 'Spot checks' })).toBeVisible();
  await userEvent.keyboard('c');
  await expect.element(page.getByRole('heading', { name: /^Draw a sample/ })).toBeVisible();
  return transport;
}

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#signoff';
});

describe('Spot checks', () => {
  it('asks for a seed, offers the columns that a method can go by, and draws', async () => {
    let drawn = false;
    const transport = await spots(
      engine({
        'spot.list': () => ({ samples: drawn ? [listed] : [] }),
        'spot.draw': () => {
          drawn = true;
          return { job: 'job-1' };
        },
      }),
    );
    const draw = page.getByRole('button', { name: 'Draw', exact: true });
    await expect.element(draw).toBeDisabled();
    await expect.element(page.getByText('Name a seed.')).toBeVisible();
    await page.getByRole('combobox', { name: 'Method' }).selectOptions('monetary');
    await expect.element(page.getByRole('combobox', { name: 'Amounts, the column' })).toBeVisible();
    await page.getByRole('spinbutton', { name: 'Rows' }).fill('0');
    await page.getByLabelText(/^Seed, best named/).fill('lottery');
    await expect.element(page.getByText('From 1 to 10,000 rows.')).toBeVisible();
    await page.getByRole('spinbutton', { name: 'Rows' }).fill('2');
    await userEvent.click(draw);
    await expect
      .poll(() => transport.last('spot.draw'))
      .toMatchObject({ run: 'run-1', side: 'source', method: 'monetary', size: 2, seed: 'lottery', confidence: 95 });
    const job = { id: 'job-1', kind: 'spot' as const, progress: null, problem: null };
    transport.tell({ type: 'job', job: { ...job, state: 'running', made: null } });
    await expect.element(page.getByRole('main').getByText('Drawing a sample')).toBeVisible();
    await expect.element(draw).toBeDisabled();
    transport.tell({ type: 'job', job: { ...job, state: 'done', made: '001' } });
    await expect.element(page.getByText(sentence)).toBeVisible();
    await expect.element(draw).toBeEnabled();
  });

  it('says what the sample can conclude and what it left out, and shows each row with file and row', async () => {
    await spots(engine({ 'spot.list': () => ({ samples: [listed] }) }));
    await expect.element(page.getByText(sentence)).toBeVisible();
    await expect.element(page.getByText('1 row is of the interval or more and always drawn.')).toBeVisible();
    await expect.element(page.getByText('3 rows have an amount of 0 and are never drawn.')).toBeVisible();
    await expect.element(page.getByText(/2 rows are negative, -12,400\.07 in all/)).toBeVisible();
    await expect.element(page.getByText('1 row has a value without a form and cannot be drawn.')).toBeVisible();
    const textOf = (value: string) => page.getByText(value, { exact: true }).element().closest('tr')!.textContent;
    await expect.poll(() => textOf('AC-1')).toMatch(/1\s*a\.csv\s*17\s*12400\.07\s*AC-1/);
    expect(textOf('<b>x</b>')).toMatch(/2\s*a\.csv\s*4\s*NULL\s*<b>x<\/b>/);
  });

  it('opens a row as its export has it, by a click and by a key, and says where it cannot', async () => {
    const transport = await spots(
      engine({
        'spot.list': () => ({ samples: [listed] }),
        'spot.raw': ({ number }) =>
          number === 1
            ? { raw: [{ column: 'AccountID', text: ' AC-1' }], rawWhy: '' }
            : { raw: null, rawWhy: 'The export is no longer the one that was compared' },
      }),
    );
    const first = page.getByRole('button', { name: '1', exact: true });
    await userEvent.click(first);
    await expect.element(page.getByText('AccountID')).toBeVisible();
    expect(transport.last('spot.raw')).toEqual({ run: 'run-1', name: '001', number: 1 });
    await userEvent.keyboard('n');
    await expect.element(page.getByText('The export is no longer the one that was compared.')).toBeVisible();
    expect(page.getByText('AccountID').query()).toBeNull();
    await userEvent.keyboard('b');
    await expect.element(first).toHaveAttribute('aria-expanded', 'true');
  });

  it('saves the sample and the sheet where the user says', async () => {
    const transport = await spots(
      engine({ 'spot.list': () => ({ samples: [listed] }), 'host.saveSample': () => ({ saved: true }) }),
    );
    await userEvent.click(page.getByRole('button', { name: 'Save the sheet' }));
    await expect.poll(() => transport.last('host.saveSample')).toEqual({ run: 'run-1', name: '001', as: 'sheet' });
    await expect.element(page.getByText('The sheet is saved.')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Save the sample' }));
    await expect.poll(() => transport.last('host.saveSample')?.as).toBe('sample');
  });

  it('has nothing to draw from where no table is proven', async () => {
    const tables = report.tables.map((table) => ({ ...table, proven: false }));
    await spots(engine({ 'run.report': () => ({ ...report, tables }) }));
    await expect.element(page.getByText('No table of this run is proven.')).toBeVisible();
    await expect.element(page.getByText('None was drawn yet.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Draw', exact: true })).toBeDisabled();
  });
});
