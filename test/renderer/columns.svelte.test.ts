import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import ColumnList from '../../renderer/views/snapshots/ColumnList.svelte';
import { bars } from '../../renderer/views/snapshots/bars.ts';

const huge = '115792089237316195423570985008687907853269984665640564039457584007913129639935';
const bin = (rows: string, i: number) => ({ from: String(i), to: String(i + 1), rows });

describe('The columns of an export', () => {
  it('are cut in the list and whole when one is opened', async () => {
    await render(ColumnList, {
      table: 'balances',
      rows: '4000000',
      columns: [
        {
          name: `مبلغ${String.fromCodePoint(0x202e)}`,
          nulls: '0',
          distinct: '17',
          minimum: '-5',
          maximum: huge,
          histogram: ['3999999', '0', '1'].map(bin),
          top: [{ value: null, rows: '3' }],
        },
      ],
    });
    const opener = page.getByRole('button', { name: /مبلغ/ });
    await expect.element(opener).toHaveAttribute('aria-expanded', 'false');
    await opener.click();
    await expect.element(opener).toHaveAttribute('aria-expanded', 'true');
    const whole = page.getByText(huge).elements().at(-1)!;
    expect(whole.scrollWidth).toBeLessThanOrEqual(whole.clientWidth + 1);
    await expect.element(page.getByText('3 rows', { exact: true })).toBeVisible();
  });
});

describe('A histogram', () => {
  it('shows one row among millions, and nothing where there is none', () => {
    const [most, none, one] = bars(['3999999', '0', '1'].map(bin), 96, 20);
    expect([most!.height, none!.height, one!.height]).toEqual([20, 0, 1]);
  });

  it('stays in its box', () => {
    for (const box of bars(['5', '9', '2', '0'].map(bin), 96, 20)) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(96.001);
      expect(box.y + box.height).toBeCloseTo(20);
    }
  });
});
