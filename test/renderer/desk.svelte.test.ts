import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import { TallyError } from '../../contract/problem.ts';
import App from '../../renderer/App.svelte';
import { answering, opened } from './answering.ts';

const plan = (text: string) => ({
  text,
  problems: [],
  identity: 'c'.repeat(64),
  tables: [],
  canUndo: false,
  canRedo: false,
});

beforeEach(() => {
  location.hash = '#match?tab=text';
});

describe('A plan that is typed while the engine is gone', () => {
  it('is kept as it was typed, and delivered when the engine is back', async () => {
    let there = true;
    let text = 'tallystick: 1\n';
    const transport = answering(
      opened({
        'plan.view': () => plan(text),
        'plan.write': (input) => {
          if (!there) throw new TallyError('machine', 'The engine is gone');
          text = input.text;
          return plan(text);
        },
      }),
    );
    await render(App, { transport });
    const editor = page.getByRole('textbox', { name: 'plan.yaml' });
    await editor.click();
    there = false;
    transport.tell({ type: 'engine', state: 'gone', why: 'It crashed.' });
    await expect.element(page.getByText('The engine ended and is being started again.')).toBeVisible();
    await userEvent.keyboard('# mine ');
    await expect.element(page.getByText('not saved yet')).toBeVisible();
    expect(text).toBe('tallystick: 1\n');
    there = true;
    transport.tell({ type: 'engine', state: 'back', why: '' });
    await expect.poll(() => text).toContain('# mine ');
    await expect.element(page.getByText('saved as you go')).toBeVisible();
    await expect.poll(() => editor.element().textContent).toContain('# mine');
  });
});

describe('A plan that is typed while an older answer is on its way', () => {
  it('is not overwritten by that answer', async () => {
    const waiting: (() => void)[] = [];
    const written: string[] = [];
    const transport = answering(
      opened({
        'plan.view': () => plan('tallystick: 1\n'),
        'plan.write': async (input) => {
          written.push(input.text);
          await new Promise<void>((resolve) => waiting.push(resolve));
          return plan(input.text);
        },
      }),
    );
    await render(App, { transport });
    const editor = page.getByRole('textbox', { name: 'plan.yaml' });
    await editor.click();
    await userEvent.keyboard('one');
    await expect.poll(() => written.length).toBe(1);
    await userEvent.keyboard('two');
    waiting.shift()!();
    await expect.poll(() => written.length).toBe(2);
    waiting.shift()!();
    await expect.element(page.getByText('saved as you go')).toBeVisible();
    expect(written[1]!.replaceAll('\n', '')).toContain('onetwo');
    await expect.poll(() => editor.element().textContent).toContain('onetwo');
  });
});
