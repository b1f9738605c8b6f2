import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TallyError } from '../contract/problem.ts';
import type { Vault, VaultKey } from '../engine/workspace/means.ts';
import { protection, seal, unseal } from './system-store.ts';

const idForm = /^k-[0-9a-f]{32}$/;
const keptSchema = z.strictObject({ name: z.string(), fingerprint: z.string(), sealed: z.base64() });
const secretSchema = z.strictObject({ bytes: z.base64(), passphrase: z.string().nullable() });

const refusal = (why: string) =>
  new TallyError('usage', 'A key cannot be remembered safely here', why, 'Choose the key’s file when you sign');
const unknown = () => new TallyError('usage', 'The vault holds no such key', '', 'Choose the key’s file');

/**
 * Signing keys that the user asked to be remembered: each sealed by the system's own store (Keychain, DPAPI, libsecret,
 * KWallet) before it touches the disk. Where the system has none that protects, nothing is remembered.
 */
export class KeyVault implements Vault {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws `usage` where it would not protect, and says why. */
  async remember(key: {
    name: string;
    fingerprint: string;
    bytes: Uint8Array;
    passphrase: string | null;
  }): Promise<string> {
    const { available, why } = await protection();
    if (!available) throw refusal(why);
    const { name, fingerprint, bytes, passphrase } = key;
    const sealed = await seal(JSON.stringify({ bytes: Buffer.from(bytes).toString('base64'), passphrase }));
    const id = `k-${randomBytes(16).toString('hex')}`;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const kept = JSON.stringify({ name, fingerprint, sealed: sealed.toString('base64') });
    await writeFile(this.#pathOf(id), kept, { mode: 0o600, flag: 'wx' });
    return id;
  }

  async forget(id: string): Promise<void> {
    await rm(this.#pathOf(id), { force: true });
  }

  readonly list = async (): Promise<readonly VaultKey[]> => {
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.map((name) => name.replace(/\.json$/, '')).filter((id) => idForm.test(id));
    const keys = await Promise.all(ids.map(async (id) => ({ id, kept: await this.#read(id).catch(() => null) })));
    return keys.flatMap(({ id, kept }) =>
      kept === null ? [] : [{ id, name: kept.name, fingerprint: kept.fingerprint }],
    );
  };

  readonly open = async (id: string): Promise<{ bytes: Uint8Array; passphrase: string | null }> => {
    const { sealed } = await this.#read(id);
    const secret = secretSchema.parse(JSON.parse(await unseal(Buffer.from(sealed, 'base64'))));
    return { bytes: Buffer.from(secret.bytes, 'base64'), passphrase: secret.passphrase };
  };

  async #read(id: string): Promise<z.output<typeof keptSchema>> {
    const text = await readFile(this.#pathOf(id), 'utf8').catch(() => {
      throw unknown();
    });
    return keptSchema.parse(JSON.parse(text));
  }

  /** An id comes from the page: it must not be read as a path. */
  #pathOf(id: string): string {
    if (!idForm.test(id)) throw unknown();
    return join(this.#folder, `${id}.json`);
  }
}
