import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Amount from '../../renderer/components/Amount.svelte';
import Count from '../../renderer/components/Count.svelte';
import { rawText } from '../../renderer/text/raw-copy.ts';

function copied(node: Node): string {
  const range = document.createRange();
  range.selectNode(node);
  return rawText(range.cloneContents()).trim();
}

describe('A number that is copied', () => {
  it('is raw, though it is read in groups', async () => {
    const { container } = await render(Amount, { value: '-1204118402.17' });
    expect(container.textContent.trim()).toMatch(/^-1.204.118.402.17$/);
    expect(copied(container)).toBe('-1204118402.17');
  });

  it('keeps its unit beside it', async () => {
    const { container } = await render(Count, { value: '10000000', unit: 'row' });
    expect(copied(container)).toBe('10000000 rows');
  });

  it('comes out of a table with its cells apart and its rows below one another', () => {
    const table = document.body.appendChild(document.createElement('table'));
    for (const [name, value] of [
      ['source', '9999995'],
      ['target', '1000'],
    ]) {
      const row = table.insertRow();
      row.insertCell().textContent = name!;
      const data = document.createElement('data');
      data.value = value!;
      data.textContent = 'grouped';
      row.insertCell().append(data);
    }
    expect(copied(table)).toBe('source\t9999995\ntarget\t1000');
  });
});
