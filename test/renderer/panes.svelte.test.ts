import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Panes from './Panes.svelte';

describe('A dialog', () => {
  it('holds the focus, closes by Escape and gives the focus back', async () => {
    await render(Panes);
    const ask = page.getByRole('button', { name: 'Ask' });
    await ask.click();
    await expect.element(page.getByRole('dialog', { name: 'A question' })).toBeVisible();
    for (let i = 0; i < 4; i++) await userEvent.keyboard('{Tab}');
    const inside = document.activeElement === document.body || document.activeElement?.closest('dialog') !== null;
    expect(inside).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(document.activeElement).toBe(ask.element());
  });
});

describe('Tabs', () => {
  it('are walked by arrows, Home and End, and stop at both ends', async () => {
    await render(Panes);
    const pane = page.getByRole('tabpanel');
    await page.getByRole('tab', { name: 'one' }).click();
    const walk = async (key: string, name: string) => {
      await userEvent.keyboard(`{${key}}`);
      await expect.element(pane).toHaveTextContent(name);
      expect(document.activeElement?.textContent.trim()).toBe(name);
    };
    await walk('ArrowRight', 'two');
    await walk('End', 'three');
    await walk('ArrowRight', 'three');
    await walk('Home', 'one');
    await walk('ArrowLeft', 'one');
  });

  it('are one stop of the Tab key', async () => {
    await render(Panes);
    const stops = page
      .getByRole('tab')
      .elements()
      .filter((tab) => (tab as HTMLElement).tabIndex === 0);
    expect(stops).toHaveLength(1);
  });
});
