// @ts-expect-error -- plain JavaScript on purpose: nothing but Node is needed to run it
import * as verifier from '../../verify/tallystick-verify.mjs';

export interface Found {
  readonly sound: boolean;
  readonly verdict: string | null;
  readonly checks: readonly {
    readonly name: string;
    readonly result: 'passed' | 'failed' | 'not_done';
    readonly why: string;
  }[];
  readonly signers: readonly { readonly name: string; readonly trusted: boolean }[];
  readonly requirements: Record<'signed' | 'reconciled', { readonly met: boolean; readonly why: string }>;
}
interface Trust {
  readonly allowed: unknown;
  readonly revoked: ReadonlySet<string> | null;
  readonly now: number;
}

/** The stand-alone verifier's functions, as its page uses them too. */
export const standAlone = verifier as {
  readonly verifyPackage: (files: unknown, trust: Trust) => Promise<Found>;
  readonly verifyProof: (bytes: Uint8Array) => Promise<Found>;
  readonly openFolder: (folder: string) => unknown;
  readonly parseAllowedSigners: (bytes: Uint8Array) => unknown;
  readonly parseRevoked: (bytes: Uint8Array) => ReadonlySet<string>;
  readonly hashes: {
    sha256: (...parts: readonly Uint8Array[]) => Uint8Array;
    blake3: (bytes: Uint8Array) => Uint8Array;
  };
  /** In bytes: what is read of a file at once, and the longest line. */
  readonly limits: { piece: number; line: number };
};

export const now = new Date('2026-02-01T00:00:00Z');

/** What it says of a package, with the names that an allowed_signers file gives. */
export const judged = (folder: string, allowed: string | null = null): Promise<Found> =>
  standAlone.verifyPackage(standAlone.openFolder(folder), {
    allowed: allowed === null ? null : standAlone.parseAllowedSigners(Buffer.from(allowed)),
    revoked: null,
    now: now.getTime(),
  });

export const failuresOf = ({ checks }: Found): string[] =>
  checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`);
