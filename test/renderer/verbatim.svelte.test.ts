import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Verbatim from '../../renderer/components/Verbatim.svelte';

const override = String.fromCodePoint(0x202e);
const shown = async (props: { text: string | null; against?: string | null }) =>
  (await render(Verbatim, props)).container;

describe('A stranger’s text on the page', () => {
  it('is text, whatever markup it holds', async () => {
    const container = await shown({ text: '<img src=x onerror=alert(1)><script>1</script>' });
    expect(container.querySelector('img, script')).toBeNull();
    expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('cannot turn what stands beside it around', async () => {
    const container = await shown({ text: `pay ${override}001` });
    expect(container.textContent).not.toContain(override);
    await expect.element(page.getByTitle('U+202E right-to-left override')).toBeVisible();
    expect(getComputedStyle(container.querySelector('bdi')!).unicodeBidi).toBe('isolate');
  });

  it('tells NULL from the empty text, and both from a text of those letters', async () => {
    const words = await Promise.all([null, '', 'NULL', 'empty'].map((text) => shown({ text })));
    const quiet = words.map((container) => container.querySelector('.null') !== null);
    expect(quiet).toEqual([true, true, false, false]);
  });

  it('keeps its spaces', async () => {
    const container = await shown({ text: 'a  b' });
    expect(getComputedStyle(container.querySelector('bdi')!).whiteSpace).toBe('pre-wrap');
    expect(container.querySelector('bdi')!.textContent).toBe('a  b');
  });

  it('marks what the other side does not have, and nothing where both are equal', async () => {
    const differing = await shown({ text: '12400.07', against: '12400.88' });
    expect(differing.querySelector('mark')!.textContent.trim()).toBe('07');
    const equal = await shown({ text: '12400.07', against: '12400.07' });
    expect(equal.querySelector('mark')).toBeNull();
  });
});
