import type { HashPool } from '../reconcile/run/hash-pool.ts';
import type { OnLane } from '../reconcile/run/hash-pool.ts';
import type { Limits } from '../reconcile/run/limits.ts';

/** A key that the host's vault remembers; the page knows it by its id alone. */
export interface VaultKey {
  readonly id: string;
  readonly name: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

export interface Vault {
  readonly list: () => Promise<readonly VaultKey[]>;
  /** The key's file as it was remembered, and what opens it. */
  readonly open: (id: string) => Promise<{ readonly bytes: Uint8Array; readonly passphrase: string | null }>;
}

/** What a host gives its engine. */
export interface EngineMeans {
  /** The path behind a handle, which the host alone hands out; throws for one it did not. */
  readonly resolve: (handle: string) => string;
  readonly startPool: (size: number, signal: AbortSignal, onLane?: OnLane) => HashPool;
  /** Where workspaces go that were given no folder. */
  readonly home: string;
  /** What the user set; the rest is by the machine. */
  readonly limits: Partial<Limits>;
  /** null on the loopback: a server has no keys of its own. */
  readonly vault: Vault | null;
  /** Told of every workspace opened or closed: for recent ones, and for an engine that has to be started again. */
  readonly onWorkspace: (workspace: { readonly folder: string; readonly name: string } | null) => void;
}
