import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import App from '../../renderer/App.svelte';
import { answering, opened } from './answering.ts';
import { changed, formless, report, sourceOnly } from './report-values.ts';

const lines = 1_000_000;
const kinds = [changed, sourceOnly, formless];

/** A million differences; a line's key says which it is. */
const engine = () =>
  answering(
    opened({
      'run.report': () => report,
      'findings.page': ({ filter, offset, limit }) => {
        const total = filter.text === 'nowhere' ? 0 : lines;
        const count = Math.max(0, Math.min(limit, total - offset));
        const rows = Array.from({ length: count }, (_, i) => {
          const line = offset + i;
          const like = kinds[line % 3]!;
          return { ...like, line: String(line), key: like.key === null ? null : [`AC-${line}`] };
        });
        return { total: String(total), offset, rows };
      },
      'findings.find': ({ key }) => ({ offset: key === 'AC-999999' ? 999_999 : null }),
      'findings.map': ({ level }) => ({
        depth: 4,
        level: Math.min(level, 4),
        differing: btoa('\0\0\0\0'.repeat(15) + '\x01\0\0\0'),
      }),
      'findings.inspect': ({ line }) => ({
        difference: { ...changed, line, key: [`AC-${line}`] },
        source: {
          file: 'a.csv',
          row: '1204118',
          raw: [{ column: 'BAL_MINOR', text: '1240007' }],
          rawWhy: '',
          record: '12400.07,"EUR","AC-1",""',
          keyDigest: '1'.repeat(64),
          rowDigest: '2'.repeat(64),
          bucket: { number: '5', entries: '7', leaf: '3'.repeat(64) },
          path: ['4'.repeat(64), '5'.repeat(64), '6'.repeat(64), '7'.repeat(64)],
          root: 'a'.repeat(64),
        },
        target: null,
      }),
    }),
  );

async function shown() {
  const transport = engine();
  await render(App, { transport });
  await expect.element(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(lines + 1));
  return { transport, grid: page.getByRole('grid') };
}
const activeRow = (grid: ReturnType<typeof page.getByRole>) => {
  const id = grid.element().getAttribute('aria-activedescendant')!;
  return document.getElementById(id)?.closest('[role=row]') ?? null;
};

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#findings';
});

describe('The grid of differences', () => {
  it('holds a million rows in as many elements as the window shows', async () => {
    const { grid } = await shown();
    expect(document.querySelectorAll('[role=row]').length).toBeLessThan(60);
    expect(grid.element().scrollHeight).toBeLessThan(16_000_000);
  });

  it('goes to its last row and back, asking for the pages there and not for those between', async () => {
    const { transport, grid } = await shown();
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{End}');
    await expect.poll(() => activeRow(grid)?.getAttribute('aria-rowindex')).toBe(String(lines + 1));
    await expect.poll(() => transport.last('findings.page')?.offset).toBeGreaterThan(999_000);
    expect(transport.asked.filter(({ name }) => name === 'findings.page').length).toBeLessThan(8);
    await userEvent.keyboard('{Home}{ArrowDown}');
    await expect.poll(() => activeRow(grid)?.getAttribute('aria-rowindex')).toBe('3');
    expect(activeRow(grid)?.textContent).toContain('source only');
  });

  it('stands where its scroll bar is put', async () => {
    const { grid } = await shown();
    const element = grid.element();
    element.scrollTop = element.scrollHeight;
    const indexes = () => [...document.querySelectorAll('[role=row]')].map((row) => row.getAttribute('aria-rowindex'));
    await expect.poll(indexes).toContain(String(lines + 1));
    element.scrollTop = 0;
    await expect.poll(indexes).toContain('2');
  });

  it('marks what differs down to the characters, on both sides', async () => {
    await shown();
    await expect.poll(() => document.querySelectorAll('[role=grid] mark').length).toBeGreaterThan(0);
    const marks = [...document.querySelectorAll('[aria-rowindex="2"] mark')].map((mark) => mark.textContent);
    expect(marks).toEqual(['07', '88']);
    const row = document.querySelector('[aria-rowindex="2"]')!;
    expect(row.textContent).toContain('empty');
    expect(row.textContent).toContain('NULL');
  });

  it('shows markup and bidi controls of the data as text', async () => {
    await shown();
    await expect.poll(() => document.querySelector('[aria-rowindex="3"]')?.textContent).toContain('RLO');
    expect(document.querySelector('[role=grid] b')).toBeNull();
  });

  it('opens the inspector by Enter and closes it by Escape', async () => {
    const { transport, grid } = await shown();
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect.element(inspector.getByText('BAL_MINOR')).toBeVisible();
    await expect.element(inspector.getByText('1240007')).toBeVisible();
    await expect.element(inspector.getByText('4 steps')).toBeVisible();
    expect(transport.last('findings.inspect')).toEqual({ run: 'run-1', line: '0' });
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => inspector.query()).toBeNull();
  });
});

describe('The keys of Findings', () => {
  it('move in the grid wherever the focus is, and leave what scrolls by keys alone', async () => {
    const { grid } = await shown();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.poll(() => activeRow(grid)?.getAttribute('aria-rowindex')).toBe('4');
    expect(document.activeElement).toBe(grid.element());
    const changes = page.getByRole('region', { name: 'Changes and totals' }).element() as HTMLElement;
    changes.focus();
    await userEvent.keyboard('{ArrowDown}{PageDown}{End}');
    expect(document.activeElement).toBe(changes);
    expect(activeRow(grid)?.getAttribute('aria-rowindex')).toBe('4');
  });

  it('go on in the grid after the inspector was closed by its own button', async () => {
    const { grid } = await shown();
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await page.getByRole('button', { name: 'Close the inspector' }).click();
    await expect.element(page.getByRole('complementary')).not.toBeInTheDocument();
    expect(document.activeElement).toBe(grid.element());
  });
});

describe('What is pressed in Findings', () => {
  it('is a row’s count as well as its name', async () => {
    const { transport } = await shown();
    await page
      .getByRole('row', { name: /^balance 1/ })
      .getByText('1', { exact: true })
      .click();
    await expect.poll(() => transport.last('findings.page')?.filter.column).toBe('balance');
    await page
      .getByRole('row', { name: /source only/ })
      .getByText('1 row')
      .click();
    await expect.poll(() => transport.last('findings.page')?.filter.kind).toBe('source_only');
  });

  it('filters: a kind, a column, a shard, a gate, a cell of the map', async () => {
    const { transport } = await shown();
    const filter = () => transport.last('findings.page')?.filter;
    await page
      .getByRole('group', { name: 'Kinds of difference' })
      .getByRole('button', { name: /source only/ })
      .click();
    await expect.poll(() => filter()?.kind).toBe('source_only');
    await page
      .getByRole('region', { name: /^What changed/ })
      .getByRole('button', { name: 'memo' })
      .click();
    await expect.poll(() => filter()).toMatchObject({ kind: 'source_only', column: 'memo' });
    await page
      .getByRole('region', { name: /^Shards by/ })
      .getByRole('button', { name: 'EUR' })
      .click();
    await expect.poll(() => filter()?.shard).toEqual({ value: 'EUR' });
    await page
      .getByRole('region', { name: /^Shards by/ })
      .getByRole('button', { name: 'NULL' })
      .click();
    await expect.poll(() => filter()?.shard).toEqual({ value: null });
    await page
      .getByRole('region', { name: /^Totals/ })
      .getByRole('button', { name: 'balance: EUR, by 1 key' })
      .click();
    await expect.poll(() => filter()?.total).toEqual({ name: 'balance', by: ['EUR'] });
    await expect.element(page.getByRole('button', { name: 'total balance: EUR: take this filter off' })).toBeVisible();
    (page.getByRole('application').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.poll(() => filter()?.buckets).not.toBeNull();
    expect(location.hash).toContain('shardless');
    await page.getByRole('button', { name: 'show all' }).click();
    await expect
      .poll(() => filter())
      .toMatchObject({ kind: null, column: null, shard: null, total: null, buckets: null });
  });

  it('searches from `/`, and says so where nothing is left', async () => {
    const { transport } = await shown();
    await userEvent.keyboard('/');
    await userEvent.keyboard('nowhere');
    await expect.poll(() => transport.last('findings.page')?.filter.text).toBe('nowhere');
    await expect.element(page.getByRole('heading', { name: 'No row is left' })).toBeVisible();
  });

  it('goes to a key, and says so where it is not', async () => {
    const { grid } = await shown();
    await userEvent.keyboard('k');
    await userEvent.keyboard('AC-999999{Enter}');
    await expect.poll(() => activeRow(grid)?.getAttribute('aria-rowindex')).toBe(String(lines + 1));
    await page.getByLabelText('Go to a key').fill('AC-X');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('The key AC-X is not among the differences of accounts.')).toBeVisible();
  });
});

describe('The equation in Findings', () => {
  it('closes at zero on both sides, and its counts filter', async () => {
    const { transport } = await shown();
    expect(page.getByText('= 0 ✓').elements()).toHaveLength(2);
    const source = page.getByRole('row', { name: /^source 10/ });
    await source.getByRole('button').last().click();
    await expect.poll(() => transport.last('findings.page')?.filter.kind).toBe('source_only');
  });
});
