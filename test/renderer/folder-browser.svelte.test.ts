import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import type { CallOutput } from '../../contract/calls.ts';
import App from '../../renderer/App.svelte';
import { answering, opened } from './answering.ts';

type Folder = CallOutput<'host.browse'>;
const folder = (name: string, here: string, entries: Folder['entries'] = []): Folder => ({
  ...{ name, here, up: null, entries },
});

it('The folder dialog takes none while another folder is on its way, and then the one that is shown', async () => {
  location.hash = '#verify';
  const coming = Promise.withResolvers<Folder>();
  const runs = folder('runs', 'h-runs', [{ handle: 'h-run-1', name: 'run-1', folder: true, bytes: null }]);
  const transport = answering(
    opened({
      'host.view': () => ({
        ...{ kind: 'loopback', platform: 'linux', version: '0.1.0', recent: [] },
        vault: { available: false, why: 'no store' },
      }),
      'verify.view': () => null,
      'host.browse': ({ folder: asked }) => (asked === null ? runs : coming.promise),
    }),
  );
  await render(App, { transport });
  await page.getByRole('button', { name: 'Choose…' }).first().click();
  const take = page.getByRole('button', { name: 'This folder' });
  await expect.element(take).toBeEnabled();
  await page.getByRole('button', { name: /run-1/ }).click();
  await expect.element(take).toBeDisabled();
  coming.resolve(folder('runs/run-1', 'h-run-1'));
  await expect.element(take).toBeEnabled();
  await take.click();
  await expect.element(page.getByText('runs/run-1')).toBeVisible();
});
