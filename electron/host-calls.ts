import { app, type BrowserWindow } from 'electron';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CallInput, CallNameBy, CallOutput, Handlers } from '../contract/calls.ts';
import { TallyError } from '../contract/problem.ts';
import { choose } from './dialogs.ts';
import { openExternal } from './external.ts';
import { keyFingerprint } from './key-fingerprint.ts';
import type { Handles } from '../serve/handles.ts';
import type { Recent } from './recent.ts';
import { saveProof } from './save-proof.ts';
import { saveReport } from './save-report.ts';
import { protection } from './system-store.ts';
import type { KeyVault } from './vault.ts';

export interface HostMeans {
  readonly window: BrowserWindow;
  readonly handles: Handles;
  readonly recent: Recent;
  readonly vault: KeyVault;
  readonly reportPage: (run: string) => Promise<string>;
  readonly exportPage: (run: string, as: 'html' | 'pdf') => Promise<string>;
  readonly proof: (of: CallInput<'host.saveProof'>) => Promise<CallOutput<'findings.prove'>>;
}

/** The calls that the shell answers itself, since they need the system. */
export function hostCalls({
  window,
  handles,
  recent,
  vault,
  reportPage,
  exportPage,
  proof,
}: HostMeans): Handlers<CallNameBy<'host'>> {
  return {
    'host.view': async () => ({
      kind: 'desktop',
      platform: process.platform,
      version: app.getVersion(),
      recent: recent.view(handles),
      vault: await protection(),
    }),
    'host.choose': async ({ what }) => ({ chosen: await choose(window, handles, what) }),
    'host.browse': () => {
      throw new TallyError('usage', 'The desktop has dialogs to choose by', 'host.browse', 'Call host.choose');
    },
    'host.saveReport': async ({ run, as }) => ({ saved: await saveReport(window, run, as, reportPage, exportPage) }),
    'host.saveProof': async (of) => ({ saved: await saveProof(window, await proof(of)) }),
    'host.openExternal': async ({ url }) => {
      await openExternal(url);
      return {};
    },
    'host.rememberKey': async ({ key, passphrase, name }) => {
      const path = handles.pathOf(key);
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw new TallyError('input_unreadable', 'The key cannot be read', basename(path), '', { cause });
      });
      const opens = passphrase === '' ? null : passphrase;
      const fingerprint = await keyFingerprint(bytes, opens);
      return { id: await vault.remember({ name, fingerprint, bytes, passphrase: opens }) };
    },
    'host.forgetKey': async ({ id }) => {
      await vault.forget(id);
      return {};
    },
  };
}
