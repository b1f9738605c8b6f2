import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestsOf } from '../../engine/certificates/digests.ts';
import { certifySide, type CertifiedSide } from '../../engine/certificates/certify-side.ts';
import type { StateRoot } from '../../engine/certificates/ethereum/state-root.ts';
import { parseAllowedSigners } from '../../engine/evidence/signing/allowed-signers.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { ownFolder } from '../snapshot/folder.ts';

export interface Certifying {
  readonly given?: readonly string[];
  /** allowed_signers */
  readonly trust?: string;
  readonly at?: Date;
  /** What is read as data; every CSV file of the folder unless said, nothing for ''. */
  readonly files?: string | null;
  readonly fingerprint?: Uint8Array | null;
}

const noRoots = (): Promise<StateRoot> => Promise.reject(new Error('nothing here has a published root'));

/** Judges the certificates of real files, scanned as the product scans them, here and not in workers. */
export async function certified(path: string, how: Certifying = {}): Promise<CertifiedSide> {
  const { files = '*.csv', given = [] } = how;
  const found = files === '' ? [] : (await findFiles(path, files)).files;
  const scanned = await Promise.all(found.map((file) => scanFile(file, defaultCsv)));
  return certifySide({
    path,
    given,
    tables: scanned.length === 0 ? [] : [{ csv: defaultCsv, files: scanned }],
    trust: {
      allowed: how.trust === undefined ? null : parseAllowedSigners(how.trust),
      at: how.at ?? new Date('2026-01-31T02:10:00Z'),
    },
    fingerprint: how.fingerprint,
    digests: digestsOf,
    stateRoot: noRoots,
  });
}

/** Exports in a folder that is gone when the test file ends. */
export class Exports {
  readonly #own = ownFolder();

  /** A folder of its own with these files; gives its path. */
  write(files: Readonly<Record<string, string | Uint8Array>>): string {
    const folder = this.#own.fresh();
    mkdirSync(folder, { recursive: true });
    const name = folder.slice(this.#own.path.length + 1);
    for (const [file, content] of Object.entries(files)) this.#own.put(`${name}/${file}`, content);
    return folder;
  }

  put(folder: string, name: string, content: string | Uint8Array): string {
    return this.#own.put(join(folder.slice(this.#own.path.length + 1), name), content);
  }
}
