import { safeStorage } from 'electron';

/**
 * safeStorage as far as it is used. Its functions that return at once are deprecated in Electron 45 and gone in 46, and
 * Electron 33 has no others: each is looked for.
 */
interface Store {
  readonly isAsyncEncryptionAvailable?: () => Promise<boolean>;
  readonly encryptStringAsync?: (text: string) => Promise<Buffer>;
  readonly decryptStringAsync?: (sealed: Buffer) => Promise<{ readonly result: string }>;
  readonly isEncryptionAvailable?: () => boolean;
  readonly encryptString?: (text: string) => Buffer;
  readonly decryptString?: (sealed: Buffer) => string;
  readonly getSelectedStorageBackend?: () => string;
}
const store: Store = safeStorage;

/** Whether what is sealed here is protected by the system, and why not. After the app is ready. */
export async function protection(): Promise<{ readonly available: boolean; readonly why: string }> {
  // With `basic_text` Chromium seals by a password that is the same everywhere: whoever has the file has the key.
  const backend = process.platform === 'linux' ? store.getSelectedStorageBackend?.() : undefined;
  if (backend === 'basic_text' || backend === 'unknown')
    return {
      available: false,
      why: 'This desktop has no secret store (libsecret or KWallet), so a key would lie open',
    };
  const available = (await store.isAsyncEncryptionAvailable?.()) ?? store.isEncryptionAvailable?.() ?? false;
  return { available, why: available ? '' : 'The system’s secret store does not answer' };
}

export async function seal(text: string): Promise<Buffer> {
  const sealed = (await store.encryptStringAsync?.(text)) ?? store.encryptString?.(text);
  if (sealed === undefined) throw new Error('safeStorage seals nothing');
  return sealed;
}

export async function unseal(sealed: Buffer): Promise<string> {
  const opened = (await store.decryptStringAsync?.(sealed))?.result ?? store.decryptString?.(sealed);
  if (opened === undefined) throw new Error('safeStorage opens nothing');
  return opened;
}
