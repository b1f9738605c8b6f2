import { app, type BrowserWindow } from 'electron';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CallNameBy, Handlers } from '../contract/calls.ts';
import { TallyError } from '../contract/problem.ts';
import { choose } from './dialogs.ts';
import { openExternal } from './external.ts';
import { keyFingerprint } from './key-fingerprint.ts';
import type { Handles } from '../serve/handles.ts';
import type { Recent } from './recent.ts';
import type { EngineProcess } from './engine-process.ts';
import { saveProof, saveQuery, saveSample } from './save-evidence.ts';
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
  readonly ask: EngineProcess['call'];
}

/** The calls that the shell answers itself, since they need the system. */
export function hostCalls({
  window,
  handles,
  recent,
  vault,
  reportPage,
  exportPage,
  ask,
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
    'host.saveProof': async (of) => ({ saved: await saveProof(window, ask, of) }),
    'host.saveSample': async (of) => ({ saved: await saveSample(window, ask, of) }),
    'host.saveQuery': async (of) => ({ saved: await saveQuery(window, ask, of) }),
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
