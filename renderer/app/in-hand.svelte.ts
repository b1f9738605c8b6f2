import type { App } from './app.svelte.ts';
import type { Chosen } from '../transport/page-transport.ts';

/** A run of the open workspace, whose package nobody has to look for. */
interface OwnRun {
  readonly run: string;
  readonly name: string;
  readonly folder: true;
}

/** What is to be verified and by what, kept when another screen is looked at. */
class InHand {
  package = $state.raw<Chosen | OwnRun | null>(null);
  trust = $state.raw<Chosen | null>(null);
  revoked = $state.raw<Chosen | null>(null);
  /** As the field has it: civil time, to be read as UTC; empty where it is not known. */
  revokedSince = $state('');
  authorities = $state.raw<Chosen | null>(null);
  source = $state.raw<Chosen | null>(null);
  target = $state.raw<Chosen | null>(null);
  journal = $state.raw<Chosen | null>(null);
  /** The names by which the last one was judged. */
  judged = $state.raw<Chosen | null>(null);

  /** A proof, a sample or a journal is judged by itself: what else is in hand waits for a package. */
  readonly alone = $derived(this.package?.folder === false);
  /** A run is repeated on both exports or on none. */
  readonly oneExport = $derived(!this.alone && (this.source === null) !== (this.target === null));
  readonly ready = $derived(this.package !== null && !this.oneExport);
}

export const inHand = new InHand();

/** Takes up the package of a run, and shows what is found of it. */
export function verifyRun(app: App, run: string): void {
  inHand.package = { run, name: `run ${run}`, folder: true };
  app.go('verify');
  void verifyInHand(app);
}

/** Verifies what is in hand, by what is in hand. */
export async function verifyInHand(app: App): Promise<void> {
  const { package: chosen, alone, ready, trust, revoked, revokedSince, authorities, source, target, journal } = inHand;
  if (chosen === null || !ready) return;
  inHand.judged = alone ? null : trust;
  const by = {
    trust: trust?.handle ?? null,
    revoked: revoked?.handle ?? null,
    revokedSince: revoked === null ? null : utc(revokedSince),
    authorities: authorities?.handle ?? null,
    source: source?.handle ?? null,
    target: target?.handle ?? null,
    journal: journal?.handle ?? null,
  };
  const given = 'run' in chosen ? { run: chosen.run } : chosen.handle;
  await app.ask('verify.start', { package: given, ...(alone ? { trust: null } : by) });
}

/** `2026-01-31T02:10` as an instant in UTC, with its seconds. */
const utc = (civil: string): string | null =>
  civil === '' ? null : `${civil.length === 16 ? `${civil}:00` : civil.slice(0, 19)}Z`;
