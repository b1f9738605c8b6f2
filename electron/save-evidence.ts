import type { BrowserWindow } from 'electron';
import type { CallInput } from '../contract/calls.ts';
import type { EngineProcess } from './engine-process.ts';
import { saveFile } from './save-file.ts';

type Ask = EngineProcess['call'];

/** A proof; the journal has its line once the user has said where it goes. */
export async function saveProof(window: BrowserWindow, ask: Ask, of: CallInput<'host.saveProof'>): Promise<boolean> {
  const { name } = await ask('findings.prove', of); // refused before anybody is asked where
  return saveFile(
    window,
    { title: 'Save the proof', name, kind: 'Proof', extension: 'json' },
    async () => (await ask('findings.exportProof', of)).text,
  );
}

/** A sample of a spot check, or its sheet. */
export async function saveSample(window: BrowserWindow, ask: Ask, of: CallInput<'host.saveSample'>): Promise<boolean> {
  const { name } = await ask('spot.file', of);
  const what =
    of.as === 'sample'
      ? { title: 'Save the sample', kind: 'Sample', extension: 'json' }
      : { title: 'Save the sheet', kind: 'Sheet', extension: 'csv' };
  return saveFile(window, { ...what, name }, async () => (await ask('spot.export', of)).text);
}

/** What a time-stamping authority is asked. */
export async function saveQuery(window: BrowserWindow, ask: Ask, of: CallInput<'host.saveQuery'>): Promise<boolean> {
  const { name, base64 } = await ask('timestamp.query', of);
  return saveFile(window, { title: 'Save the query', name, kind: 'Time-stamp query', extension: 'tsq' }, () =>
    Promise.resolve(Buffer.from(base64, 'base64')),
  );
}
